"""Waiting until nothing has happened for a while, at no cost to what happens."""

from __future__ import annotations

from asyncio import TimerHandle, get_running_loop
from collections.abc import Callable

from textual.message_pump import MessagePump

HOLD = 0.5
"""Seconds without a key before new rows are shown: nothing jumps away under the eye."""
REST = 0.15
"""Seconds the cursor rests on a row before what it stands on is read."""


class Rest:
    """Calls `done` in the pump once it was not put off for `seconds`.

    A held key puts off thirty times a second: that moves an instant and makes no timer; one that wakes too early
    sleeps on.
    """

    def __init__(self, pump: MessagePump, seconds: float, done: Callable[[], object]) -> None:
        self._pump, self._seconds, self._done = pump, seconds, done
        self._until = 0.0
        self._waking: TimerHandle | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether `done` is still to come."""
        return self._waking is not None

    def put_off(self) -> None:
        """Waits for the whole time again."""
        loop = get_running_loop()
        self._until = loop.time() + self._seconds
        if self._waking is None:
            self._waking = loop.call_at(self._until, self._wake)

    def stop(self) -> None:
        """Waits no more; `done` does not come."""
        if self._waking is not None:
            self._waking.cancel()
            self._waking = None

    def _wake(self) -> None:
        loop = get_running_loop()
        if loop.time() < self._until:
            self._waking = loop.call_at(self._until, self._wake)
        else:
            self._waking = None
            self._pump.call_later(self._done)
