"""The lead board as this agent may see it: what is late, and how everybody stands."""

from __future__ import annotations

from agentconsole.domain.leads.clocks import escalation_clock
from agentconsole.domain.leads.oversight import REASON_WORDS, Escalation
from agentconsole.domain.promises.clocks import ClockKind, clock_due
from agentconsole.domain.promises.reminders import Stage, stage
from agentconsole.domain.promises.service_levels import ServiceLevels
from agentconsole.domain.team.agent import Agent, Presence
from agentconsole.store import queries
from agentconsole.store.queries import QueueEntry
from agentconsole.store.rows import find_conversation
from agentconsole.store.team import board_queries
from agentconsole.store.team.board_queries import Holding
from agentconsole.tongue import _, said
from agentconsole.workspace.board_views import BoardRow, BoardView, CalledRow, OfferView, OnPhone, TeamRow
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.load import LoadMeter
from agentconsole.workspace.queue_reader import QueueReader
from agentconsole.workspace.rows import queue_row

Team = dict[str, Agent]
Load = tuple[int, ...] | None
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
        team, levels = self._desk.team(), self._desk.levels()
        chat, call = self._queue.next_waiting_chat(), self._queue.ringing_call()
        return BoardView(
            called=self.called(),
            late=tuple(self._board_row(each, levels, team) for each in board_queries.late_rows(db, now)),
            late_total=queries.late_count(db, now),
            team=self._team(now, levels, team),
            waiting=queries.tallies(db).get("waiting", 0),
            chat_waits_since=chat.position.waiting_since if chat else 0,
            phone_rings_since=call.position.waiting_since if call else 0,
        )

    def called(self) -> tuple[CalledRow, ...]:
        """Where a lead is called, the unanswered calls first."""
        levels, team = self._desk.levels(), self._desk.team()
        rows = (self._called(own, levels, team) for own in board_queries.called_rows(self._desk.db))
        return tuple(each for each in rows if each is not None)

    def _called(self, own: str, levels: ServiceLevels, team: Team) -> CalledRow | None:
        """The row of a called lead; None when nobody is called after all."""
        entry, stored = queries.queue_entry(self._desk.db, own), find_conversation(self._desk.db, own)
        if entry is None or stored is None:
            return None
        name, seen = self._desk.short_name, stored.conversation.oversight
        about = self._board_row(entry, levels, team)
        raised, clock = seen.escalation, escalation_clock(stored.conversation, levels)
        if raised is not None:
            answered = name(raised.acknowledged_by, team) if raised.acknowledged_at is not None else ""
            return CalledRow(about, reason_words(raised), name(raised.by, team), raised.since, clock, answered)
        if seen.help is not None:
            words = _("whisper, please: {line}").format(line=seen.help.line)
            return CalledRow(about, words, name(seen.help.by, team), seen.help.at, None)
        return None

    def offers(self) -> tuple[OfferView, ...]:
        """What this agent is asked to take and may still, the first to run out first."""
        desk, team, found = self._desk, self._desk.team(), []
        for own in board_queries.offered_to(desk.db, desk.me):
            stored = find_conversation(desk.db, own)
            offer = stored.conversation.oversight.offer if stored else None
            if stored is not None and offer is not None and offer.until > desk.clock.now():
                c = stored.conversation
                found.append(OfferView(own, c.channel, c.contact_name, desk.short_name(offer.by, team), offer.until))
        return tuple(sorted(found, key=lambda each: each.until))

    def _board_row(self, entry: QueueEntry, levels: ServiceLevels, team: Team) -> BoardRow:
        # Slots and unread words are about one's own conversations; here they are everybody's.
        row = queue_row(entry, levels, self._desk.me, 0, 0, False, self._desk.short_name(entry.former or "", team))
        return BoardRow(row, self._desk.short_name(row.assignee, team) if row.assignee else "")

    def _team(self, now: int, levels: ServiceLevels, team: Team) -> tuple[TeamRow, ...]:
        desk = self._desk
        chats, on_phone = board_queries.held_now(desk.db)
        held = {each.agent: each for each in board_queries.holdings(desk.db)}
        self._meter.look(desk.db, now)
        # How hard somebody works is between them and their lead.
        shown = {each for each in team if team[desk.me].is_lead or each == desk.me}
        rows = [
            _team_row(
                agent,
                chats.get(own, 0),
                own in on_phone,
                held.get(own),
                levels,
                self._meter.of(own) if own in shown else None,
            )
            for own, agent in team.items()
        ]
        return tuple(sorted(rows, key=lambda row: _need(row, now)))


def _team_row(
    agent: Agent, chats: int, is_on_phone: bool, held: Holding | None, levels: ServiceLevels, load: Load
) -> TeamRow:
    if held is None:
        return TeamRow(agent, chats, load=load)
    phone = OnPhone.FREE
    if is_on_phone:
        phone = OnPhone.HOLD if held.on_hold else OnPhone.LIVE
    clock = clock_due(ClockKind(held.due_kind), held.due_ms, levels) if held.due_kind else None
    due = (held.conversation, held.contact_name) if clock else ("", "")
    return TeamRow(agent, chats, phone, held.tickets, clock, *due, held.conversation, load)


def reason_words(raised: Escalation) -> str:
    """Why somebody raised a hand, in words."""
    words = said(REASON_WORDS[raised.reason])
    return f"{words}: {raised.line}" if raised.line else words


def _need(row: TeamRow, now: int) -> tuple[int, int, int, int, str]:
    """Who is late or nudged first, whose promise breaks first in front; then who is here, the fullest first, then by
    name."""
    is_near = row.clock is not None and stage(row.clock, now) > Stage.CALM
    due = row.clock.breach_at if is_near and row.clock else 0
    here = HERE.index(row.agent.presence)
    return (0 if is_near else 1, due, here, -(row.chats * 2 + (row.phone is not OnPhone.FREE)), row.agent.full_name)
