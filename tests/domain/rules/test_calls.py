"""Callbacks promised and made, and calls logged by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentconsole.domain.calls.commands import CompleteCallback, LogCall, PromiseCallback
from agentconsole.domain.calls.events import CallbackCompleted, CallbackPromised
from agentconsole.domain.commands import Claim
from agentconsole.domain.evolve import evolve
from agentconsole.domain.moves import MOVES, Move
from agentconsole.domain.refusals import Code
from agentconsole.domain.terms import Channel, Status
from tests.domain.asking import accepted, after, refused
from tests.support.builders import NOW, a_call, a_chat, a_context, a_ticket, a_view, ms

LATER = NOW + ms("1h")
OWED = a_call(status=Status.CALLBACK_OWED, assignee="ana", callback_at=LATER)
REACHED = CompleteCallback("1", True, NOW - ms("2m"), NOW)
LOGGED = LogCall("incoming", "Rosa", "+49 30 1", NOW - ms("5m"), NOW)


@pytest.mark.parametrize("status", list(Status))
def test_a_callback_is_promised_where_the_table_says(status: Status):
    view = a_view(a_call(status=status, assignee="ana"))
    to = MOVES[Channel.PHONE].get((status, Move.PROMISE_CALLBACK))
    if to:
        assert accepted(view, PromiseCallback("1", LATER)) == (CallbackPromised("1", to, LATER),)
    else:
        refused(view, PromiseCallback("1", LATER), Code.WRONG_STATUS)


def test_only_calls_are_called_back():
    words = refused(a_view(a_ticket(held_by="ana")), PromiseCallback("1", LATER), Code.WRONG_CHANNEL)
    assert words == "Callbacks belong to calls; #1 is a ticket: report progress instead."
    words = refused(a_view(a_chat(held_by="ana")), PromiseCallback("1", LATER), Code.WRONG_CHANNEL)
    assert words == "Callbacks belong to calls; #1 is a chat: say there by when you write again."


def test_a_callback_is_promised_for_an_instant_to_come_by_the_holder_or_a_lead():
    words = refused(a_view(a_call(held_by="ana")), PromiseCallback("1", NOW), Code.BAD_TIME)
    assert words == "The callback lies in the past; name one to come."
    refused(a_view(a_call(held_by="bo")), PromiseCallback("1", LATER), Code.NOT_ASSIGNEE)
    accepted(a_view(a_call(held_by="bo")), PromiseCallback("1", LATER), a_context("lea"))
    accepted(a_view(a_call(status=Status.MISSED)), PromiseCallback("1", LATER))


@pytest.mark.parametrize("status", [each for each in Status if each is not Status.CALLBACK_OWED])
def test_where_no_callback_is_owed_none_is_completed(status: Status):
    words = refused(a_view(a_call(status=status, assignee="ana")), REACHED, Code.NO_CALLBACK)
    assert words == "No callback is owed on #1."


def test_a_ticket_that_owes_no_callback_says_what_to_do_instead():
    words = refused(a_view(a_ticket(held_by="ana")), REACHED, Code.NO_CALLBACK)
    assert words == "No callback is owed on #1: ring them all the same, then log the call."


def test_reached_opens_the_wrap_up_and_settles_the_promise():
    done = CallbackCompleted("1", Status.WRAP_UP, True, NOW - ms("2m"), NOW, None)
    assert accepted(a_view(OWED), REACHED) == (done,)
    assert after(OWED, REACHED).callback_at is None


def test_not_reached_says_when_we_try_again():
    tried = CompleteCallback("1", False, NOW, NOW, next_at=LATER + 1)
    assert after(OWED, tried).callback_at == LATER + 1
    assert after(OWED, CompleteCallback("1", False, NOW, NOW)).callback_at == NOW + ms("15m")
    words = refused(a_view(OWED), CompleteCallback("1", False, NOW, NOW, next_at=NOW), Code.BAD_TIME)
    assert words == "The next try lies in the past; name one to come."


def test_a_callback_is_completed_by_who_claimed_it():
    free = a_call(status=Status.MISSED, callback_at=LATER)
    words = refused(a_view(a_call(status=Status.CALLBACK_OWED)), REACHED, Code.NOT_ASSIGNEE)
    assert words == "Nobody holds #1 yet: take it first."
    accepted(a_view(after(free, Claim("1"))), REACHED)


@pytest.mark.parametrize(
    ("started_at", "ended_at", "words"),
    [
        (NOW, NOW - 1, "The call ends before it begins; check the two times."),
        (NOW, NOW + 1, "The call lies in the future; only calls that have happened are logged."),
    ],
)
def test_a_call_ends_after_it_began_and_not_in_the_future(started_at: int, ended_at: int, words: str):
    log = LogCall("outgoing", "Rosa", "", started_at, ended_at)
    assert refused(a_view(), log, Code.BAD_TIME) == words
    assert refused(a_view(OWED), CompleteCallback("1", True, started_at, ended_at), Code.BAD_TIME) == words


def test_a_logged_call_is_a_closed_conversation_with_its_times():
    opened, logged = accepted(a_view(), LOGGED, a_context(next_number=1042))
    row = evolve(evolve(None, opened, NOW, "ana"), logged, NOW, "ana")
    assert (row.id, row.status, row.assignee, row.subject) == ("1042", Status.CLOSED, "ana", "incoming call")
    assert (row.received_at, row.stamps.first_response.at, row.stamps.resolved.at) == (NOW - ms("5m"),) * 2 + (NOW,)


def test_a_logged_call_says_which_way_and_with_whom():
    words = refused(a_view(), LogCall("sideways", "Rosa", "", NOW, NOW), Code.UNSUPPORTED)
    assert words == "A call is incoming or outgoing, not 'sideways'."
    words = refused(a_view(), LogCall("incoming", " ", "", NOW, NOW), Code.EMPTY)
    assert words == "Say whom the call was with: a name or a number."


def test_a_callback_was_not_made_before_the_call_came_to_us():
    came = replace(OWED, received_at=NOW - ms("30m"))
    early = CompleteCallback("1", True, NOW - ms("23h"), NOW - ms("22h"))
    words = refused(a_view(came), early, Code.BAD_TIME)
    assert words == "That call would have been before #1 came to us; check the two times."
    accepted(a_view(came), CompleteCallback("1", True, NOW - ms("32m"), NOW))
