"""Replies, notes, updates, acknowledgements, progress reports: who may say what, and when they are stopped."""

from __future__ import annotations

import pytest

from agentconsole.domain.commands import Acknowledge, Note, Reply, ReportProgress, StartWork, Update
from agentconsole.domain.decide import decide
from agentconsole.domain.events import Acknowledged, Noted, ProgressReported, Replied, Resumed, Updated, WorkStarted
from agentconsole.domain.refusals import Code
from agentconsole.domain.rules.book import MAX_BODY
from agentconsole.domain.rules.talking import LIVE, SAME_MOMENT
from agentconsole.domain.terms import Channel, Status, WaitsOn
from agentconsole.domain.view import Said
from agentconsole.domain.words.asking import asks
from tests.domain.asking import accepted, after, refused
from tests.support.builders import NOW, A, a_call, a_chat, a_context, a_ticket, a_view, answered, ms, their_turn

LATER = NOW + ms("1h")
HELD = a_chat(held_by="ana")
TICKET = a_ticket(held_by="ana")
PUBLIC = [Reply("1", "hello"), Update("1", "still on it")]
TICKETS_ONLY = [Acknowledge("1", "got it"), ReportProgress("1", "halfway", LATER)]


SENT = Said("hello", "window-1", NOW, 7)


@pytest.mark.parametrize("command", [Reply("1", "hello"), Reply("1", "\nhello \n"), Update("1", "hello")])
def test_the_same_words_from_another_console_in_the_same_moment_are_sent_already(command):
    for at in (NOW, NOW + SAME_MOMENT):
        words = refused(a_view(HELD, said=SENT), command, Code.ALREADY_SENT, a_context(now=at, terminal="window-2"))
        assert words == "Your other console has just sent the same words, receipt #7. They are not sent twice."


@pytest.mark.parametrize(
    ("body", "terminal", "later"),
    [
        ("hello", "window-1", 0),
        ("hello", "", 0),
        ("hello", "window-2", SAME_MOMENT + 1),
        ("hello again", "window-2", 0),
    ],
)
def test_other_words_the_same_console_and_a_later_moment_say_it_again(body: str, terminal: str, later: int):
    context = a_context(now=NOW + later, terminal=terminal)
    assert decide(a_view(HELD, said=SENT), Reply("1", body), context) == (Replied("1", body, WaitsOn.US),)


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("channel", list(Channel))
def test_a_public_word_needs_somebody_who_hears_it(channel: Channel, status: Status):
    view = a_view(A[channel](status=status, assignee="ana"))
    for command in [*PUBLIC, *(TICKETS_ONLY if channel is Channel.TICKET else []), StartWork("1")]:
        if status in LIVE[channel]:
            accepted(view, command)
        else:
            assert "reopen or take it before you write" in refused(view, command, Code.WRONG_STATUS)


def test_a_question_passes_the_turn_to_the_contact_and_an_answer_keeps_it():
    assert accepted(a_view(HELD), Reply("1", "Which domain?")) == (Replied("1", "Which domain?", WaitsOn.CONTACT),)
    assert accepted(a_view(HELD), Reply("1", "I will look.")) == (Replied("1", "I will look.", WaitsOn.US),)
    assert accepted(a_view(HELD), Reply("1", "Why?", waits_on=WaitsOn.US)) == (Replied("1", "Why?", WaitsOn.US),)


@pytest.mark.parametrize(
    "body", ["Which domain?", "¿Qué dominio?", "何ですか？", "متى؟", "Sure?)", "Really?! Yes", "a? b"]
)
def test_questions_are_known_in_any_script(body: str):
    assert asks(body)


@pytest.mark.parametrize("body", ["See https://panel.example.com/?id=4", "All done.", "", "x.example/a?b"])
def test_the_query_of_an_address_is_no_question_and_stops_no_clock(body: str):
    assert not asks(body)


@pytest.mark.parametrize(
    "command", [Reply("1", " \n"), Update("1", ""), Note("1", "\t"), ReportProgress("1", " ", LATER)]
)
def test_an_empty_text_is_not_sent(command):
    assert refused(a_view(TICKET), command, Code.EMPTY).endswith("is empty; nothing was sent.")


@pytest.mark.parametrize("kind", [Reply, Update, Note, lambda own, body: ReportProgress(own, body, LATER)])
def test_a_text_may_be_as_long_as_the_limit_and_no_longer(kind):
    accepted(a_view(TICKET), kind("1", "x" * MAX_BODY))
    words = refused(a_view(TICKET), kind("1", "x" * (MAX_BODY + 1)), Code.TOO_LONG)
    assert "100,001 characters; at most 100,000" in words


@pytest.mark.parametrize("command", [*PUBLIC, *TICKETS_ONLY, StartWork("1")])
def test_only_the_holder_speaks_in_public_not_even_a_lead(command):
    bos = a_view(a_ticket(held_by="bo"))
    for actor in ("ana", "lea"):
        words = refused(bos, command, Code.NOT_ASSIGNEE, a_context(actor))
        assert words == "Bo holds #1; you can leave a note."
    words = refused(a_view(a_ticket(status=Status.PENDING)), command, Code.NOT_ASSIGNEE)
    assert words == "Nobody holds #1 yet: take it first."


@pytest.mark.parametrize("kind", [Reply, Update])
def test_over_a_new_message_nothing_is_sent_until_it_was_seen(kind):
    read = a_view(a_chat(held_by="ana", messages=3, last_contact_k=2))
    words = refused(read, kind("1", "hello", seen=2), Code.NEWER_MESSAGE)
    assert words == "They wrote again while you typed; read it, then send."
    accepted(read, kind("1", "hello", seen=3))
    accepted(read, kind("1", "hello"))


def test_over_a_colleagues_word_nothing_is_sent_until_it_was_seen_and_own_words_do_not_count():
    chat = a_chat(held_by="ana", messages=4, last_contact_k=1, last_agent_k=3, last_agent="bo")
    words = refused(a_view(chat), Reply("1", "hello", seen=3), Code.NEWER_MESSAGE)
    assert words == "Bo wrote here while you typed; read it, then send."
    own = a_chat(held_by="ana", messages=4, last_contact_k=1, last_agent_k=3, last_agent="ana")
    accepted(a_view(own), Reply("1", "hello", seen=3))


def test_notes_never_conflict_and_may_be_left_by_anybody_at_any_time():
    for status in Status:
        assert accepted(a_view(a_chat(status=status, assignee="bo")), Note("1", "hm")) == (Noted("1", "hm"),)


def test_the_third_update_in_a_row_names_what_blocks():
    two = after(after(HELD, Update("1", "on it")), Update("1", "still on it"))
    words = refused(a_view(two), Update("1", "still"), Code.NEEDS_REASON)
    assert words == "This would be the third update in a row for them: say what blocks, or call a lead."
    named = Update("1", "still", blocked_by="the registry")
    assert accepted(a_view(two), named) == (Updated("1", "still", "the registry"),)
    accepted(a_view(after(two, Reply("1", "It is done."))), Update("1", "and the rest"))


def test_an_update_takes_a_ticket_back_to_work_unless_it_waits_for_others():
    asleep = their_turn(a_ticket(held_by="ana", status=Status.PENDING))
    assert after(asleep, Update("1", "still on it")).status is Status.ACTIVE
    stuck = answered(a_ticket(held_by="ana", status=Status.PENDING), "1m", waits_on=WaitsOn.OTHERS)
    told = after(stuck, Update("1", "the registry has it"))
    assert (told.status, told.waits_on) == (Status.PENDING, WaitsOn.OTHERS)


def test_a_reply_that_keeps_the_turn_takes_a_pending_ticket_back_to_work():
    asleep = a_view(their_turn(a_ticket(held_by="ana", status=Status.PENDING)))
    assert accepted(asleep, Reply("1", "Found it.")) == (
        Replied("1", "Found it.", WaitsOn.US),
        Resumed("1", Status.ACTIVE),
    )
    assert len(accepted(asleep, Reply("1", "Any news?"))) == 1
    assert isinstance(accepted(asleep, ReportProgress("1", "on it", LATER))[-1], Resumed)


def test_an_acknowledgement_is_said_once_for_each_word_of_the_contact():
    assert accepted(a_view(TICKET), Acknowledge("1", " got it ")) == (Acknowledged("1", "got it"),)
    assert accepted(a_view(after(TICKET, Acknowledge("1"))), Acknowledge("1")) == ()
    refused(a_view(after(TICKET, Acknowledge("1"))), Acknowledge("1", "and again"), Code.DUPLICATE)


@pytest.mark.parametrize("command", TICKETS_ONLY)
@pytest.mark.parametrize("held", [HELD, a_call(held_by="ana")])
def test_only_tickets_are_acknowledged_and_given_progress_reports(command, held):
    assert refused(a_view(held), command, Code.WRONG_CHANNEL).startswith("Only tickets are ")


def test_an_estimate_lies_ahead():
    words = refused(a_view(TICKET), ReportProgress("1", "soon", NOW), Code.BAD_TIME)
    assert words == "The estimated time lies in the past; name one to come."
    said = accepted(a_view(TICKET), ReportProgress("1", "soon", NOW + 1))
    assert said == (ProgressReported("1", "soon", NOW + 1),)


def test_work_begins_once():
    assert accepted(a_view(TICKET), StartWork("1")) == (WorkStarted("1"),)
    assert accepted(a_view(after(TICKET, StartWork("1"))), StartWork("1")) == ()


def test_the_first_public_word_is_the_first_response_and_the_second_is_not():
    once = after(TICKET, Acknowledge("1"))
    twice = after(once, Reply("1", "done"), "ana", NOW + 5)
    assert twice.stamps.first_response == once.stamps.first_response
    assert (twice.stamps.first_response.at, twice.stamps.first_response.by) == (NOW, "ana")
    assert twice.stamps.work_started.at == NOW + 5
