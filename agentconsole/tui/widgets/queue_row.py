"""The grammar of a queue row: `sel urgency mark due channel id contact subject new`, in one line or two.

The due cell stands at the left, at the same place in every row: it is the only thing that ticks.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from agentconsole.domain.values import dataclass
from agentconsole.tongue import _
from agentconsole.tui import present, safe
from agentconsole.tui.widgets.glance import STAGE_INKS
from agentconsole.tui.widgets.ink import Ink

if TYPE_CHECKING:
    from agentconsole.tui.widgets.painted import Line
    from agentconsole.workspace.queue_views import QueueRow


class Layout(StrEnum):
    """How much room a row has: the full queue, the narrow column with two lines a row, the strip of a few rows."""

    ONE_LINE = "one-line"
    TWO_LINE = "two-line"
    STRIP = "strip"


MARKED: Final = "*"
ID_WIDTH: Final = 5
NEW_WIDTH: Final = 6
NAME_WIDTH: Final = 18
"""Cells that most names need, given to them where what it is about keeps as many."""
HOLDER_WIDTH: Final = 12
"""Cells of a holder's name at most."""
_FIXED: Final = 2 + 1 + ID_WIDTH + 1


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether a row is the selected one, whether the queue has the focus, whether the row is marked, and the letter
    that opens it, while rows bear letters."""

    is_selected: bool = False
    has_focus: bool = False
    is_marked: bool = False
    label: str = ""

    @property
    def ink(self) -> Ink:
        """The ink of the whole selected row."""
        return Ink.CURSOR if self.has_focus else Ink.RESTING


def row_lines(row: QueueRow, due: present.DueCell, mark: Mark, width: int, layout: Layout) -> tuple[Line, ...]:
    """The row as one line, or as two in the narrow column."""
    sign = mark.label or (">" if mark.is_selected else "·" if row.is_mine else " ")
    marked = MARKED if mark.is_marked else " "
    left = f"{sign}{present.URGENCY[due.stage]}{marked}{due.text:<{present.DUE_WIDTH}} "
    who, about, unread, under = _cells(row, width, layout)
    if mark.is_selected:
        lines = (
            [f"{left}{who}{about}{unread}"]
            if layout is not Layout.TWO_LINE
            else [f"{left}{who}{unread}", about + under]
        )
        return tuple(((safe.cells(line, width), mark.ink),) for line in lines)
    stage_ink, who_ink = STAGE_INKS[due.stage], Ink.STRONG if mark.is_marked else Ink.TEXT
    first: Line = ((left + who, who_ink),) if stage_ink is Ink.TEXT else ((left, stage_ink), (who, who_ink))
    if mark.label:
        first = ((mark.label, Ink.CURSOR), (left[1:], stage_ink), (who, who_ink))
    last: Line = ((unread, Ink.STRONG),) if row.unread else ()
    if layout is Layout.TWO_LINE:
        below: Line = ((about, Ink.DIM),)
        return ((*first, *last), below) if not under else (first, (*below, (under, Ink.STRONG)))
    return ((*first, (about if row.unread else about + unread, Ink.DIM), *last),)


def heading(width: int) -> Line:
    """The line over the columns of the full queue."""
    due, number, about = safe.cells(_("due"), present.DUE_WIDTH), safe.cells(_("id"), ID_WIDTH), _("about")
    words = f"    {due}    {number} {safe.cells(_('contact'), _contact_width(width))} {about}"
    return ((safe.cells(words, width), Ink.DIM),)


def _cells(row: QueueRow, width: int, layout: Layout) -> tuple[str, str, str, str]:
    """Who, what about, and the word of news: beside the name, or in the line below where only there it cuts nothing."""
    unread = f"{present.unread_words(row.unread):>{NEW_WIDTH}} " if row.unread else " "
    front = f"{present.channel_cell(row.channel, row.slot)} {safe.line(row.id, ID_WIDTH)} "
    pending = "… " if row.is_pending else ""
    known = f"i{safe.line(row.incident)} " if row.incident else ""
    about = pending + known + _holder(row) + safe.in_order(safe.line(present.topic(row)))
    if layout is Layout.TWO_LINE:
        contact = max(0, width - present.LEFT_WIDTH - _FIXED - len(unread))
        about = " " * (present.LEFT_WIDTH - 1) + about
        is_cut = cell_len(safe.name(row.contact_name)) > contact - 1
        if row.unread and is_cut and cell_len(about) + len(unread) <= width:
            contact += len(unread) - 1
            return f"{front}{safe.name(row.contact_name, contact)} ", safe.cells(about, width - len(unread)), "", unread
        return front + safe.name(row.contact_name, contact), safe.cells(about, width), unread, ""
    contact = _contact_width(width)
    subject = max(0, width - present.LEFT_WIDTH - _FIXED - contact - 1 - len(unread))
    return f"{front}{safe.name(row.contact_name, contact)} ", safe.cells(about, subject), unread, ""


def _holder(row: QueueRow) -> str:
    """`@bo `: the colleague who has it. What is nobody's, or the agent's own, bears none."""
    return f"@{safe.line(row.assignee, HOLDER_WIDTH).rstrip()} " if row.assignee and not row.is_mine else ""


def _contact_width(width: int) -> int:
    """The cells of the contact in a row of one line."""
    room = max(0, width - present.LEFT_WIDTH - _FIXED - NEW_WIDTH - 2)
    return min(room, 26, max(10, room * 2 // 5, min(NAME_WIDTH, room - NAME_WIDTH)))
