"""The queue's rows as they were drawn last: what has not changed is not drawn again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.tui import present
from agentconsole.tui.widgets.painted import Line
from agentconsole.tui.widgets.queue_row import Layout, Mark, row_lines

if TYPE_CHECKING:
    from agentconsole.workspace.queue_views import QueueRow

MOST = 400
"""Rows that are remembered: more than any screen shows at once."""

_Look = tuple[Mark, int, Layout]


class Drawn:
    """Rows are known by identity, since hashing a row and its clock costs more than drawing it. `offset` is the agent's
    local time, milliseconds east of UTC."""

    def __init__(self, offset: int) -> None:
        self._offset = offset
        self._dues: dict[str, tuple[QueueRow, present.DueCell]] = {}
        self._lines: dict[str, tuple[QueueRow, present.DueCell, _Look, tuple[Line, ...]]] = {}

    def due(self, row: QueueRow, now: int, *, seconds: bool) -> present.DueCell:
        """What the row says of its next promise; with seconds where they are counted."""
        known = self._dues.get(row.id)
        if known and known[0] is row and now < known[1].changes_at:
            return known[1]
        due = present.row_due(row, now, self._offset, seconds=seconds)
        if len(self._dues) > MOST:
            self._dues.clear()
        self._dues[row.id] = (row, due)
        return due

    def lines(self, row: QueueRow, due: present.DueCell, look: _Look) -> tuple[Line, ...]:
        """The row's lines with this mark, in this width and layout."""
        known = self._lines.get(row.id)
        if known and known[0] is row and known[1] is due and known[2] == look:
            return known[3]
        lines = row_lines(row, due, *look)
        if len(self._lines) > MOST:
            self._lines.clear()
        self._lines[row.id] = (row, due, look, lines)
        return lines
