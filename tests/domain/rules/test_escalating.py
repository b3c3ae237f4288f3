"""Raising a hand: the ladder never ends at a wall, twice is once, and whoever raised it is told who has it."""

from __future__ import annotations

from dataclasses import replace

from agentconsole.domain.commands import RecordBreaches, Release, Resolve, Transfer
from agentconsole.domain.leads.clocks import escalation_clock, lead_due_at
from agentconsole.domain.leads.commands import AcknowledgeEscalation, AskForHelp, Escalate, PassOn, TakeOver, Withdraw
from agentconsole.domain.leads.events import Escalated, PassedOn
from agentconsole.domain.leads.ladder import DEFAULT_LADDER, Rung, above, first_reached, money, on_now
from agentconsole.domain.leads.oversight import EscalationReason
from agentconsole.domain.promises.clocks import clocks, first_unrecorded
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS
from agentconsole.domain.refusals import Code
from agentconsole.domain.team.agent import Presence
from tests.domain.asking import accepted, after, refused
from tests.support.builders import BO, LEA, NOW, TEAM, a_chat, a_context, a_ticket, a_view, ms

LEGAL = EscalationReason.LEGAL
TIERS = (
    Rung("lead", "Team lead", limit=10_000),
    Rung("tier2", "Tier 2", ("bo",), limit=48_000, usual_minutes=30),
    Rung("owner", "The owner", contact="Jo, +44 20 7946 0100"),
)
RAISED = after(a_chat(held_by="ana"), Escalate("1", LEGAL, "wants our lawyer"))


def test_a_raised_hand_says_why_by_whom_and_where_it_is():
    raised = RAISED.oversight.escalation
    assert (raised.reason, raised.line, raised.by, raised.rung) == (LEGAL, "wants our lawyer", "ana", "lead")
    assert (RAISED.assignee, RAISED.oversight.calls_since) == ("ana", NOW)


def test_the_second_hand_is_accepted_and_changes_nothing():
    assert accepted(a_view(RAISED), Escalate("1", EscalationReason.ABUSE, "again")) == ()


def test_only_the_holder_or_a_lead_raises_it_and_another_reason_has_to_be_said():
    refused(a_view(a_chat(held_by="bo")), Escalate("1", LEGAL, ""), Code.NOT_ASSIGNEE)
    accepted(a_view(a_chat(held_by="bo")), Escalate("1", LEGAL, ""), a_context("lea"))
    refused(a_view(a_chat(held_by="ana")), Escalate("1", EscalationReason.OTHER, " "), Code.NEEDS_REASON)
    refused(a_view(a_chat(held_by="ana")), Escalate("1", LEGAL, "x" * 501), Code.TOO_LONG)


def test_it_begins_on_the_first_rung_where_anybody_is():
    away = TEAM | {"lea": replace(LEA, presence=Presence.OFFLINE)}
    (event,) = accepted(a_view(a_chat(held_by="ana"), agents=away, ladder=TIERS), Escalate("1", LEGAL, ""))
    assert event == Escalated("1", reason=LEGAL, line="", rung="tier2")
    nobody = away | {"bo": replace(BO, presence=Presence.OFFLINE)}
    assert first_reached(TIERS[:2], TIERS[0], nobody) is TIERS[0], "nobody anywhere: it still stands on a rung"
    assert first_reached(TIERS, TIERS[0], nobody) is TIERS[2], "a contact outside the console can always be reached"


def test_a_rung_says_who_is_there_and_what_they_may_grant():
    assert [each.id for each in on_now(TIERS[0], TEAM)] == ["lea"]
    assert [each.id for each in on_now(TIERS[1], TEAM)] == ["bo"]
    assert (money(TIERS[1]), money(TIERS[2])) == ("480.00 EUR", "")
    assert above(TIERS, "lead") is TIERS[1]
    assert above(TIERS, "owner") is None
    assert above(DEFAULT_LADDER, "gone") is DEFAULT_LADDER[0], "a rung that was taken away leads back onto the ladder"


def test_passing_on_begins_a_new_clock_there_and_the_last_rung_names_who_decides():
    seen = after(RAISED, AcknowledgeEscalation("1"), "lea", NOW + ms("1m"))
    assert escalation_clock(seen, DEFAULT_LEVELS) is None
    (event,) = accepted(a_view(seen, ladder=TIERS), PassOn("1", line="480 EUR"), a_context("lea", now=NOW + ms("2m")))
    assert event == PassedOn("1", rung="tier2", line="480 EUR", from_rung="lead")
    top = replace(RAISED.oversight, escalation=replace(RAISED.oversight.escalation, rung="owner"))
    view = a_view(replace(RAISED, oversight=top), ladder=TIERS)
    words = refused(view, PassOn("1"), Code.TOP_RUNG, a_context("lea"))
    assert words == "The owner is the last rung; Jo, +44 20 7946 0100 decides it there."
    accepted(view, PassOn("1", rung="lead"), a_context("lea"))


def test_the_people_of_its_rung_answer_it_and_nobody_else():
    there = replace(RAISED.oversight, escalation=replace(RAISED.oversight.escalation, rung="tier2"))
    view = a_view(replace(RAISED, oversight=there), ladder=TIERS)
    accepted(view, AcknowledgeEscalation("1"), a_context("bo"))
    accepted(view, AcknowledgeEscalation("1"), a_context("lea"))
    words = refused(view, AcknowledgeEscalation("1"), Code.NOT_ALLOWED)
    assert words == "It is with Tier 2: a lead or somebody there answers it."
    assert (
        accepted(a_view(after(RAISED, AcknowledgeEscalation("1"), "lea")), AcknowledgeEscalation("1"), a_context("lea"))
        == ()
    )


def test_the_hand_has_a_clock_of_its_own_that_does_not_move_the_queue():
    assert clocks(RAISED, DEFAULT_LEVELS) == clocks(a_chat(held_by="ana"), DEFAULT_LEVELS)
    assert escalation_clock(RAISED, DEFAULT_LEVELS).breach_at == NOW + ms("2m")
    ticket = after(a_ticket(held_by="ana"), Escalate("1", LEGAL, ""))
    assert escalation_clock(ticket, DEFAULT_LEVELS).breach_at == NOW + ms("10m") == lead_due_at(ticket, DEFAULT_LEVELS)
    assert first_unrecorded(RAISED, clocks(RAISED, DEFAULT_LEVELS)) != lead_due_at(RAISED, DEFAULT_LEVELS)


def test_a_hand_nobody_answered_is_put_on_record_once():
    late = after(a_ticket(held_by="ana"), Escalate("1", LEGAL, ""))
    context = a_context("system", now=NOW + ms("10m"))
    assert "escalation" in [each.clock.value for each in accepted(a_view(late), RecordBreaches("1"), context)]
    recorded = after(late, RecordBreaches("1"), "system", NOW + ms("10m"))
    assert accepted(a_view(recorded), RecordBreaches("1"), context) == ()
    assert lead_due_at(recorded, DEFAULT_LEVELS) > NOW + ms("99d")


def test_it_comes_down_by_hand_by_an_answer_or_with_the_end_and_follows_the_conversation():
    assert after(RAISED, Withdraw("1")).oversight.escalation is None
    assert after(RAISED, Resolve("1")).oversight.escalation is None
    assert after(RAISED, TakeOver("1"), "lea").oversight.calls_since is None
    assert after(RAISED, Release("1")).oversight.escalation is not None, "in the queue it still needs a lead"
    assert after(RAISED, Transfer("1", "bo")).oversight.escalation.by == "ana"
    assert accepted(a_view(a_chat(held_by="ana")), Withdraw("1")) == ()


def test_asking_for_a_whisper_is_a_smaller_hand():
    asked = after(a_chat(held_by="ana"), AskForHelp("1", "which clause?"))
    assert (asked.oversight.help.line, asked.oversight.calls_since) == ("which clause?", NOW)
    assert accepted(a_view(asked), AskForHelp("1")) == ()
    refused(a_view(a_chat(held_by="bo")), AskForHelp("1"), Code.NOT_ASSIGNEE)
    assert after(asked, Transfer("1", "bo")).oversight.help is None, "it was Ana's call"
