"""The paste guard: an Enter that comes out of a terminal without bracketed paste is a new line, never a send."""

from __future__ import annotations

GAP = 0.008
"""Seconds between pasted characters at most; a fast typist and a held key need 30 ms and more."""
ENTER_GAP = 0.020
"""Seconds within which an Enter belongs to the burst before it."""
BURST = 3
"""Characters in a row that make a burst."""


class PasteGuard:
    """Watches when characters arrive. Times are seconds on any steady clock, such as an event's own time."""

    def __init__(self) -> None:
        self._run = 0
        self._last = float("-inf")

    def typed(self, at: float) -> None:
        """A character arrived."""
        self._run = self._run + 1 if at - self._last <= GAP else 1
        self._last = at

    def is_paste(self, at: float) -> bool:
        """Whether an Enter at this time is part of a paste; it then keeps the burst alive."""
        if self._run < BURST or at - self._last > ENTER_GAP:
            self._run = 0
            return False
        self._last = at
        return True
