"""The line where the console speaks to the agent: a reminder, a refusal, what was done; and the undo on offer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from agentconsole.domain.conversation import FAR
from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.widgets.glance import Glance
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, line_width, tail_fitted
from agentconsole.workspace.views import UndoOffer

LEAST = 16
"""Cells below which an offer of undo says nothing."""


class Tone(StrEnum):
    """What kind of thing is said; each has a sign of its own, so that colour is never alone."""

    PLAIN = "plain"
    DONE = "done"
    REMINDER = "reminder"
    LATE = "late"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True)
class Notice:
    """Words for the agent, and the instant from which they are no longer worth showing."""

    words: str
    tone: Tone = Tone.PLAIN
    until: int = FAR


_LOOKS: Final = {
    Tone.PLAIN: ("  ", Ink.TEXT),
    Tone.DONE: ("✓ ", Ink.GOOD),
    Tone.REMINDER: ("! ", Ink.SOON),
    Tone.LATE: ("!!", Ink.LATE),
    Tone.REFUSAL: ("x ", Ink.LATE),
}


class NoticeLine(Glance):
    """Shows at most one notice, and at its right what `z` would take back. The offer has no countdown: the eye
    belongs to the clocks."""

    _notice: Notice | None = None
    _undo: UndoOffer | None = None

    def show(self, notice: Notice | None, undo: UndoOffer | None, now: int) -> None:
        """Shows both as they are at `now`; what has run out is left away."""
        self._notice, self._undo = notice, undo
        self.tick(now)

    @property
    def changes_at(self) -> int:
        """When the notice or the offer runs out."""
        ends = [each.until for each in (self._notice, self._undo) if each and each.until > self._now]
        return min(ends, default=FAR)

    def lay_out(self, width: int, _height: int) -> list[Line]:
        """The notice; the offer in the room it leaves. An answer that needs the whole line has it while it stays; a
        reminder leaves the offer its first words."""
        left: Line = ()
        room = width
        if self._notice and self._notice.until > self._now:
            sign, ink = _LOOKS[self._notice.tone]
            left = ((f" {sign} {safe.line(self._notice.words)}", ink),)
            room -= line_width(left)
            if room < LEAST and self._notice.until == FAR:
                room = LEAST
        right: Line = ()
        if self._undo and self._undo.until > self._now and room >= LEAST:
            offer = safe.fit(_(' z: undo "{words}" ').format(words=safe.line(self._undo.words)), room)
            right = ((offer, Ink.DIM),)
        return [tail_fitted(left, right, width)]
