"""The one timer of a whole screen: it sleeps until a word in sight changes."""

from __future__ import annotations

from collections.abc import Callable

from textual.message_pump import MessagePump
from textual.timer import Timer

from agentconsole.domain.promises.service_levels import SECOND
from agentconsole.domain.terms import FAR

FLOOR = 0.02
"""Seconds it sleeps at least, so that a fast clock does not spin."""


class Alarm:
    """Calls `ring` in the pump when the console's clock, which runs at `speed`, shows the instant last set."""

    def __init__(self, pump: MessagePump, speed: float, ring: Callable[[], object]) -> None:
        self._pump, self._speed, self._ring = pump, speed, ring
        self._timer: Timer | None = None

    @property
    def is_set(self) -> bool:
        """Whether it is still to wake."""
        return self._timer is not None

    def set(self, at: int, now: int) -> None:
        """Wakes at that instant and at no other; never for FAR, while no clock runs."""
        self.stop()
        if at < FAR:
            self._timer = self._pump.set_timer(max(FLOOR, (at - now) / SECOND / self._speed), self._ring)

    def stop(self) -> None:
        """Wakes no more."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
