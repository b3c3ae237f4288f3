"""The letters of a sentence whose text was refused: they do nothing until the hand rests."""

from __future__ import annotations

from agentconsole.tongue import N_

PAUSE = 0.8
"""Seconds without a letter after which the next one is a key again: nobody rests so long within a word."""
SAID = N_("Letters go nowhere until you pause.")


class StrayLetters:
    """Takes letters from `begin` on, until none came for PAUSE seconds or a key that is no letter did. Seconds are
    those of the events."""

    def __init__(self) -> None:
        self._pressed_at = 0.0
        self._is_begun = False

    def begin(self) -> None:
        """A key would have opened a text, and was refused."""
        self._is_begun = True

    def takes(self, at: float, *, is_letter: bool) -> bool:
        """A key came; whether it belongs to the sentence and must not act."""
        rested = at - self._pressed_at > PAUSE
        self._pressed_at = at
        if rested or not is_letter:
            self._is_begun = False
        return self._is_begun
