"""Responses kept ready: what is filled in, what is left to the agent, and what cannot be kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentconsole.domain.calls.commands import PromiseCallback
from agentconsole.domain.commands import (
    Acknowledge,
    Categorise,
    Note,
    Pend,
    Reply,
    ReportProgress,
    Resolve,
    Tag,
    Update,
)
from agentconsole.domain.decide import decide
from agentconsole.domain.knowledge.canned import (
    VARIABLES,
    Canned,
    commands_of,
    fault_in,
    filled,
    sent_with,
)
from agentconsole.domain.knowledge.canned_commands import RemoveCanned, SaveCanned
from agentconsole.domain.knowledge.canned_events import CannedRemoved, CannedSaved
from agentconsole.domain.knowledge.incident import Incident
from agentconsole.domain.knowledge.incident_commands import Inform
from agentconsole.domain.leads.commands import Remind
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import Broadcast
from agentconsole.domain.terms import Channel, WaitsOn
from agentconsole.domain.words.blanks import first_unfilled, unfilled
from tests.support.builders import NOW, a_context, a_ticket, a_view

FACTS = {"contact": "Mara Kovač", "first": "Mara", "number": "#1043", "email": ""}


def test_what_is_known_is_filled_in_and_the_rest_is_left_to_the_agent():
    words = filled("Hello {{first}}, {{ number }}: until {{?when}} to {{email}}. nginx: { root {{ x.y }} }", FACTS)
    assert words == "Hello Mara, #1043: until {{?when}} to {{?email}}. nginx: { root {{ x.y }} }"
    assert unfilled(words) == ("when", "email")
    assert words[slice(*first_unfilled(words))] == "{{?when}}"


def test_a_contact_called_like_a_placeholder_fills_in_nothing():
    words = filled("Hello {{contact}}", {"contact": "{{?evil}} {{agent}}", "agent": "Dana"})
    assert unfilled(words) == ()
    assert "Dana" not in words


@given(st.text(max_size=200), st.dictionaries(st.sampled_from(sorted(VARIABLES)), st.text(max_size=30)))
def test_filling_in_never_fails_and_leaves_no_known_placeholder(body: str, facts: dict[str, str]):
    words = filled(body + "{{contact}}", facts)
    assert "{{contact}}" not in words


@pytest.mark.parametrize(
    ("canned", "because"),
    [
        (Canned("No Good", "x"), "a-z"),
        (Canned("a" * 41, "x"), "40"),
        (Canned("x", "  "), "none"),
        (Canned("x", "Hello {{kontakt}}"), "kontakt"),
        (Canned("x", "x" * 20_001), "20,000"),
        (Canned("x", "x", deeds=("fly",)), "fly"),
        (Canned("x", "x", deeds=("tag:",)), "tag:words"),
        (Canned("x", "x", deeds=("pend:godot",)), "contact"),
        (Canned("x", "x", deeds=("pend:others",)), "pend:others the registry"),
        (Canned("x", "x", deeds=("promise:soon",)), "promise:2h"),
        (Canned("x", "x", deeds=("promise:0m",)), "promise:2h"),
        (Canned("x", "x", deeds=("resolve",) * 11), "10"),
    ],
)
def test_what_cannot_be_kept_is_said(canned: Canned, because: str):
    assert because in fault_in(canned)


def test_deeds_are_commands_in_their_order():
    canned = Canned("refund", "", deeds=("tag:refund", "category:billing", "pend:contact", "resolve"))
    assert fault_in(canned) == ""
    assert commands_of(canned.deeds, "7", NOW) == (
        Tag("7", add=("refund",)),
        Categorise("7", "billing"),
        Pend("7", WaitsOn.CONTACT),
        Resolve("7"),
    )


def test_what_waits_for_others_says_for_whom():
    canned = Canned("asked", "", deeds=("pend:others the registry",))
    assert fault_in(canned) == ""
    assert commands_of(canned.deeds, "7", NOW) == (Pend("7", WaitsOn.OTHERS, "the registry"),)


def test_a_promise_is_a_callback_on_the_phone_and_a_progress_report_on_a_ticket():
    deeds = ("promise:1h30m", "tag:dns")
    due, tag = NOW + 90 * MINUTE, Tag("7", add=("dns",))
    reply = Reply("7", "We look.", seen=3)
    assert sent_with(deeds, reply, Channel.PHONE, NOW) == (reply, PromiseCallback("7", due), tag)
    assert sent_with(deeds, reply, Channel.TICKET, NOW) == (ReportProgress("7", "We look.", due), tag)


@pytest.mark.parametrize(
    "command",
    [
        Reply("1", "at {{?when}}"),
        Update("1", "at {{? }}"),
        Note("1", "{{?x}}"),
        Acknowledge("1", "by {{?when}}"),
        ReportProgress("1", "by {{?when}}", NOW + 60_000),
        Inform("1", "by {{?when}}"),
        Remind("1", "{{?what}}"),
        Broadcast("{{?what}}"),
    ],
    ids=lambda each: each.kind,
)
def test_nothing_with_a_blank_in_it_is_sent(command):
    told = Incident("1", "Mail is delayed", NOW, updates=1, update="by {{?when}}")
    actor = "lea" if isinstance(command, Remind | Broadcast) else "ana"
    view = a_view(a_ticket(held_by="ana", incident="1"), incident=told)
    decision = decide(view, command, a_context(actor))
    assert isinstance(decision, Refusal)
    assert decision.code is Code.UNFILLED


def test_own_ones_are_everybodys_affair_and_the_teams_a_leads():
    view = a_view()
    assert decide(view, SaveCanned("hi", "Hello"), a_context("ana")) == (CannedSaved(Canned("hi", "Hello", "ana")),)
    refused = decide(view, SaveCanned("hi", "Hello", is_shared=True), a_context("ana"))
    assert isinstance(refused, Refusal)
    assert refused.code is Code.NOT_ALLOWED
    assert view.agents["lea"].role is Role.LEAD
    shared = decide(view, SaveCanned("hi", "Hello", is_shared=True), a_context("lea"))
    assert shared == (CannedSaved(Canned("hi", "Hello", "")),)


def test_the_same_again_changes_nothing_and_what_is_gone_cannot_go_again():
    kept = replace(a_view(), canned=(Canned("hi", "Hello", "ana"),))
    assert decide(kept, SaveCanned("hi", "Hello"), a_context("ana")) == ()
    assert decide(kept, RemoveCanned("hi"), a_context("ana")) == (CannedRemoved("hi", "ana"),)
    assert decide(a_view(), RemoveCanned("hi"), a_context("ana")) == ()
