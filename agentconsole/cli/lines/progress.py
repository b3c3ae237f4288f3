"""How far a long command is: one line on stderr with the rate and the time left, at most four times a second."""

from __future__ import annotations

import sys

from agentconsole.clock import Clock
from agentconsole.domain.queue import span

EVERY = 250
"""Milliseconds between two looks: often enough to be alive, seldom enough to cost nothing."""


class Progress:
    """Writes one line over and over, and takes it away at the end."""

    def __init__(self, clock: Clock, is_shown: bool | None) -> None:
        """`is_shown` None: on a terminal only."""
        self._clock = clock
        self._is_shown = sys.stderr.isatty() if is_shown is None else is_shown
        self._began = self._told = clock.now()

    @property
    def took(self) -> int:
        """Milliseconds since it began."""
        return max(0, self._clock.now() - self._began)

    def tell(self, count: int, what: str, done: int, total: int) -> None:
        """`count` of `what` so far; `done` of `total` (in any unit) says how much is left."""
        now = self._clock.now()
        if not self._is_shown or now - self._told < EVERY:
            return
        self._told = now
        rate = count * 1000 // max(1, self.took)
        left = self.took * (total - done) // done if done else 0
        share = done * 100 // total if total else 100
        sys.stderr.write(f"\r{share:3d} %  {count:,} {what}  {rate:,}/s  {span(left)} left\x1b[K")
        sys.stderr.flush()

    def end(self) -> None:
        """Takes the line away."""
        if self._is_shown and self._told > self._began:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
