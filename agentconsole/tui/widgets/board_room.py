"""How the lists of the board share the lines there are. Pure."""

from __future__ import annotations

from collections.abc import Sequence


def shared(room: int, wanted: Sequence[int], least: Sequence[int]) -> tuple[int, ...]:
    """The lines of each list, the foremost served first: all get their least, then what they want, and the last one
    everything that is over."""
    given = [min(want, low) for want, low in zip(wanted, least, strict=True)]
    for number, want in enumerate(wanted):
        given[number] += max(0, min(want - given[number], room - sum(given)))
    given[-1] += max(0, room - sum(given))
    return tuple(given)
