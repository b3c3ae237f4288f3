"""A timer that rings: one of Textual's whose time is over before it is first looked at never does."""

from __future__ import annotations

from textual.message_pump import MessagePump
from textual.timer import Timer, TimerCallback


class Punctual(MessagePump):
    """Whatever sets timers that ring once, and would wait for ever for one that did not."""

    def set_timer(
        self, delay: float, callback: TimerCallback | None = None, *, name: str | None = None, pause: bool = False
    ) -> Timer:
        """As Textual's, however late it is.

        A timer of Textual 8.2 leaves out the rings it is late for; one that is to ring once and is held up for longer
        than `delay` before it first waits, by a busy machine, leaves out its only one.
        """
        timer = super().set_timer(delay, callback, name=name, pause=pause)
        timer._skip = False  # its task has not begun
        return timer
