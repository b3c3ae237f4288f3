"""Taking over and handing back: one holder always, two chats at most, nothing lost, and the summary is read first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentconsole.domain.commands import (
    Acknowledge,
    Claim,
    Note,
    Receive,
    Release,
    Reply,
    ReportProgress,
    Resolve,
    Transfer,
    Update,
)
from agentconsole.domain.leads.commands import (
    CancelHandBack,
    CompleteHandBack,
    HandBack,
    HandInText,
    Leave,
    SeenSummary,
    TakeOver,
)
from agentconsole.domain.leads.events import HandBackWaits, HandedBack, TakenOver
from agentconsole.domain.lines import lines
from agentconsole.domain.promises.clocks import clocks
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS
from agentconsole.domain.refusals import Code
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.terms import MessageKind, Status, Voice, WaitsOn
from tests.domain.asking import accepted, after, refused
from tests.support.builders import ANA, NOW, TEAM, WITH_MO, a_call, a_chat, a_context, a_ticket, a_view, answered, ms

MINE = answered(a_chat(held_by="ana", waiting="4m"), "3m")
TAKEN = after(MINE, TakeOver("1"), "lea")
LEA, SYSTEM = a_context("lea"), a_context("system")
BACK = after(TAKEN, HandBack("1", "a month free, agreed"), "lea")
ANAS = (a_chat("2", held_by="ana"), a_chat("3", held_by="ana"))


def test_a_take_over_moves_the_holder_and_no_clock():
    assert accepted(a_view(MINE), TakeOver("1"), LEA) == (TakenOver("1", agent="lea", from_agent="ana"),)
    assert (TAKEN.assignee, TAKEN.assignee_before, TAKEN.status) == ("lea", "ana", Status.ACTIVE)
    assert clocks(TAKEN, DEFAULT_LEVELS) == clocks(MINE, DEFAULT_LEVELS)
    assert (TAKEN.oversight.taken.by, TAKEN.oversight.taken.from_agent) == ("lea", "ana")


def test_nothing_is_said_to_the_contact_by_it():
    (line,) = lines(TakenOver("1", agent="lea", from_agent="ana"), MINE, NOW, "lea")
    assert (line.kind, line.body) == (MessageKind.SYSTEM, "lea took over from ana")


def test_the_leads_own_slot_has_to_be_free():
    two = (a_chat("2", "Li", held_by="lea"), a_chat("3", "Sam", held_by="lea"))
    assert refused(a_view(MINE, *two), TakeOver("1"), Code.AT_CAPACITY, LEA) == "You hold two chats: Li, Sam."
    accepted(a_view(a_ticket(held_by="ana"), *two), TakeOver("1"), LEA)
    call = a_call(held_by="ana")
    refused(a_view(call, a_call("2", held_by="lea")), TakeOver("1"), Code.ON_A_CALL, LEA)


def test_the_second_of_two_leads_is_told_who_was_faster():
    later = a_context("mo", now=NOW + ms("3s"))
    words = refused(a_view(TAKEN, agents=WITH_MO), TakeOver("1"), Code.TAKEN_OVER, later)
    assert words == "Lea took #1 over 3 s earlier; ask for a transfer."


@pytest.mark.parametrize("words", [Reply("1", "late"), Update("1", "late"), Reply("1", "late", seen=1)])
def test_what_the_agent_sends_afterwards_is_refused_with_the_leads_name(words):
    told = refused(a_view(TAKEN), words, Code.TAKEN_OVER, a_context(now=NOW + ms("10s")))
    assert told == "Lea took #1 over 10 s ago; your text is kept."
    accepted(a_view(TAKEN), Note("1", "the number is in the ticket"))


def test_the_unsent_text_goes_along_marked_and_never_public():
    (event,) = accepted(a_view(TAKEN), HandInText("1", "Dear Mara,\n"))
    (line,) = lines(event, TAKEN, NOW, "ana")
    assert (line.kind, line.voice, line.author, line.body) == (MessageKind.NOTE, Voice.UNSENT, "ana", "Dear Mara,")
    refused(a_view(TAKEN), HandInText("1", "mine"), Code.NOT_TAKEN_OVER, a_context("bo"))
    refused(a_view(MINE), HandInText("1", "mine"), Code.NOT_TAKEN_OVER)
    refused(a_view(BACK), HandInText("1", "too late to matter"), Code.NOT_TAKEN_OVER)


def test_handing_back_goes_to_whom_it_came_from_in_one_step():
    (event,) = accepted(a_view(TAKEN), HandBack("1", " a month free "), LEA)
    assert event == HandedBack("1", by="lea", to_agent="ana", status=Status.ACTIVE, summary="a month free")
    assert (BACK.assignee, BACK.oversight.taken, BACK.oversight.escalation) == ("ana", None, None)
    assert clocks(BACK, DEFAULT_LEVELS) == clocks(MINE, DEFAULT_LEVELS)


def test_it_waits_with_the_lead_for_the_agents_slot():
    view = a_view(TAKEN, *ANAS)
    assert accepted(view, HandBack("1", "agreed"), LEA) == (HandBackWaits("1", to_agent="ana", summary="agreed"),)
    waiting = after(TAKEN, HandBack("1", "agreed"), "lea", NOW, *ANAS)
    assert (waiting.assignee, waiting.oversight.returning.to) == ("lea", "ana")
    accepted(a_view(waiting, *ANAS), Reply("1", "meanwhile"), LEA)
    assert accepted(a_view(waiting, *ANAS), CompleteHandBack("1"), SYSTEM) == ()
    (event,) = accepted(a_view(waiting, ANAS[0]), CompleteHandBack("1"), SYSTEM)
    assert event == HandedBack("1", by="lea", to_agent="ana", status=Status.ACTIVE, summary="agreed")
    assert lines(event, waiting, NOW, "system")[0].author == "lea", "the summary is the lead's"


def test_while_it_waits_the_lead_may_think_again():
    waiting = after(TAKEN, HandBack("1", "agreed"), "lea", NOW, *ANAS)
    kept = after(waiting, CancelHandBack("1"), "lea")
    assert (kept.assignee, kept.oversight.returning) == ("lea", None)
    assert accepted(a_view(kept, ANAS[0]), CompleteHandBack("1"), SYSTEM) == ()
    assert accepted(a_view(waiting, *ANAS), HandBack("1", "agreed"), LEA) == ()
    queue = after(waiting, HandBack("1", "agreed", to_queue=True), "lea")
    assert (queue.status, queue.assignee, queue.oversight.returning) == (Status.WAITING, "", None)
    assert after(waiting, Transfer("1", "bo"), "lea").oversight.returning is None
    assert after(waiting, Resolve("1"), "lea").oversight.returning is None


def test_an_agent_who_has_left_gets_nothing_back_and_the_queue_is_named():
    gone = TEAM | {"ana": replace(ANA, presence=Presence.OFFLINE)}
    words = refused(a_view(TAKEN, agents=gone), HandBack("1", "agreed"), Code.TARGET_NOT_ON_SHIFT, LEA)
    assert words == "Ana is not on shift: hand it back to the queue."
    waiting = after(TAKEN, HandBack("1", "agreed"), "lea", NOW, *ANAS)
    assert accepted(a_view(waiting, agents=gone), CompleteHandBack("1"), SYSTEM) == ()


def test_a_hand_back_needs_a_summary_and_something_that_was_taken_over():
    refused(a_view(TAKEN), HandBack("1", " "), Code.EMPTY, LEA)
    refused(a_view(TAKEN), HandBack("1", "x" * 4_001), Code.TOO_LONG, LEA)
    refused(a_view(a_chat(held_by="lea")), HandBack("1", "agreed"), Code.NOT_TAKEN_OVER, LEA)
    refused(a_view(TAKEN), HandBack("1", "agreed"), Code.TAKEN_OVER)
    refused(a_view(TAKEN), Leave("1"), Code.ALREADY_YOURS, LEA)


@pytest.mark.parametrize("words", [Reply("1", "hi"), Update("1", "hi"), Reply("1", "hi", waits_on=WaitsOn.US)])
def test_nobody_answers_before_they_have_read_the_summary(words):
    assert refused(a_view(BACK), words, Code.SUMMARY_UNSEEN) == "Lea left a summary on #1: read it, then write."
    accepted(a_view(BACK), Note("1", "reading"))
    read = after(BACK, SeenSummary("1"))
    accepted(a_view(read), words)
    assert accepted(a_view(read), SeenSummary("1")) == ()


def test_on_a_ticket_no_report_and_no_acknowledgement_slips_past_the_summary():
    back = after(after(a_ticket(held_by="ana"), TakeOver("1"), "lea"), HandBack("1", "agreed"), "lea")
    refused(a_view(back), ReportProgress("1", "half", NOW + 1), Code.SUMMARY_UNSEEN)
    refused(a_view(back), Acknowledge("1", "read"), Code.SUMMARY_UNSEEN)


def test_from_the_queue_whoever_takes_it_reads_it_but_for_its_author():
    queue = after(TAKEN, HandBack("1", "agreed", to_queue=True), "lea")
    bos, leas = after(queue, Claim("1"), "bo"), after(queue, Claim("1"), "lea")
    refused(a_view(bos), Reply("1", "hi"), Code.SUMMARY_UNSEEN, a_context("bo"))
    accepted(a_view(leas), Reply("1", "hi"), LEA)
    refused(a_view(after(bos, Transfer("1", "ana"), "bo")), Reply("1", "hi"), Code.SUMMARY_UNSEEN)
    refused(a_view(bos), SeenSummary("1"), Code.NOT_ASSIGNEE)


def test_given_away_otherwise_it_is_not_taken_over_any_more():
    assert after(TAKEN, Release("1"), "lea").oversight.taken is None
    assert after(TAKEN, Transfer("1", "ana"), "lea").oversight.taken is None
    assert after(TAKEN, Receive("1", "hello?"), "chat").oversight.taken is not None
