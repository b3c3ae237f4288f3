"""What needs no answer: whose clock ends, what runs on, and when it cannot be said."""

from __future__ import annotations

import pytest

from agentconsole.domain.commands import Claim, Pend, Receive, Reply, ReportProgress, Resolve, Undo, WaiveAnswer
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.events import AnswerWaived
from agentconsole.domain.lines import lines
from agentconsole.domain.message import Message
from agentconsole.domain.promises.clocks import ClockKind, clocks
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS
from agentconsole.domain.refusals import Code
from agentconsole.domain.terms import Channel, Status, WaitsOn
from tests.domain.asking import accepted, after, refused
from tests.domain.desk import Desk
from tests.support.builders import NOW, A, a_context, a_view, ms

ASKED, STATED = "Is it well now?", "It is mended."
WRITTEN = [Channel.CHAT, Channel.TICKET]


def thanked(channel: Channel, ours: str = ASKED) -> Conversation:
    """We said our word a minute ago, and now they thank us for it."""
    said = after(A[channel](held_by="ana", waiting="2m"), Reply("1", ours), now=NOW - ms("1m"))
    return after(said, Receive("1", "Thank you, that was it!"), channel.value)


def kinds(conversation: Conversation) -> list[ClockKind]:
    return [each.kind for each in clocks(conversation, DEFAULT_LEVELS)]


@pytest.mark.parametrize("channel", WRITTEN)
def test_thanks_after_our_question_end_without_a_word_and_the_next_word_is_theirs(channel: Channel):
    before = thanked(channel)
    assert kinds(before)
    done = after(before, WaiveAnswer("1"))
    assert kinds(done) == []
    assert (done.waits_on, done.last_public_at) == (WaitsOn.CONTACT, before.last_public_at)
    assert done.updates_in_a_row == before.updates_in_a_row


@pytest.mark.parametrize("channel", WRITTEN)
def test_their_next_word_starts_a_clock_as_ever(channel: Channel):
    later = after(after(thanked(channel), WaiveAnswer("1")), Receive("1", "One more thing"), channel.value, NOW + 5)
    assert later.owed_since == NOW + 5
    assert kinds(later) == kinds(thanked(channel))


def test_what_we_owe_besides_runs_on():
    ticket = after(
        A[Channel.TICKET](held_by="ana", waiting="2m"), ReportProgress("1", "Half done.", NOW + ms("3h")), now=NOW - 9
    )
    before = after(ticket, Receive("1", "Thanks, take your time."), "ticket")
    assert set(kinds(before)) == {ClockKind.ACKNOWLEDGE, ClockKind.PROMISED}
    assert kinds(after(before, WaiveAnswer("1"))) == [ClockKind.PROMISED]
    chat = thanked(Channel.CHAT, STATED)
    assert set(kinds(chat)) == {ClockKind.REPLY, ClockKind.UPDATE}
    assert kinds(after(chat, WaiveAnswer("1"))) == [ClockKind.UPDATE]


def test_thanks_that_wake_a_resolved_ticket_are_laid_to_rest():
    resolved = after(after(thanked(Channel.TICKET), WaiveAnswer("1")), Resolve("1"))
    woken = after(resolved, Receive("1", "Thanks again!"), "ticket", NOW + 1)
    assert woken.status is Status.WAITING
    refused(a_view(woken), WaiveAnswer("1"), Code.NOT_ASSIGNEE)
    held = after(woken, Claim("1"), now=NOW + 2)
    assert kinds(after(held, WaiveAnswer("1"), now=NOW + 3)) == []


def test_it_is_on_record_with_who_found_it_and_is_no_reply():
    before = thanked(Channel.CHAT)
    (event,) = accepted(a_view(before), WaiveAnswer("1"))
    assert event == AnswerWaived("1", waits_on=WaitsOn.CONTACT, before=before.turn)
    (line,) = lines(event, before, NOW, "ana")
    assert isinstance(line, Message)
    assert line.body == "ana found that it needs no answer"
    assert not line.is_public


@pytest.mark.parametrize("before", [thanked(Channel.CHAT), thanked(Channel.TICKET, STATED)])
def test_taking_it_back_wins_no_time(before: Conversation):
    back = Desk.of(before).done("ana", WaiveAnswer("1")).done("ana", Undo("1"), NOW + ms("1m")).rows["1"]
    assert back.turn == before.turn
    assert clocks(back, DEFAULT_LEVELS) == clocks(before, DEFAULT_LEVELS)


def test_only_the_holder_says_it_not_even_a_lead():
    view = a_view(thanked(Channel.CHAT))
    for other in ("bo", "lea"):
        refused(view, WaiveAnswer("1"), Code.NOT_ASSIGNEE, a_context(other))


def test_a_first_word_is_always_answered():
    words = refused(a_view(A[Channel.CHAT](held_by="ana")), WaiveAnswer("1"), Code.NEEDS_REASON)
    assert words == "They have had no word from us yet: a first word is always answered."


@pytest.mark.parametrize(
    "nothing",
    [
        after(thanked(Channel.CHAT), Reply("1", "Gladly.")),
        after(thanked(Channel.CHAT), WaiveAnswer("1")),
        after(thanked(Channel.TICKET), Pend("1")),
        after(thanked(Channel.TICKET), Resolve("1")),
        A[Channel.PHONE](held_by="ana", owed_since=None),
    ],
)
def test_where_nothing_is_owed_it_says_so(nothing: Conversation):
    words = refused(a_view(nothing), WaiveAnswer("1"), Code.WRONG_STATUS)
    assert words == "No word of theirs waits for an answer on #1."


def test_a_word_that_came_meanwhile_is_read_first():
    before = thanked(Channel.CHAT)
    again = after(before, Receive("1", "Oh no, it is down again"), "chat", NOW + 1)
    words = refused(a_view(again), WaiveAnswer("1", seen=before.messages), Code.NEWER_MESSAGE)
    assert words == "They wrote again just now: read it first."
    accepted(a_view(again), WaiveAnswer("1", seen=again.messages))
