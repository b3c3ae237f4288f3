"""Claim, release and transfer: who may, who is told what, and the two chats on every path."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentconsole.domain.commands import Claim, Release, Transfer
from agentconsole.domain.events import Claimed, Released, Transferred
from agentconsole.domain.moves import MOVES, Move
from agentconsole.domain.refusals import Code
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.terms import Channel, Status
from tests.domain.asking import accepted, after, refused
from tests.support.builders import BO, LEA, NOW, TEAM, A, a_call, a_chat, a_context, a_ticket, a_view, ms, their_turn

MARA, LI = a_chat("2", "Mara", held_by="ana"), a_chat("3", "Li", held_by="ana")


def test_nothing_is_handed_to_who_is_not_on_shift():
    away = TEAM | {"bo": replace(BO, presence=Presence.OFFLINE)}
    words = refused(a_view(MARA, agents=away), Transfer("2", to_agent="bo"), Code.TARGET_NOT_ON_SHIFT)
    assert words == "Bo is not on shift: hand it to somebody who is, or to a queue."
    resting = TEAM | {"bo": replace(BO, presence=Presence.BREAK)}
    accepted(a_view(MARA, agents=resting), Transfer("2", to_agent="bo"))


def test_a_lead_takes_over_before_their_own_check_in():
    early = TEAM | {"lea": replace(LEA, presence=Presence.OFFLINE)}
    accepted(a_view(MARA, agents=early), Transfer("2", to_agent="lea"), a_context("lea"))


def test_a_free_chat_is_claimed():
    assert accepted(a_view(a_chat()), Claim("1")) == (Claimed("1", "ana", Status.ACTIVE, Status.WAITING),)


def test_the_slower_agent_is_told_who_was_faster_and_by_how_much():
    taken = a_chat(held_by="bo", waiting="20s", assigned_at=NOW - ms("2s"))
    assert refused(a_view(taken), Claim("1"), Code.ALREADY_TAKEN) == "Bo took it 2 s earlier."
    at_once = replace(taken, assigned_at=NOW - 999)
    assert refused(a_view(at_once), Claim("1"), Code.ALREADY_TAKEN) == "Bo took it just before you."


def test_what_is_mine_already_is_not_claimed_twice():
    assert refused(a_view(MARA), Claim("2"), Code.ALREADY_YOURS) == "You hold #2 already."


def test_third_chat_is_refused_and_both_contacts_are_named():
    view = a_view(a_chat("1", "Sam"), MARA, LI)
    assert refused(view, Claim("1"), Code.AT_CAPACITY) == "You hold two chats: Mara, Li."


def test_a_lead_has_the_same_two_slots():
    held = (a_chat("2", "Mara", held_by="lea"), a_chat("3", "Li", held_by="lea"))
    refused(a_view(a_chat(), *held), Claim("1"), Code.AT_CAPACITY, a_context("lea"))


def test_chats_in_wrap_up_fill_no_slot():
    accepted(a_view(a_chat("1", "Sam"), MARA, a_chat("3", "Li", assignee="ana", status=Status.WRAP_UP)), Claim("1"))


def test_two_chats_and_a_call_are_no_hindrance_to_each_other_or_to_tickets():
    accepted(a_view(a_call(), MARA, LI), Claim("1"))
    accepted(a_view(a_ticket(), MARA, LI, a_call("4", held_by="ana")), Claim("1"))
    accepted(a_view(a_chat(), MARA, a_call("4", held_by="ana")), Claim("1"))


@pytest.mark.parametrize("status", [Status.ACTIVE, Status.ON_HOLD])
def test_a_second_live_call_is_refused(status: Status):
    view = a_view(a_call(), a_call("2", "Rosa", held_by="ana", status=status))
    assert refused(view, Claim("1"), Code.ON_A_CALL) == "You are on a call with Rosa."


@pytest.mark.parametrize("status", [Status.MISSED, Status.CALLBACK_OWED])
def test_a_callback_may_be_taken_during_a_call_since_it_keeps_no_line_busy(status: Status):
    view = a_view(a_call(status=status, callback_at=NOW), a_call("2", held_by="ana"))
    accepted(view, Claim("1"))
    accepted(
        a_view(a_call(status=Status.CALLBACK_OWED, assignee="bo"), a_call("2", held_by="ana")),
        Transfer("1", "ana"),
        a_context("bo"),
    )


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("move", [Move.CLAIM, Move.RELEASE])
def test_claim_and_release_follow_the_table_from_every_status(channel: Channel, status: Status, move: Move):
    holder = "" if move is Move.CLAIM else "ana"
    view = a_view(A[channel](status=status, assignee=holder))
    command = Claim("1") if move is Move.CLAIM else Release("1")
    if (status, move) in MOVES[channel]:
        assert accepted(view, command)[0].status is MOVES[channel][(status, move)]
    else:
        assert "so it cannot be" in refused(view, command, Code.WRONG_STATUS)


def test_what_bo_holds_is_not_mine_to_give_away():
    view = a_view(a_chat(held_by="bo"))
    for command in (Release("1"), Transfer("1", to_agent="ana"), Transfer("1", to_queue="billing")):
        assert refused(view, command, Code.NOT_ASSIGNEE) == "Bo holds #1; you can leave a note."


def test_what_nobody_holds_cannot_be_given_back_by_a_lead_either():
    view = a_view(a_call(status=Status.CALLBACK_OWED, callback_at=NOW))
    for actor in ("ana", "lea"):
        words = refused(view, Release("1"), Code.NOT_ASSIGNEE, a_context(actor))
        assert words == "Nobody holds #1 yet: take it first."


def test_a_lead_may_release_and_take_over_what_bo_holds():
    view = a_view(a_chat(held_by="bo"))
    assert accepted(view, Release("1"), a_context("lea")) == (Released("1", Status.WAITING, Status.ACTIVE, "bo"),)
    taken = accepted(view, Transfer("1", to_agent="lea"), a_context("lea"))
    assert taken == (Transferred("1", Status.ACTIVE, to_agent="lea"),)


def test_a_released_chat_names_who_had_it_and_is_ours_to_answer():
    back = after(their_turn(a_chat(held_by="ana", waiting="9m")), Release("1"))
    assert (back.assignee, back.assignee_before, back.status) == ("", "ana", Status.WAITING)
    assert (back.waits_on, back.owing_since, back.waiting_since) == ("us", NOW, NOW)


def test_a_colleague_with_two_chats_or_on_a_call_gets_no_third_and_no_second():
    full = (a_chat("2", held_by="bo"), a_chat("3", held_by="bo"))
    view = a_view(a_chat(held_by="ana"), *full)
    assert refused(view, Transfer("1", to_agent="bo"), Code.TARGET_AT_CAPACITY) == "Bo holds two chats already."
    view = a_view(a_call(held_by="ana"), a_call("2", held_by="bo"))
    assert refused(view, Transfer("1", to_agent="bo"), Code.TARGET_ON_A_CALL) == "Bo is on a call."


def test_a_lead_who_takes_over_is_told_of_their_own_two_chats():
    full = (a_chat("2", "Mara", held_by="lea"), a_chat("3", "Li", held_by="lea"))
    view = a_view(a_chat(held_by="bo"), *full)
    words = refused(view, Transfer("1", to_agent="lea"), Code.AT_CAPACITY, a_context("lea"))
    assert words == "You hold two chats: Mara, Li."


@pytest.mark.parametrize("held", [a_chat(held_by="ana"), a_call(held_by="ana", status=Status.ON_HOLD, held_at=NOW)])
def test_from_hand_to_hand_it_stays_as_it_is_and_is_never_nobodys(held):
    given = after(held, Transfer("1", to_agent="bo", note="speaks French"))
    assert (given.assignee, given.assignee_before, given.status) == ("bo", "ana", held.status)


def test_a_pending_ticket_becomes_active_with_its_next_agent():
    ticket = their_turn(a_ticket(held_by="ana", status=Status.PENDING))
    assert after(ticket, Transfer("1", to_agent="bo")).status is Status.ACTIVE


def test_a_transfer_to_a_queue_puts_it_there_for_whoever_is_free():
    given = after(a_chat(held_by="ana"), Transfer("1", to_queue="billing"))
    assert (given.assignee, given.queue, given.status) == ("", "billing", Status.WAITING)


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        (Transfer("1"), Code.UNKNOWN_AGENT, "Say to whom: one colleague or one queue."),
        (Transfer("1", "bo", "billing"), Code.UNKNOWN_AGENT, "Say to whom: one colleague or one queue."),
        (Transfer("1", "nils"), Code.UNKNOWN_AGENT, "Nobody here is called nils."),
        (Transfer("1", "ana"), Code.ALREADY_YOURS, "Ana holds #1 already."),
    ],
)
def test_a_transfer_names_one_colleague_or_one_queue(command: Transfer, code: Code, words: str):
    assert refused(a_view(a_chat(held_by="ana")), command, code) == words


@pytest.mark.parametrize("status", [Status.WAITING, Status.WRAP_UP, Status.CLOSED])
def test_what_is_not_in_anybodys_hands_cannot_be_handed_on(status: Status):
    refused(a_view(a_chat(status=status)), Transfer("1", to_agent="bo"), Code.WRONG_STATUS, a_context("lea"))
