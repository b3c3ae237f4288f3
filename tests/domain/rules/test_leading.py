"""What leads do for the team: a kind reminder, a sick colleague's work, roles, rungs, a word to everybody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentconsole.domain.commands import Claim
from agentconsole.domain.events import Released
from agentconsole.domain.leads.commands import LookedAt, Remind
from agentconsole.domain.leads.events import Looked
from agentconsole.domain.leads.ladder import DEFAULT_LADDER, Rung
from agentconsole.domain.leads.supervision import Supervision
from agentconsole.domain.refusals import Code
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import Broadcast, ReassignAll, SetLadder, SetRole, SetSupervision
from agentconsole.domain.team.events import LadderSet, Relieved, RoleSet, SupervisionSet, TeamTold
from agentconsole.domain.terms import Status
from tests.domain.asking import accepted, after, refused
from tests.support.builders import BO, NOW, TEAM, WITH_MO, a_call, a_chat, a_context, a_ticket, a_view, ms

LEA, SYSTEM = a_context("lea"), a_context("system")
MINE = a_chat(held_by="ana")
OWNER = Rung("owner", "The owner", contact="Jo")


@pytest.mark.parametrize(
    "command",
    [
        Remind("1"),
        Broadcast("hi"),
        ReassignAll("bo", "ill"),
        SetRole("ana", Role.LEAD),
        SetLadder((OWNER,)),
        SetSupervision(Supervision(1)),
    ],
)
def test_what_is_a_leads_is_refused_to_agents(command):
    refused(a_view(MINE), command, Code.NOT_ALLOWED, a_context("bo"))


@pytest.mark.parametrize("command", [SetRole("ana", Role.LEAD), SetLadder((OWNER,)), SetSupervision(Supervision(1))])
def test_a_store_can_be_set_up_before_there_is_a_lead(command):
    accepted(a_view(), command, SYSTEM)


def test_a_reminder_is_kind_by_itself_and_not_said_twice_in_three_minutes():
    (event,) = accepted(a_view(MINE), Remind("1"), LEA)
    assert event.body == "A kind reminder: Mara is waiting for a word. Shall I help?"
    said = after(MINE, Remind("1", "Mara?"), "lea")
    words = refused(a_view(said), Remind("1"), Code.TOO_SOON, a_context("lea", now=NOW + ms("1m")))
    assert words == "Ana was reminded 1 min ago: give it a moment, or whisper."
    accepted(a_view(said), Remind("1"), a_context("lea", now=NOW + ms("3m")))
    refused(a_view(a_chat()), Remind("1"), Code.NOT_ASSIGNEE, LEA)


def test_all_of_a_sick_colleagues_work_goes_back_and_what_is_over_stays():
    theirs = (a_chat("1", held_by="bo"), a_ticket("2", held_by="bo"), a_call("3", held_by="bo"))
    done = a_chat("4", status=Status.WRAP_UP, assignee="bo")
    view = a_view(theirs=(*theirs, done))
    *given, relieved = accepted(view, ReassignAll("bo", "ill"), LEA)
    assert [(each.conversation_id, each.status) for each in given if isinstance(each, Released)] == [
        ("1", Status.WAITING),
        ("2", Status.WAITING),
        ("3", Status.RINGING),
    ]
    assert relieved == Relieved("bo", reason="ill", count=3)
    refused(view, ReassignAll("bo", " "), Code.NEEDS_REASON, LEA)
    refused(view, ReassignAll("nils", "ill"), Code.UNKNOWN_AGENT, LEA)
    assert accepted(a_view(theirs=(done,)), ReassignAll("bo", "ill"), LEA) == ()


def test_looking_is_remembered_a_quarter_of_an_hour():
    assert accepted(a_view(MINE), LookedAt("1"), LEA) == (Looked("1"),)
    seen = after(MINE, LookedAt("1"), "lea")
    assert (seen.oversight.looked_at, seen.oversight.looked_by) == (NOW, "lea")
    assert accepted(a_view(seen), LookedAt("1"), a_context("lea", now=NOW + ms("14m"))) == ()
    accepted(a_view(seen), LookedAt("1"), a_context("lea", now=NOW + ms("15m")))


def test_roles_change_and_the_last_lead_stays():
    assert accepted(a_view(), SetRole("ana", Role.LEAD), LEA) == (RoleSet("ana", role=Role.LEAD, was=Role.AGENT),)
    assert accepted(a_view(), SetRole("ana", Role.AGENT), LEA) == ()
    words = refused(a_view(), SetRole("lea", Role.AGENT), Code.LAST_LEAD, LEA)
    assert words == "Lea is the only team lead; make another one first."
    accepted(a_view(agents=WITH_MO), SetRole("lea", Role.AGENT), LEA)
    refused(a_view(), SetRole("nils", Role.LEAD), Code.UNKNOWN_AGENT, LEA)


def test_a_ladder_has_rungs_with_names_and_people():
    assert accepted(a_view(), SetLadder((OWNER,)), LEA) == (LadderSet((OWNER,)),)
    assert accepted(a_view(), SetLadder(DEFAULT_LADDER), LEA) == ()
    for rungs, code in (
        ((), Code.UNSUPPORTED),
        ((OWNER, OWNER), Code.UNSUPPORTED),
        ((Rung("", "x"),), Code.EMPTY),
        ((replace(OWNER, limit=-1),), Code.UNSUPPORTED),
        ((replace(OWNER, agents=("nils",)),), Code.UNKNOWN_AGENT),
        ((replace(OWNER, contact="x" * 600),), Code.TOO_LONG),
    ):
        refused(a_view(), SetLadder(rungs), code, LEA)


def test_nobody_is_watched_in_secret():
    assert accepted(a_view(), SetSupervision(Supervision(ms("5m"))), LEA) == (SupervisionSet(Supervision(ms("5m"))),)
    assert accepted(a_view(), SetSupervision(Supervision(0)), LEA) == ()
    words = refused(a_view(), SetSupervision(Supervision(ms("61m"))), Code.UNSUPPORTED, LEA)
    assert words == "The notice may be delayed by 1 h at most: nobody is watched in secret."


def test_a_word_to_everybody_is_short():
    assert accepted(a_view(), Broadcast(" the mail cluster is back "), LEA) == (TeamTold("the mail cluster is back"),)
    refused(a_view(), Broadcast(" "), Code.EMPTY, LEA)
    refused(a_view(), Broadcast("x" * 501), Code.TOO_LONG, LEA)


def test_a_claim_still_knows_the_limit_for_leads():
    two = (a_chat("2", held_by="lea"), a_chat("3", held_by="lea"))
    refused(a_view(a_chat(), *two), Claim("1"), Code.AT_CAPACITY, LEA)
    assert TEAM["bo"] == BO
