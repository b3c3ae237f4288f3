"""Limits that grow with what goes wrong: passwords tried, commands per minute, streams per agent."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

FREE_TRIES = 5
LONGEST_DELAY = 300_000
"""Milliseconds: whoever mistypes all morning waits five minutes, and nobody is ever locked out."""
COMMANDS_A_MINUTE = 600
STREAMS = 4
REMEMBERED = 10_000


@dataclass(slots=True)
class _Tries:
    failed: int = 0
    until: int = 0


class Guesses:
    """Failed sign-ins by who tried from where. One who fails elsewhere does not slow down a terminal we know."""

    def __init__(self) -> None:
        self._tries: OrderedDict[tuple[str, ...], _Tries] = OrderedDict()

    def wait(self, key: tuple[str, ...], now: int) -> int:
        """Milliseconds until the next try counts; 0 when it does now."""
        tries = self._tries.get(key)
        return max(0, tries.until - now) if tries else 0

    def failed(self, key: tuple[str, ...], now: int) -> None:
        """One more failed try: from the sixth on the wait doubles with each."""
        tries = self._tries.setdefault(key, _Tries())
        self._tries.move_to_end(key)
        tries.failed += 1
        if tries.failed >= FREE_TRIES:
            tries.until = now + min(LONGEST_DELAY, 1_000 * 2 ** min(20, tries.failed - FREE_TRIES))
        while len(self._tries) > REMEMBERED:
            self._tries.popitem(last=False)

    def succeeded(self, key: tuple[str, ...]) -> None:
        """Forgets what went wrong before."""
        self._tries.pop(key, None)


class Buckets:
    """So many a minute for each name, a minute's worth at once."""

    def __init__(self, per_minute: int = COMMANDS_A_MINUTE) -> None:
        self._per_minute = per_minute
        self._level: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def take(self, name: str, count: int, now: int) -> int:
        """Takes `count`, or answers how many ms to wait first; 0 when they were taken."""
        left, at = self._level.get(name, (float(self._per_minute), now))
        left = min(self._per_minute, left + max(0, now - at) * self._per_minute / 60_000)
        enough = left >= count
        self._level[name] = (left - count if enough else left, now)
        self._level.move_to_end(name)
        while len(self._level) > REMEMBERED:
            self._level.popitem(last=False)
        return 0 if enough else int((count - left) * 60_000 / self._per_minute) + 1
