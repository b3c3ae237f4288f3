"""Resolve, wrap up, reopen, merge and link: how it ends, and what it takes to begin again."""

from __future__ import annotations

import pytest

from agentconsole.domain.commands import Link, Merge, Receive, Reopen, Resolve, WrapUp
from agentconsole.domain.events import Absorbed, Linked, Merged, Reopened, Resolved, WrappedUp
from agentconsole.domain.moves import MOVES, Move
from agentconsole.domain.refusals import Code
from agentconsole.domain.team.capacity import call_holder, chat_holder
from agentconsole.domain.terms import Channel, Status
from tests.domain.asking import accepted, after, refused
from tests.support.builders import NOW, A, a_call, a_chat, a_context, a_ticket, a_view, ms

FULL = (a_chat("2", "Mara", held_by="ana"), a_chat("3", "Li", held_by="ana"))


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("status", list(Status))
def test_resolving_follows_the_table_from_every_status(channel: Channel, status: Status):
    live = channel is Channel.PHONE and status in (Status.ACTIVE, Status.ON_HOLD)
    to = MOVES[channel].get((status, Move.END if live else Move.RESOLVE))
    before = A[channel](status=status, assignee="ana")
    view = a_view(before)
    if to:
        assert accepted(view, Resolve("1")) == (Resolved("1", to, status, "ana", before.turn_with_promises),)
    else:
        refused(view, Resolve("1"), Code.WRONG_STATUS)


@pytest.mark.parametrize("command", [Resolve("1"), WrapUp("1", "done")])
def test_another_agents_conversation_is_ended_by_a_lead_only(command):
    view = a_view(a_chat(held_by="bo"))
    assert refused(view, command, Code.NOT_ASSIGNEE) == "Bo holds #1; you can leave a note."
    accepted(view, command, a_context("lea"))


def test_ending_a_chat_or_a_call_frees_its_slot_at_once():
    assert chat_holder(after(a_chat(held_by="ana"), Resolve("1"))) == ""
    assert call_holder(after(a_call(held_by="ana"), Resolve("1"))) == ""


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("status", list(Status))
def test_what_is_live_or_has_ended_can_be_wrapped_up(channel: Channel, status: Status):
    live = status in (Status.ACTIVE, Status.ON_HOLD)
    may = {
        Channel.TICKET: status in (Status.ACTIVE, Status.PENDING, Status.RESOLVED),
        Channel.PHONE: live or status is Status.WRAP_UP,
        Channel.CHAT: live or status is Status.WRAP_UP,
    }
    view = a_view(A[channel](status=status, assignee="ana"))
    if may[channel]:
        accepted(view, WrapUp("1", "done"))
    else:
        refused(view, WrapUp("1", "done"), Code.WRONG_STATUS)


def test_a_wrap_up_has_a_disposition_and_keeps_the_category_unless_another_is_named():
    chat = a_chat(held_by="ana", category="mail")
    words = refused(a_view(chat), WrapUp("1", "  "), Code.NEEDS_REASON)
    assert words == "Say how it ended: choose a disposition code."
    kept = WrappedUp("1", Status.CLOSED, disposition="fixed", category="mail")
    assert accepted(a_view(chat), WrapUp("1", " fixed ")) == (kept,)
    assert accepted(a_view(chat), WrapUp("1", "fixed", "dns", "note"))[0].category == "dns"


def test_a_callback_stays_owed_after_the_wrap_up_and_is_not_yet_resolved():
    call = after(a_call(held_by="ana", callback_at=NOW + ms("1h")), WrapUp("1", "will ring"))
    assert (call.status, call.stamps.resolved) == (Status.CALLBACK_OWED, None)
    assert after(a_call(held_by="ana"), WrapUp("1", "fixed")).stamps.resolved.by == "ana"


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("status", list(Status))
def test_reopening_follows_the_table_from_every_status(channel: Channel, status: Status):
    view = a_view(A[channel](status=status, assignee="ana"))
    to = MOVES[channel].get((status, Move.REOPEN))
    if to:
        owed = NOW + ms("15m") if channel is Channel.PHONE else None
        assert accepted(view, Reopen("1")) == (Reopened("1", "ana", to, owed, status, "ana"),)
    else:
        refused(view, Reopen("1"), Code.WRONG_STATUS)


@pytest.mark.parametrize("status", [Status.WRAP_UP, Status.CLOSED])
def test_a_chat_is_never_reopened_as_a_third(status: Status):
    view = a_view(a_chat(status=status, assignee="ana"), *FULL)
    assert refused(view, Reopen("1"), Code.AT_CAPACITY) == "You hold two chats: Mara, Li."


def test_tickets_and_callbacks_are_reopened_whatever_one_holds():
    accepted(a_view(a_ticket(status=Status.RESOLVED), *FULL), Reopen("1"))
    accepted(a_view(a_call(status=Status.CLOSED), a_call("4", held_by="ana")), Reopen("1"))


def test_a_wrap_up_belongs_to_who_talked_and_a_closed_chat_to_whoever_reopens_it():
    refused(a_view(a_chat(status=Status.WRAP_UP, assignee="bo")), Reopen("1"), Code.NOT_ASSIGNEE)
    accepted(a_view(a_chat(status=Status.WRAP_UP, assignee="bo")), Reopen("1"), a_context("lea"))
    assert after(a_chat(status=Status.CLOSED, assignee="bo"), Reopen("1")).assignee == "ana"


def test_what_was_reopened_is_not_resolved_any_more_and_stands_at_no_head():
    again = after(a_chat(status=Status.CLOSED, assignee="bo", woken=True), Reopen("1"))
    assert (again.stamps.resolved, again.woken, again.reopened) == (None, False, 1)


def test_a_duplicate_ends_and_both_say_where_the_words_are():
    for channel, to in ((Channel.TICKET, Status.RESOLVED), (Channel.CHAT, Status.CLOSED)):
        view = a_view(A[channel](held_by="ana"), other=a_ticket("2"))
        assert accepted(view, Merge("1", into="2")) == (Merged("1", to, "2"), Absorbed("2", "1"))


@pytest.mark.parametrize("kind", [Merge, Link])
def test_only_another_conversation_that_exists_can_be_named(kind):
    words = refused(a_view(a_ticket(), other=a_ticket()), kind("1", "1"), Code.SAME_CONVERSATION)
    assert words == "#1 is this conversation; name another one."
    assert refused(a_view(a_ticket()), kind("1", "9"), Code.UNKNOWN_CONVERSATION) == "There is no conversation #9."


def test_what_has_ended_or_is_anothers_is_not_merged():
    other = a_ticket("2")
    ended = a_view(a_ticket(status=Status.RESOLVED), other=other)
    words = refused(ended, Merge("1", "2"), Code.WRONG_STATUS)
    assert words == "#1 has ended already; link the two instead."
    bos = a_view(a_ticket(held_by="bo"), other=other)
    refused(bos, Merge("1", "2"), Code.NOT_ASSIGNEE)
    accepted(bos, Merge("1", "2"), a_context("lea"))


def test_merging_never_goes_round_in_a_circle():
    there = a_view(a_ticket(), other=a_ticket("2", status=Status.RESOLVED, merged_into="1"))
    words = refused(there, Merge("1", "2"), Code.DUPLICATE)
    assert words == "#2 was merged into this one; it cannot go the other way too."
    further = a_view(a_ticket(), other=a_ticket("2", status=Status.RESOLVED, merged_into="3"))
    words = refused(further, Merge("1", "2"), Code.DUPLICATE)
    assert words == "#2 was itself merged into #3; merge into that one."


def test_a_merged_ticket_the_contact_writes_in_again_is_its_own_again():
    merged = a_ticket(status=Status.RESOLVED, merged_into="2")
    assert after(merged, Receive("1", "and another thing")).merged_into == ""


def test_links_go_both_ways_and_twice_changes_nothing():
    view = a_view(a_chat(), other=a_ticket("2"))
    assert accepted(view, Link("1", "2")) == (Linked("1", "2"), Linked("2", "1"))
    assert accepted(a_view(a_chat(links=("2",)), other=a_ticket("2")), Link("1", "2")) == ()
