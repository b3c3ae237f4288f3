"""The line where the console speaks to the agent: a reminder, a refusal, what was done; and the undo on offer."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from agentconsole.domain.terms import FAR
from agentconsole.domain.values import dataclass
from agentconsole.tui import safe
from agentconsole.tui.widgets.glance import Glance
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, line_width, tail_fitted
from agentconsole.tui.wrap import wrap

if TYPE_CHECKING:
    from agentconsole.workspace.views import UndoOffer

LEAST = 16
"""Cells below which an offer of undo says nothing."""
SIGN = 4
"""Cells of the sign before the words."""


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
    is_passed_on: bool = False
    """Whether the key it names works on a page over the console as well."""


_LOOKS: Final = {
    Tone.PLAIN: ("  ", Ink.TEXT),
    Tone.DONE: ("✓ ", Ink.GOOD),
    Tone.REMINDER: ("! ", Ink.SOON),
    Tone.LATE: ("!!", Ink.LATE),
    Tone.REFUSAL: ("x ", Ink.LATE),
}


REMINDS: Final = (Tone.REMINDER, Tone.LATE)
"""What stays until something is done about it."""


def _with_its_key(words: str, room: int) -> str:
    """A reminder cut where it says whom it is about, and not behind that, where it names the key."""
    about, colon, key = words.rpartition(": ")
    left = room - cell_len(colon + key)
    return f"{safe.fit(about, left)}{colon}{key}" if cell_len(words) > room and colon and left >= LEAST else words


class NoticeLine(Glance):
    """Shows at most one notice, and at its right the words of what can be taken back. The offer has no countdown: the
    eye belongs to the clocks."""

    _notice: Notice | None = None
    _undo: UndoOffer | None = None
    _rest: Line = ()

    @property
    def rest(self) -> Line:
        """What an answer to a key has no room for here."""
        return self._rest

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
        """The notice; the offer in the room it leaves. An answer that needs the whole line has it while it stays, and
        is read to its end where the hints are; a reminder leaves the offer up to half of it."""
        offer = ""
        if self._undo and self._undo.until > self._now:
            offer = f" {safe.line(self._undo.words)} "
        left: Line = ()
        room, self._rest = width, ()
        if self._notice and self._notice.until > self._now:
            sign, ink = _LOOKS[self._notice.tone]
            words = safe.line(self._notice.words)
            if self._notice.tone not in REMINDS and cell_len(words) + SIGN > width:
                words, *more = wrap(words, width - SIGN - 1)
                self._rest = ((safe.fit(f"{' ' * SIGN}{' '.join(more)}", width - 1), ink),)
            elif self._notice.tone in REMINDS:
                words = _with_its_key(words, width - SIGN)
            left = ((f" {sign} {words}", ink),)
            room -= line_width(left)
            if self._notice.tone in REMINDS:
                room = max(room, min(cell_len(offer), width // 2))
        right: Line = ()
        if offer and room >= LEAST:
            right = ((safe.fit(offer, room), Ink.DIM),)
        return [tail_fitted(left, right, width)]
