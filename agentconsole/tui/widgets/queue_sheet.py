"""The queue as it stands on the screen: title, heading, and the rows in sight with their cursor, marks and letters.

Which rows those are, and when they change places, is the view's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from agentconsole.domain.terms import FAR
from agentconsole.tongue import _
from agentconsole.tui import present, safe
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, Painted
from agentconsole.tui.widgets.queue_drawn import Drawn
from agentconsole.tui.widgets.queue_marks import Marks
from agentconsole.tui.widgets.queue_row import Layout, Mark, heading
from agentconsole.tui.widgets.queue_title import title_line
from agentconsole.tui.widgets.queue_window import QueueWindow
from agentconsole.tui.wrap import wrap

if TYPE_CHECKING:
    from agentconsole.workspace.queue_views import QueueRow

HEADED_FROM: Final = 12
"""Lines from which the full queue has a heading over its columns."""


class QueueSheet(Painted):
    """Draws a window of rows. `offset` is the agent's local time, milliseconds east of UTC."""

    def __init__(self, *, offset: int = 0, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._window = QueueWindow()
        self._layout_in_force = Layout.ONE_LINE
        self._height = 0
        self._title = _("QUEUE")
        self._empty = _("Nothing waits here.")
        self._now = 0
        self._drawn = Drawn(offset)
        self._marks = Marks()
        self._labels: Mapping[str, str] = {}
        self._is_covered = False

    @property
    def selected_id(self) -> str:
        """The conversation under the cursor; empty when there is none."""
        row = self._window.selected
        return row.id if row else ""

    @property
    def window(self) -> QueueWindow:
        """The loaded rows and where the cursor stands."""
        return self._window

    @property
    def marks(self) -> Marks:
        """The marked conversations, in another view of the queue as well."""
        return self._marks

    def set_marks(self, marks: Marks) -> None:
        """Other marks from now on."""
        self._marks = marks
        self.repaint()

    def label(self, labels: Mapping[str, str]) -> None:
        """Puts a letter in front of each of these conversations; none for the others."""
        self._labels = labels
        self.repaint()

    @property
    def is_shown(self) -> bool:
        """Whether there is room for rows on the screen."""
        return bool(self.display and self.size.height > 1)

    @property
    def changes_at(self) -> int:
        """The next instant at which a word in sight changes; FAR when nothing in sight runs."""
        return min((self._due(row).changes_at for row in self.in_sight), default=FAR)

    def tick(self, now: int) -> None:
        """Another `now`: repaints the due cells that read differently, and nothing else."""
        self._now = now
        self.repaint()

    def set_covered(self, is_covered: bool) -> None:
        """Whether something stands over the console: then no key goes to the cursor, which shows it."""
        self._is_covered = is_covered
        self.repaint()

    def lay_out(self, width: int, height: int) -> list[Line]:
        """The title, the heading where there is room, and the rows in sight."""
        title = title_line(self._title, self._window, len(self.in_sight), self._marks, width)
        lines = [title, heading(width)] if self._has_heading and self._window.rows else [title]
        if not self._window.rows:
            lines += [((safe.cells(f"   {row}", width), Ink.DIM),) for row in wrap(self._empty, width - 4)]
        selected, acts = self._window.selected, self.has_focus and not self._is_covered
        for row in self.in_sight:
            label = self._labels.get(row.id, "")
            mark = Mark(row is selected, acts and row is selected, row.id in self._marks, label)
            lines += self._drawn.lines(row, self._due(row), (mark, width, self._layout_in_force))
        return lines[:height]

    @property
    def _has_heading(self) -> bool:
        return self._layout_in_force is Layout.ONE_LINE and self._height >= HEADED_FROM

    @property
    def page_size(self) -> int:
        """The rows that fit on the screen, at least one."""
        lines = self._height - (2 if self._has_heading else 1)
        return max(1, lines // 2 if self._layout_in_force is Layout.TWO_LINE else lines)

    @property
    def lines_wanted(self) -> int:
        """The lines in which the queue would show all its rows, and one more that comes."""
        each = 2 if self._layout_in_force is Layout.TWO_LINE else 1
        return (1 if each == 2 else 2) + (len(self._window.rows) + 1) * each

    @property
    def in_sight(self) -> tuple[QueueRow, ...]:
        """The rows on the screen, from the top."""
        top = self._window.top
        return self._window.rows[top : top + self.page_size]

    def _due(self, row: QueueRow) -> present.DueCell:
        return self._drawn.due(row, self._now, seconds=self.looks.counts_seconds)

    def index_at(self, y: int) -> int | None:
        """The row drawn at a line of the widget; None where there is none."""
        line = y - (2 if self._has_heading else 1)
        index = self._window.top + (line // 2 if self._layout_in_force is Layout.TWO_LINE else line)
        return index if line >= 0 and index < len(self._window.rows) else None
