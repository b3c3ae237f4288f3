"""Coming in by degrees: reading cannot speak, a whisper is never public, and who is in is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentconsole.domain.commands import Note, Receive, Release, Reply, Resolve, Transfer, Update
from agentconsole.domain.decide import decide
from agentconsole.domain.leads.commands import (
    AskForHelp,
    Barge,
    DeclineWhisper,
    Escalate,
    LapseReading,
    Leave,
    LookedAt,
    Monitor,
    StopMonitoring,
    TakeOver,
    Whisper,
)
from agentconsole.domain.leads.events import MonitoringLapsed, MonitoringStarted
from agentconsole.domain.leads.oversight import EscalationReason, Supervisor
from agentconsole.domain.leads.supervision import Supervision
from agentconsole.domain.lines import lines
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.terms import MessageKind, Mode, Voice
from tests.domain.asking import accepted, after, refused
from tests.support.builders import NOW, WITH_MO, a_chat, a_context, a_view, ms

MINE = a_chat(held_by="ana")
READ = after(MINE, Monitor("1"), "lea")
MO = Supervisor("mo", Mode.READING, NOW, NOW)
JOINED = after(READ, Barge("1"), "lea")
LEA = a_context("lea")
PUBLIC = (Reply("1", "hello"), Update("1", "still on it"))


def test_reading_along_is_shown_at_once_or_as_late_as_the_team_says_and_the_log_has_it_either_way():
    assert [each.agent for each in READ.oversight.shown_readers(NOW)] == ["lea"]
    view = a_view(MINE, supervision=Supervision(ms("5m")))
    (began,) = accepted(view, Monitor("1"), LEA)
    assert began == MonitoringStarted("1", shown_at=NOW + ms("5m"), holder="ana")


@pytest.mark.parametrize("command", PUBLIC)
def test_whoever_reads_cannot_speak_and_whoever_joined_can(command):
    refused(a_view(READ), command, Code.NOT_ASSIGNEE, LEA)
    accepted(a_view(JOINED), command, LEA)
    left = after(JOINED, Leave("1"), "lea")
    assert left.oversight.mode_of("lea") is Mode.READING
    refused(a_view(left), command, Code.NOT_ASSIGNEE, LEA)


def test_reading_leaves_no_line_that_would_break_a_delay():
    assert READ.messages == MINE.messages
    assert after(READ, StopMonitoring("1"), "lea").oversight.supervisors == ()


@pytest.mark.parametrize("command", [Monitor("1"), Whisper("1", "psst"), Barge("1"), TakeOver("1"), LookedAt("1")])
def test_only_leads_come_in(command):
    words = refused(a_view(a_chat(held_by="bo")), command, Code.NOT_ALLOWED)
    assert words == "Only a team lead can do this."


@pytest.mark.parametrize("command", [Monitor("1"), Whisper("1", "psst"), Barge("1"), TakeOver("1")])
def test_there_is_nobody_to_join_in_the_queue_or_in_ones_own_hands(command):
    refused(a_view(a_chat()), command, Code.NOT_ASSIGNEE, LEA)
    refused(a_view(a_chat(held_by="lea")), command, Code.ALREADY_YOURS, LEA)
    refused(a_view(a_chat(status="wrap_up", assignee="ana")), command, Code.WRONG_STATUS, LEA)


def test_a_whisper_is_a_note_marked_as_such_and_shows_who_whispers():
    (event,) = accepted(a_view(MINE), Whisper("1", "offer the month free"), LEA)
    (line,) = lines(event, MINE, NOW, "lea")
    assert (line.kind, line.voice, line.is_public) == (MessageKind.NOTE, Voice.WHISPER, False)
    heard = after(MINE, Whisper("1", "offer the month free"), "lea")
    assert (heard.oversight.whisper.by, heard.oversight.whisper.k) == ("lea", MINE.messages)
    assert [each.agent for each in heard.oversight.shown_readers(NOW)] == ["lea"]
    assert heard.last_line == MINE.last_line, "the row in the queue does not tell it"
    assert heard.last_public_at == MINE.last_public_at, "the contact has heard nothing"


def test_a_whisper_is_shown_at_once_whatever_the_policy():
    late = after(MINE, Monitor("1"), "lea")
    assert after(late, Whisper("1", "psst"), "lea", NOW + ms("1m")).oversight.supervisors[0].since == NOW


def test_a_whisper_is_declined_politely_once_and_only_by_whom_it_was_for():
    heard = after(MINE, Whisper("1", "psst"), "lea")
    (event,) = accepted(a_view(heard), DeclineWhisper("1"))
    assert event.body == "Thank you, I have this one."
    assert after(heard, DeclineWhisper("1", "No, thank you."), "ana").oversight.whisper is None
    refused(a_view(heard), DeclineWhisper("1"), Code.NOT_ASSIGNEE, a_context("bo"))
    assert accepted(a_view(MINE), DeclineWhisper("1")) == ()


def test_a_leads_public_words_are_told_apart_for_ever():
    (said, *_) = accepted(a_view(JOINED), Reply("1", "Lea here."), LEA)
    assert lines(said, JOINED, NOW, "lea")[0].voice is Voice.LEAD
    (own, *_) = accepted(a_view(JOINED), Reply("1", "Ana here."))
    assert lines(own, JOINED, NOW, "ana")[0].voice is Voice.OWN
    taken = after(MINE, TakeOver("1"), "lea")
    (said, *_) = accepted(a_view(taken), Reply("1", "Lea here."), LEA)
    assert lines(said, taken, NOW, "lea")[0].voice is Voice.LEAD
    (note,) = accepted(a_view(JOINED), Note("1", "asked billing"), LEA)
    assert lines(note, JOINED, NOW, "lea")[0].voice is Voice.OWN
    work = a_chat(held_by="lea")
    (said, *_) = accepted(a_view(work), Reply("1", "hi"), LEA)
    assert lines(said, work, NOW, "lea")[0].voice is Voice.OWN, "a lead at the queue is an agent like anyone"


def test_whispering_and_joining_answer_a_raised_hand():
    asked = after(after(MINE, AskForHelp("1")), Escalate("1", EscalationReason.LEGAL, ""))
    for command in (Whisper("1", "psst"), Barge("1"), TakeOver("1")):
        answered = after(asked, command, "lea").oversight
        assert (answered.help, answered.escalation.acknowledged_by) == (None, "lea")
    assert after(asked, Monitor("1"), "lea").oversight.help is not None, "reading is no answer"


def test_each_step_twice_changes_nothing():
    assert accepted(a_view(READ), Monitor("1"), LEA) == ()
    assert accepted(a_view(JOINED), Barge("1"), LEA) == ()
    assert accepted(a_view(READ), Leave("1"), LEA) == ()
    assert accepted(a_view(MINE), StopMonitoring("1"), LEA) == ()


def test_two_leads_read_and_a_new_holder_is_read_too_until_it_is_over():
    both = after(READ, Transfer("1", "bo"))
    assert [each.agent for each in both.oversight.supervisors] == ["lea"]
    assert after(READ, Release("1")).oversight.supervisors == ()
    assert after(READ, Resolve("1")).oversight.supervisors == ()
    second = decide(a_view(READ, agents=WITH_MO), Monitor("1"), a_context("mo"))
    assert not isinstance(second, Refusal)


def test_what_a_lead_says_stops_the_agents_reply_until_it_is_read():
    said = after(JOINED, Reply("1", "Lea here."), "lea")
    refused(a_view(said), Reply("1", "me too", seen=said.messages - 1), Code.NEWER_MESSAGE)
    accepted(a_view(said), Reply("1", "me too", seen=said.messages))
    assert after(said, Receive("1", "who is that?"), "chat").oversight.mode_of("lea") is Mode.JOINED


def test_a_lead_nobody_has_heard_of_for_three_minutes_reads_along_no_more():
    house, later = a_context("system", now=NOW + ms("3m")), NOW + ms("3m")
    (event,) = accepted(a_view(READ), LapseReading("1", "lea"), house)
    assert event == MonitoringLapsed("1", lead="lea", holder="ana", mode=Mode.READING)
    assert lines(event, READ, later, "system") == (), "a notice that the team delays must not come this way"
    both = replace(READ, oversight=replace(READ.oversight, supervisors=(*READ.oversight.supervisors, MO)))
    assert after(both, LapseReading("1", "lea"), "system", later).oversight.supervisor("mo") is not None
    (event,) = accepted(a_view(JOINED), LapseReading("1", "lea"), house)
    assert lines(event, JOINED, later, "system")[0].body.startswith("lea left")
    assert after(JOINED, LapseReading("1", "lea"), "system", later).oversight.supervisors == ()


def test_a_lead_who_was_heard_of_or_has_just_come_in_reads_on():
    house = a_context("system", now=NOW + ms("3m"))
    assert accepted(a_view(READ, heard_at=NOW + 1), LapseReading("1", "lea"), house) == ()
    assert accepted(a_view(READ), LapseReading("1", "lea"), a_context("system", now=NOW + ms("3m") - 1)) == ()
    assert accepted(a_view(MINE), LapseReading("1", "lea"), house) == ()
