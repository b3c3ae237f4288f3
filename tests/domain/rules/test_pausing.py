"""Hold, resume, pend and snooze: what waits, for whom, and until when."""

from __future__ import annotations

import pytest

from agentconsole.domain.commands import Hold, Pend, Resume, Snooze
from agentconsole.domain.events import HeldCall, Pended, Resumed, Snoozed
from agentconsole.domain.moves import MOVES, Move
from agentconsole.domain.refusals import Code
from agentconsole.domain.terms import Channel, Status, WaitsOn
from tests.domain.asking import accepted, after, refused
from tests.support.builders import NOW, A, a_call, a_chat, a_context, a_ticket, a_view, answered, ms, their_turn

LATER = NOW + ms("1d")
MOVES_OF = {Hold("1"): Move.HOLD, Resume("1"): Move.RESUME, Pend("1"): Move.PEND, Snooze("1", LATER): Move.PEND}


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize(("command", "move"), MOVES_OF.items())
def test_pauses_follow_the_table_from_every_status(channel: Channel, status: Status, command, move: Move):
    view = a_view(their_turn(A[channel](status=status, assignee="ana")))
    if isinstance(command, Snooze) and channel is not Channel.TICKET:
        assert "Only tickets can be followed up later" in refused(view, command, Code.WRONG_CHANNEL)
    elif (status, move) in MOVES[channel]:
        accepted(view, command)
    else:
        refused(view, command, Code.WRONG_STATUS)


@pytest.mark.parametrize("command", list(MOVES_OF))
def test_only_the_holder_pauses(command):
    view = a_view(answered(a_ticket(held_by="bo"), "1m"))
    refused(view, command, Code.NOT_ASSIGNEE)
    if isinstance(command, Pend):
        accepted(view, command, a_context("lea"))
    else:
        refused(view, command, Code.NOT_ASSIGNEE, a_context("lea"))


def test_a_caller_goes_on_hold_and_comes_back():
    call = a_call(held_by="ana")
    assert accepted(a_view(call), Hold("1")) == (HeldCall("1"),)
    held = after(call, Hold("1"))
    assert (held.status, held.held_at) == (Status.ON_HOLD, NOW)
    assert accepted(a_view(held), Resume("1")) == (Resumed("1", Status.ACTIVE),)
    assert after(held, Resume("1")).held_at is None


def test_a_pending_chat_stays_in_the_agents_hands():
    pended = after(answered(a_chat(held_by="ana"), "1m"), Pend("1"))
    assert (pended.status, pended.assignee, pended.waits_on) == (Status.ACTIVE, "ana", WaitsOn.CONTACT)
    assert after(pended, Resume("1")).waits_on is WaitsOn.US
    assert accepted(a_view(a_chat(held_by="ana")), Resume("1")) == ()


@pytest.mark.parametrize("unanswered", [a_chat(held_by="ana"), a_ticket("1", "Mara", held_by="ana")])
def test_nobody_waits_for_a_contact_who_has_had_no_word_from_us(unanswered):
    words = refused(a_view(unanswered), Pend("1"), Code.NEEDS_REASON)
    assert words == "They have had no word from us yet: answer first, then wait for theirs."
    accepted(a_view(answered(unanswered, "1m")), Pend("1"))
    accepted(a_view(unanswered), Pend("1", WaitsOn.OTHERS, "the registry"))


def test_what_waits_for_others_says_for_whom():
    view = a_view(a_ticket(held_by="ana"))
    words = refused(view, Pend("1", WaitsOn.OTHERS, " "), Code.NEEDS_REASON)
    assert words == "Say whom it waits for, so that somebody can chase them."
    words = refused(view, Pend("1", WaitsOn.US), Code.NEEDS_REASON)
    assert words == "Pending is for what waits on somebody else: the contact or others."
    said = Pended("1", Status.PENDING, WaitsOn.OTHERS, "the registry", a_ticket(held_by="ana").turn)
    assert accepted(view, Pend("1", WaitsOn.OTHERS, " the registry ")) == (said,)


def test_a_follow_up_lies_ahead():
    view = a_view(a_ticket(held_by="ana"))
    assert refused(view, Snooze("1", NOW), Code.BAD_TIME) == "The follow-up lies in the past; name one to come."
    said = Snoozed("1", Status.PENDING, NOW + 1, "after the migration", a_ticket(held_by="ana").turn)
    assert accepted(view, Snooze("1", NOW + 1, "after the migration")) == (said,)
