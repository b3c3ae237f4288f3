"""The letters of a sentence that came where no text was open: they do nothing, or what they opened asks again."""

from __future__ import annotations

from agentconsole.tongue import N_

PAUSE = 0.8
"""Seconds without a letter after which the next one is a key again: nobody rests so long within a word."""
AT_ONCE = 0.3
"""Seconds after the letter that opened a form within which the next one is most likely no answer to it: nobody reads a
question so fast."""
SAID = N_("Typing on does nothing; pause, and letters are keys again.")
HELD = N_("Your words stay here: Enter sends once you pause.")
DOUBTED = N_("These words came as the form opened. Enter again sends them; Esc leaves.")


class StrayLetters:
    """Takes letters from `begin` on, until none came for PAUSE seconds or a key that is no letter did. Seconds are
    those of the events."""

    def __init__(self) -> None:
        self._pressed_at = 0.0
        self._is_letter = False
        self._is_begun = self._is_sending_held = False

    @property
    def letter_at(self) -> float | None:
        """When the key that acts now was pressed; None where it is no letter."""
        return self._pressed_at if self._is_letter else None

    def begin(self) -> None:
        """A key would have opened a text, and was refused."""
        self._is_begun, self._is_sending_held = True, False

    def hold(self) -> None:
        """The same in a text that is open: the letters go into it, and only the Enter that would send them is taken."""
        self._is_begun = self._is_sending_held = True

    def takes(self, at: float, *, is_letter: bool, sends: bool = False) -> bool:
        """A key came; whether it belongs to the sentence and must not act. `sends`: it is an Enter that sends."""
        rested = at - self._pressed_at > PAUSE
        self._pressed_at, self._is_letter = at, is_letter
        if rested or not (is_letter or sends):
            self._is_begun = False
        return self._is_begun and (sends or not self._is_sending_held)
