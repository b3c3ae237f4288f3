"""The line over the queue: its name, how many are marked, and which of all the rows are in sight. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from agentconsole.tongue import _, n_, number
from agentconsole.tui import safe
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, tail_fitted

if TYPE_CHECKING:
    from agentconsole.tui.widgets.queue_marks import Marks
    from agentconsole.tui.widgets.queue_window import QueueWindow


def title_line(name: str, window: QueueWindow, in_sight: int, marks: Marks, width: int) -> Line:
    """`in_sight` is how many rows of the window are on the screen; which they are gives way first."""
    words, marked, place = f" {safe.line(name)}", f"  {_marked(window, marks)}", _range(window, in_sight)
    shorter = (each for each in (place, _count(window)) if cell_len(words + marked + each) <= width)
    place = next(shorter, _about(window))
    return tail_fitted(((words, Ink.STRONG),), ((marked, Ink.STRONG), (place, Ink.DIM)), width)


def _marked(window: QueueWindow, marks: Marks) -> str:
    if not marks.ids:
        return ""
    away = len(frozenset(marks.ids) - {row.id for row in window.rows})
    count = number(len(marks.ids))
    words = _("{count} marked, {away} away").format(count=count, away=number(away)) if away else marks.words
    return f"{words}  "


def _range(window: QueueWindow, in_sight: int) -> str:
    if not window.rows:
        return ""
    first = window.first_index + window.top + 1
    last = number(first + in_sight - 1)
    return _("rows {first}-{last} of {about} ").format(first=number(first), last=last, about=_about(window).strip())


def _count(window: QueueWindow) -> str:
    if not window.rows:
        return ""
    return n_("{about} row ", "{about} rows ", window.total).format(about=_about(window).strip())


def _about(window: QueueWindow) -> str:
    """How many rows there are, as far as it is known."""
    return f"{number(window.total)}{'' if window.total_is_exact else '+'} " if window.rows else ""
