"""How the lists of the board share the lines there are. Pure."""

from __future__ import annotations

from collections.abc import Sequence


def shared(room: int, wanted: Sequence[int]) -> tuple[int, ...]:
    """The lines of each list: one after another for each that wants more, the foremost first, and what is over to the
    last one."""
    given = [0] * len(wanted)
    while sum(given) < room:
        hungry = [number for number, want in enumerate(wanted) if given[number] < want]
        if not hungry:
            given[-1] += room - sum(given)
        for number in hungry[: room - sum(given)]:
            given[number] += 1
    return tuple(given)
