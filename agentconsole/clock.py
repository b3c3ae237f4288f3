"""What time it is: the only module that reads a clock.

Instants are whole milliseconds since 1970 in UTC. Everyone else is handed a `Clock` or a `now`.
"""

import time
from collections.abc import Callable
from typing import Protocol


class Clock(Protocol):
    """Whoever can say what time it is."""

    def now(self) -> int:
        """Milliseconds since 1970, UTC."""
        ...

    def seconds_until(self, at: int) -> float:
        """Real seconds until the clock shows `at`; never negative."""
        ...


class SystemClock:
    """The machine's wall clock. It may step back; the store's head clock never does."""

    def now(self) -> int:
        """Milliseconds since 1970, UTC, as the machine believes."""
        return time.time_ns() // 1_000_000

    def seconds_until(self, at: int) -> float:
        """Real seconds until the wall clock shows `at`; never negative."""
        return max(0, at - self.now()) / 1_000


class ManualClock:
    """A clock that stands still until it is moved, for tests and simulated shifts."""

    def __init__(self, start: int) -> None:
        """Stand at `start`, in milliseconds since 1970."""
        self._now = start

    def now(self) -> int:
        """Where the clock was left."""
        return self._now

    def advance(self, ms: int) -> int:
        """Move by `ms` (negative: a clock step back) and return the new instant."""
        self._now += ms
        return self._now

    def seconds_until(self, at: int) -> float:
        """As if it ran at the pace of real time; never negative."""
        return max(0, at - self._now) / 1_000


class ScaledClock:
    """A clock that starts at `start` and runs `speed` times as fast as `base`, for the demo."""

    def __init__(self, base: Clock, start: int, speed: float) -> None:
        """Begin at `start` now; raises ValueError for a speed that is not above zero."""
        if not speed > 0:
            raise ValueError(f"a clock needs a speed above zero, not {speed}")
        self._base, self._began, self._start, self._speed = base, base.now(), start, speed

    def now(self) -> int:
        """`start` plus the scaled time since this clock was made."""
        return self._start + int((self._base.now() - self._began) * self._speed)

    def seconds_until(self, at: int) -> float:
        """Real seconds until this clock shows `at`; never negative."""
        return max(0, at - self.now()) / self._speed / 1_000


STEP = 2_000
"""Milliseconds by which a clock may differ from what it should show before it has been set (protocol.md, 3.11)."""


class ServerClock:
    """Somebody else's clock, as far as it is known from answers, and run on by what never steps: this machine's own
    clock may be set at any time."""

    def __init__(self, base: Clock, steady: Callable[[], int] | None = None) -> None:
        """As this machine's until something else is heard; `steady` counts milliseconds and never steps."""
        self._base, self._steady = base, steady or monotonic_ms
        self._heard = (0, 0)
        self._offset: int | None = None

    @property
    def ahead(self) -> int:
        """By how many milliseconds it is before this machine's clock."""
        return self.now() - self._base.now()

    def hear(self, server_ms: int, took_ms: int) -> None:
        """An answer said `server_ms` and took so long: it is off by half of that at most. Of ten minutes the fastest
        answer counts, unless a later one shows that the clock has been set since."""
        here = self._steady()
        at, best = self._heard
        offset = server_ms + took_ms // 2 - here
        was_set = self._offset is not None and abs(offset - self._offset) > STEP + took_ms
        if self._offset is None or was_set or took_ms <= best or here - at > 600_000:
            self._heard, self._offset = (here, took_ms), offset

    def now(self) -> int:
        """Milliseconds since 1970, UTC, as the server believes."""
        return self._base.now() if self._offset is None else self._steady() + self._offset

    def seconds_until(self, at: int) -> float:
        """Real seconds until the server's clock shows `at`; never negative."""
        return max(0, at - self.now()) / 1_000


class Steps:
    """Notices that a clock was set: it shows something else than the time that has passed since the last look."""

    def __init__(self, clock: Clock, steady: Callable[[], int] | None = None) -> None:
        """For the clock, beside what never steps."""
        self._clock, self._steady = clock, steady or monotonic_ms
        self._difference = clock.now() - self._steady()

    def look(self) -> int:
        """The milliseconds it was set forward, negative for back, since the last look; 0 when it was not."""
        before, self._difference = self._difference, self._clock.now() - self._steady()
        step = self._difference - before
        return step if abs(step) > STEP else 0


def local_offset(at: int) -> int:
    """How far local time is east of UTC at the instant, in milliseconds."""
    return time.localtime(at / 1000).tm_gmtoff * 1000


def monotonic_ms() -> int:
    """Milliseconds since an unspecified start, never backwards, and counting suspended time where it can.

    On Linux `time.monotonic` stops while the machine sleeps, which would hide an overdue reminder.
    """
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
    return time.monotonic_ns() // 1_000_000
