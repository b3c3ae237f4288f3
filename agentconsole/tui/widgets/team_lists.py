"""The lists of the board with what stands in them: who calls a lead, what is late, and how everybody stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.tongue import _
from agentconsole.tui.widgets.board_list import BoardList
from agentconsole.tui.widgets.board_lists import BoardLists
from agentconsole.tui.widgets.board_rows import (
    CALLED_COLUMNS,
    LATE_COLUMNS,
    TEAM_COLUMNS,
    called_entry,
    late_entry,
    team_entry,
)

if TYPE_CHECKING:
    from agentconsole.workspace.board_views import BoardRow, BoardView, CalledRow, TeamRow


class TeamLists(BoardLists):
    """Each under a title that counts its rows. A row is a conversation, or one agent."""

    def __init__(self, *, offset: int = 0) -> None:
        self.called = BoardList(CALLED_COLUMNS, offset=offset)
        self.late = BoardList(LATE_COLUMNS, offset=offset)
        self.team = BoardList(TEAM_COLUMNS, offset=offset)
        self._held: dict[str, str] = {}
        """Of each agent the conversation that needs a word next; empty where they hold none."""
        super().__init__(self.called, self.late, self.team)

    def show(self, view: BoardView, words: str, now: int) -> None:
        """Other rows; the words that narrowed them stand behind the title of what is late."""
        self._held = {row.agent.id: row.held_id for row in view.team}
        self._show_called(view.called, now)
        self._show_late(view.late, view.late_total, words, now)
        self._show_team(view.team, now)
        self.arranged()

    @property
    def conversation_id(self) -> str:
        """The one under the cursor; for an agent the one they hold that needs a word next, if there is one."""
        if self.selected is None:
            return ""
        return self._held.get(self.selected[1], "") if self._is_on_agent else self.selected[1]

    @property
    def agent_id(self) -> str:
        """The agent under the cursor; empty on a conversation."""
        return self.selected[1] if self.selected and self._is_on_agent else ""

    @property
    def _is_on_agent(self) -> bool:
        return self.selected is not None and self.lists[self.selected[0]] is self.team

    def _show_called(self, rows: tuple[CalledRow, ...], now: int) -> None:
        waits = sum(not each.answered_by for each in rows)
        title = _("A LEAD IS CALLED {count}").format(count=len(rows)) if rows else _("NOBODY CALLS A LEAD")
        first = _("{count} without an answer, the oldest first").format(count=waits) if waits else ""
        self.called.show(title, first, tuple(called_entry(each, now) for each in rows), now)

    def _show_late(self, rows: tuple[BoardRow, ...], total: int, words: str, now: int) -> None:
        title = _("LATE {count}").format(count=total) if rows else _("NOTHING LATE")
        narrowed = f"  /{words}" if words else ""
        self.late.show(f"{title}{narrowed}", _("most overdue first") if rows else "", tuple(map(late_entry, rows)), now)

    def _show_team(self, rows: tuple[TeamRow, ...], now: int) -> None:
        title = _("TEAM {count}").format(count=len(rows))
        self.team.show(title, _("whoever needs somebody first"), tuple(team_entry(each, now) for each in rows), now)
