"""The lead board of the in-memory door, from the same plain dictionaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.leads.clocks import escalation_clock
from agentconsole.domain.leads.oversight import Escalation
from agentconsole.domain.promises.clocks import next_promise
from agentconsole.domain.promises.reminders import Stage, stage
from agentconsole.domain.terms import Channel, Status
from agentconsole.workspace.board_reader import reason_words
from agentconsole.workspace.board_views import BoardRow, BoardView, CalledRow, OfferView, OnPhone, TeamRow
from agentconsole.workspace.queue_views import QueueFilter, QueueRow, Scope

if TYPE_CHECKING:
    from agentconsole.domain.team.agent import Agent
    from tests.support.fake_door import FakeDoor


def fake_board(door: FakeDoor) -> BoardView:
    """What the door's reader would answer: the late rows in their order, the team by its ids."""
    rows = door.queue(QueueFilter(Scope.ALL)).rows
    late = tuple(row for row in rows if row.clock and stage(row.clock, door.now()) >= Stage.BREACH)
    chat, call = door.next_waiting_chat(), door.ringing_call()
    called = [_called(door, row) for row in rows if door.rows_of[row.id].oversight.calls_since or _raised(door, row)]
    return BoardView(
        called=tuple(sorted(called, key=lambda each: (bool(each.answered_by), each.since))),
        late=tuple(_board_row(door, row) for row in late),
        late_total=len(late),
        team=tuple(_team_row(door, agent) for agent in door.agents()),
        waiting=sum(not row.assignee for row in rows),
        chat_waits_since=chat.position.waiting_since if chat else 0,
        phone_rings_since=call.position.waiting_since if call else 0,
    )


def fake_offers(door: FakeDoor) -> tuple[OfferView, ...]:
    """What is offered to whoever sits at the door."""
    found = []
    for it in door.rows_of.values():
        offer = it.oversight.offer
        if offer is not None and offer.to == door.me.id and offer.until > door.now():
            found.append(OfferView(it.id, it.channel, it.contact_name, door.team[offer.by].short_name, offer.until))
    return tuple(found)


def _raised(door: FakeDoor, row: QueueRow) -> Escalation | None:
    return door.rows_of[row.id].oversight.escalation


def _called(door: FakeDoor, row: QueueRow) -> CalledRow:
    it, raised = door.rows_of[row.id], _raised(door, row)
    about, clock = _board_row(door, row), escalation_clock(it, door.levels)
    if raised is None:
        asked = it.oversight.help
        assert asked is not None
        return CalledRow(about, f"whisper, please: {asked.line}", door.team[asked.by].short_name, asked.at, None)
    answered = door.team[raised.acknowledged_by].short_name if raised.acknowledged_by else ""
    return CalledRow(about, reason_words(raised), door.team[raised.by].short_name, raised.since, clock, answered)


def _board_row(door: FakeDoor, row: QueueRow) -> BoardRow:
    return BoardRow(row, door.team[row.assignee].short_name if row.assignee else "")


def _team_row(door: FakeDoor, agent: Agent) -> TeamRow:
    held = [it for it in door.rows_of.values() if it.is_open and it.assignee == agent.id]
    promises = [(clock, it.id, it.contact_name) for it in held if (clock := next_promise(it, door.levels))]
    due = min(promises, key=lambda each: each[0].breach_at, default=None)
    calls = [it for it in held if it.channel is Channel.PHONE and it.is_live]
    phone = OnPhone.FREE
    if calls:
        phone = OnPhone.HOLD if calls[0].status is Status.ON_HOLD else OnPhone.LIVE
    return TeamRow(
        agent,
        sum(it.channel is Channel.CHAT and it.is_live for it in held),
        phone,
        sum(it.channel is Channel.TICKET for it in held),
        due[0] if due else None,
        due[1] if due else "",
        due[2] if due else "",
        due[1] if due else next((it.id for it in held), ""),
        (0, 1, 0, 2, 4, 8) if door.me.is_lead or agent.id == door.me.id else None,
    )
