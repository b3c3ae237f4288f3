"""The lead board as this agent may see it: what is late, and how everybody stands."""

from __future__ import annotations

from agentconsole.domain.agent import Agent, Presence
from agentconsole.domain.clocks import Clock, ClockKind, clock_due
from agentconsole.domain.conversation import FAR
from agentconsole.domain.reminders import Stage, stage
from agentconsole.store import board_queries, queries
from agentconsole.store.board_queries import Holding
from agentconsole.store.rows import find_held
from agentconsole.workspace.board_views import BoardRow, BoardView, OnPhone, TeamRow
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.load import BUCKETS, LoadMeter
from agentconsole.workspace.queue_reader import QueueReader
from agentconsole.workspace.views import QueueRow

NOTHING: tuple[int, ...] = (0,) * BUCKETS
HERE = (Presence.AVAILABLE, Presence.WRAP_UP, Presence.BREAK, Presence.OFFLINE)
"""In which order agents of equal need stand."""


class BoardReader:
    """Reads the board for one desk."""

    def __init__(self, desk: Desk, queue: QueueReader) -> None:
        self._desk, self._queue = desk, queue
        self._meter = LoadMeter()

    def read(self) -> BoardView:
        """Everything on it, from a few indexed questions."""
        db, now = self._desk.db, self._desk.clock.now()
        chat, call = self._queue.next_waiting_chat(), self._queue.ringing_call()
        late = self._queue.rows(board_queries.late_rows(db, now))
        return BoardView(
            late=self.board_rows(late),
            late_total=queries.late_count(db, now),
            team=self._team(now),
            waiting=queries.tallies(db).get("waiting", 0),
            chat_waits_since=chat.position.waiting_since if chat else 0,
            phone_rings_since=call.position.waiting_since if call else 0,
        )

    def board_rows(self, rows: tuple[QueueRow, ...]) -> tuple[BoardRow, ...]:
        """Rows of the queue with the names of their holders."""
        team = self._desk.team()
        return tuple(BoardRow(row, self._desk.short_name(row.assignee, team) if row.assignee else "") for row in rows)

    def _team(self, now: int) -> tuple[TeamRow, ...]:
        desk = self._desk
        chats, calls = find_held(desk.db)
        held = {each.agent: each for each in board_queries.holdings(desk.db)}
        is_lead, load = desk.team()[desk.me].is_lead, self._meter.read(desk.db, now)
        rows = [
            self._row(
                agent,
                len(chats.get(agent.id, ())),
                bool(calls.get(agent.id)),
                held.get(agent.id),
                # How hard somebody works is between them and their lead.
                load.get(agent.id, NOTHING) if is_lead or agent.id == desk.me else None,
            )
            for agent in desk.team().values()
        ]
        return tuple(sorted(rows, key=lambda row: _need(row, now)))

    def _row(
        self, agent: Agent, chats: int, is_on_phone: bool, held: Holding | None, load: tuple[int, ...] | None
    ) -> TeamRow:
        if held is None:
            return TeamRow(agent, chats, load=load)
        phone = OnPhone.FREE
        if is_on_phone:
            phone = OnPhone.HOLD if held.on_hold else OnPhone.LIVE
        clock = self._clock(held)
        due = (held.conversation, held.contact_name) if clock else ("", "")
        return TeamRow(agent, chats, phone, held.tickets, clock, *due, load)

    def _clock(self, held: Holding) -> Clock | None:
        if not held.due_kind or held.due_ms >= FAR:
            return None
        return clock_due(ClockKind(held.due_kind), held.due_ms, self._desk.levels())


def _need(row: TeamRow, now: int) -> tuple[int, int, int, int, str]:
    """Who is late first, the latest of them in front; then who is here, the fullest first, then by name."""
    late = row.clock is not None and stage(row.clock, now) >= Stage.BREACH
    due = row.clock.breach_at if late and row.clock else 0
    here = HERE.index(row.agent.presence)
    return (0 if late else 1, due, here, -(row.chats * 2 + (row.phone is not OnPhone.FREE)), row.agent.full_name)
