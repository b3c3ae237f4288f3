"""The window of rows the queue view holds out of the one order: which are loaded, which is selected, which is on top.

Pure: the view asks it where things are and draws; the store's pages come in, ids stay put.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from agentconsole.domain.values import dataclass

if TYPE_CHECKING:
    from agentconsole.workspace.queue_views import QueueRow

KEPT: Final = 500
"""Rows held at most, whatever the queue's length."""
AHEAD: Final = 20
"""So many rows before the loaded ones end, more are asked for."""


@dataclass(frozen=True, slots=True)
class QueueWindow:
    """Rows in the one order, `first_index` in front of them; `cursor` and `top` count within `rows`."""

    rows: tuple[QueueRow, ...] = ()
    first_index: int = 0
    total: int = 0
    total_is_exact: bool = True
    cursor: int = 0
    top: int = 0

    @property
    def selected(self) -> QueueRow | None:
        """The row under the cursor; None when there are none."""
        return self.rows[self.cursor] if self.rows else None

    @property
    def wants_after(self) -> bool:
        """Whether the cursor nears the last loaded row and the queue goes on behind it."""
        return self.cursor + AHEAD >= len(self.rows) and self.has_after

    @property
    def wants_before(self) -> bool:
        """Whether the cursor nears the first loaded row and there are others in front."""
        return self.cursor < AHEAD and self.first_index > 0

    @property
    def has_after(self) -> bool:
        """Whether the queue goes on behind the loaded rows."""
        return bool(self.rows) and (not self.total_is_exact or self.first_index + len(self.rows) < self.total)

    def moved(self, cursor: int, height: int) -> QueueWindow:
        """With the cursor on another row, scrolled just so far that it shows."""
        cursor = max(0, min(cursor, len(self.rows) - 1))
        return replace(self, cursor=cursor).shown(height)

    def shown(self, height: int) -> QueueWindow:
        """Scrolled just so far that the cursor is among `height` rows and none of them stays empty needlessly."""
        height = max(1, height)
        top = min(self.top, self.cursor, max(0, len(self.rows) - height))
        return replace(self, top=max(0, top, self.cursor - height + 1))

    def index(self, conversation_id: str) -> int | None:
        """Where the conversation stands among the loaded rows; None when it is not loaded."""
        return next((i for i, row in enumerate(self.rows) if row.id == conversation_id), None)

    def turned(
        self, rows: tuple[QueueRow, ...], total: int, total_is_exact: bool, first_index: int, height: int
    ) -> QueueWindow:
        """The same place with fresh rows: the cursor stays on its conversation, and on its line of the screen.

        A queue that stood at its very top stays there, because its first row is the most urgent one.
        """
        before = self.selected
        fresh = replace(self, rows=rows[:KEPT], total=total, total_is_exact=total_is_exact, first_index=first_index)
        found = fresh.index(before.id) if before else 0
        cursor = found if found is not None else max(0, min(self.cursor, len(fresh.rows) - 1))
        stays_on_top = self.first_index + self.top == 0 and first_index == 0 and cursor < height
        top = 0 if stays_on_top else max(0, cursor - (self.cursor - self.top))
        return replace(fresh, cursor=cursor, top=top).shown(height)

    def with_contents(self, rows: tuple[QueueRow, ...]) -> QueueWindow:
        """The same rows in the same places, each with its newest contents."""
        newest = {row.id: row for row in rows}
        return replace(self, rows=tuple(newest.get(row.id, row) for row in self.rows))

    def extended_after(self, rows: tuple[QueueRow, ...]) -> QueueWindow:
        """With more rows behind; the foremost fall out when too many are held."""
        known = {row.id for row in self.rows}
        joined = self.rows + tuple(row for row in rows if row.id not in known)
        dropped = min(max(0, len(joined) - KEPT), self.top)
        return replace(
            self,
            rows=joined[dropped : dropped + KEPT],
            first_index=self.first_index + dropped,
            cursor=self.cursor - dropped,
            top=self.top - dropped,
        )

    def extended_before(self, rows: tuple[QueueRow, ...]) -> QueueWindow:
        """With more rows in front; the hindmost fall out when too many are held."""
        known = {row.id for row in self.rows}
        added = tuple(row for row in rows if row.id not in known)
        return replace(
            self,
            rows=(added + self.rows)[: max(KEPT, len(added) + self.cursor + 1)],
            first_index=max(0, self.first_index - len(added)),
            cursor=self.cursor + len(added),
            top=self.top + len(added),
        )
