"""Virtual time: what is due happens in its order, also while somebody waits for an answer."""

from __future__ import annotations

import heapq
import os
import sys
from collections.abc import Callable
from random import Random

IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where files are kept that a shift is done with in a moment; the usual place where there is no such."""
START = 1_790_000_000_000
SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000


class World:
    """The only clock of a shift, in ms, and what is to happen when."""

    def __init__(self, seed: int) -> None:
        self.now = START
        self.luck = Random(f"sync/{seed}")
        self.is_failing = True
        """Whether anything goes wrong at all."""
        self.broken: BaseException | None = None
        """The first thing that went wrong where sync goes on whatever happens, and would say so in its log alone."""
        self._agenda: list[tuple[int, int, Callable[[], None]]] = []
        self._count = 0

    def at(self, when: int, what: Callable[[], None]) -> None:
        """It will happen then."""
        self._count += 1
        heapq.heappush(self._agenda, (max(when, self.now), self._count, what))

    def after(self, ms: int, what: Callable[[], None]) -> None:
        self.at(self.now + ms, what)

    def every(self, least: int, most: int, what: Callable[[], None]) -> None:
        """Again and again, at uneven intervals, as long as things fail."""

        def again() -> None:
            if self.is_failing:
                what()
                self.after(self.luck.randrange(least, most), again)

        self.after(self.luck.randrange(least, most), again)

    def run(self, until: int) -> None:
        """Everything that is due up to then. May be called from within: whoever waits lets the others go on."""
        while self._agenda and self._agenda[0][0] <= until:
            when, _, what = heapq.heappop(self._agenda)
            self.now = max(self.now, when)
            what()
        self.now = max(self.now, until)

    def breaks(self, *_: object) -> None:
        """Stands where sync tells its log of an error it survives."""
        self.broken = self.broken or sys.exc_info()[1]

    def happens(self, chance: float) -> bool:
        return self.is_failing and self.luck.random() < chance


class WallClock:
    """A computer's own clock, which may be set wrong and be set anew."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.skew = 0
        self.dies_in = 0
        """How many readings a process has left to live; 0 while nothing threatens it."""

    def now(self) -> int:
        if self.dies_in:
            self.dies_in -= 1
            if not self.dies_in:
                raise Killed
        return self._world.now + self.skew

    def seconds_until(self, at: int) -> float:
        return max(0, at - self._world.now - self.skew) / 1_000


class Killed(BaseException):
    """The process has ended here and now: nothing after this line happens in it."""
