"""What a good agent does next with a conversation in their hands: pure, by the clocks and the contact's last word."""

from __future__ import annotations

from random import Random

from agentconsole.domain.calls.commands import CompleteCallback
from agentconsole.domain.commands import (
    Acknowledge,
    Command,
    Hold,
    Pend,
    Reply,
    ReportProgress,
    Resolve,
    Resume,
    StartWork,
    Update,
    WrapUp,
)
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.promises.service_levels import MINUTE, SECOND
from agentconsole.domain.terms import Channel, Status, WaitsOn
from agentconsole.simulator.desk import Desk
from agentconsole.simulator.script import Part

SILENCE = 6 * MINUTE
"""A live contact who says nothing for so long has gone for a walk: the agent ends it."""
UPDATE_AFTER = 190 * SECOND
"""Agents send their holding update a little after the nudge at 3:00."""
TICKET_SILENCE = 150 * MINUTE
PROMISE_SLACK = 4 * MINUTE
PARTS = (Part.GREETING, Part.QUESTION, Part.EXPLANATION, Part.SOLUTION)


def next_step(c: Conversation, said: int, now: int, desk: Desk, pick: Random) -> Command | None:
    """The next command for a conversation the agent holds; None when it is the contact's turn.

    `said` counts the agent's own replies on it.
    """
    if c.status is Status.WRAP_UP:
        return WrapUp(c.id, disposition=_disposition(c, desk, pick), category=c.category or "account")
    match c.channel:
        case Channel.PHONE:
            return _call(c, said, now, desk, pick)
        case Channel.CHAT:
            return _chat(c, said, now, desk, pick)
        case Channel.TICKET:
            return _ticket(c, now, desk, pick)


def _disposition(c: Conversation, desk: Desk, pick: Random) -> str:
    if desk.is_thanked(c) or (c.channel is Channel.PHONE and c.last_contact_k < 0):
        return pick.choice(("solved", "solved", "explained"))
    return "contact_left"


def _is_our_turn(c: Conversation) -> bool:
    return c.last_contact_k > c.last_agent_k


def _call(c: Conversation, said: int, now: int, desk: Desk, pick: Random) -> Command | None:
    if c.status is Status.CALLBACK_OWED:
        took = pick.randrange(1, 5) * MINUTE
        tried = now - (c.assigned_at or now) > MINUTE and (c.callback_at or now) - now > PROMISE_SLACK
        return (
            None if tried else CompleteCallback(c.id, reached=pick.random() < 0.75, started_at=now - took, ended_at=now)
        )
    if c.status is Status.ON_HOLD:
        rested = now - (c.held_at or now) > 40 * SECOND
        return Resume(c.id) if rested else None
    if desk.is_thanked(c) and _is_our_turn(c):
        return Reply(c.id, desk.words(Part.CLOSING, c, pick), waits_on=WaitsOn.CONTACT)
    if desk.is_thanked(c):
        return Resolve(c.id)
    if said == 0 or _is_our_turn(c):
        if said > 1 and pick.random() < 0.15:
            return Hold(c.id)
        return _reply(c, said, desk, pick)
    return Resolve(c.id) if _is_silent(c, now) else None


def _chat(c: Conversation, said: int, now: int, desk: Desk, pick: Random) -> Command | None:
    if said == 0:
        return _reply(c, said, desk, pick)
    if desk.is_thanked(c) and _is_our_turn(c):
        return Reply(c.id, desk.words(Part.CLOSING, c, pick), seen=c.messages, waits_on=WaitsOn.CONTACT)
    if desk.is_thanked(c):
        return Resolve(c.id)
    if _is_our_turn(c):
        return _reply(c, said, desk, pick)
    if c.waits_on is WaitsOn.US and now - (c.last_public_at or now) > UPDATE_AFTER:
        return _update(c, desk, pick)
    return WrapUp(c.id, disposition="no_answer") if _is_silent(c, now) else None


def _update(c: Conversation, desk: Desk, pick: Random) -> Command:
    blocked = "the registry has not answered yet" if c.updates_in_a_row >= 2 else ""
    return Update(c.id, desk.words(Part.UPDATE, c, pick), blocked_by=blocked)


def _reply(c: Conversation, said: int, desk: Desk, pick: Random) -> Command:
    part = PARTS[said] if said < len(PARTS) else pick.choice((Part.EXPLANATION, Part.SOLUTION))
    return Reply(c.id, desk.words(part, c, pick), seen=c.messages)


def _is_silent(c: Conversation, now: int) -> bool:
    return now - max(c.last_public_at or 0, c.assigned_at or now) > SILENCE


def _ticket(c: Conversation, now: int, desk: Desk, pick: Random) -> Command | None:
    if desk.is_thanked(c):
        return WrapUp(c.id, disposition="solved")
    owed = c.promised_at is not None and c.promised_at - now < PROMISE_SLACK and c.waits_on is not WaitsOn.CONTACT
    if c.status is Status.PENDING and not owed:
        return _pending(c, now)
    if c.acknowledged_at is None:
        return Acknowledge(c.id, desk.words(Part.GREETING, c, pick))
    if c.stamps.work_started is None:
        return StartWork(c.id)
    if c.progress_at is None:
        due = now + pick.randrange(8, 25) * MINUTE
        return ReportProgress(c.id, desk.words(Part.EXPLANATION, c, pick), promised_at=due)
    if owed or _is_our_turn(c):
        return Reply(c.id, desk.words(Part.SOLUTION, c, pick), seen=c.messages, waits_on=WaitsOn.CONTACT)
    if c.waits_on is WaitsOn.CONTACT or _is_quiet(c, now):
        return Pend(c.id, waits_on=WaitsOn.CONTACT)
    return None


def _pending(c: Conversation, now: int) -> Command | None:
    if c.follow_up_at is not None:
        return Resume(c.id) if now >= c.follow_up_at else None
    return WrapUp(c.id, disposition="no_answer") if _is_quiet(c, now) else None


def _is_quiet(c: Conversation, now: int) -> bool:
    return now - (c.last_public_at or c.received_at) > TICKET_SILENCE
