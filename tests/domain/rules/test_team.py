"""The team: who may be added by whom, presence with a receipt, and numbers that only a lead changes."""

from __future__ import annotations

import pytest

from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS, ServiceLevels
from agentconsole.domain.refusals import Code
from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.team.commands import AddAgent, SetLevels, SetPresence
from agentconsole.domain.team.events import AgentAdded, LevelsSet, PresenceSet
from tests.domain.asking import accepted, refused
from tests.support.builders import a_context, a_view

OTHER = ServiceLevels(breach_after=6 * 60_000)


@pytest.mark.parametrize("actor", ["lea", "system"])
def test_leads_and_the_house_add_agents_and_change_numbers(actor: str):
    added = accepted(a_view(), AddAgent("nils", " "), a_context(actor))
    assert added == (AgentAdded("nils", "Nils", Role.AGENT),)
    assert accepted(a_view(), SetLevels(OTHER), a_context(actor)) == (LevelsSet(OTHER),)


@pytest.mark.parametrize("actor", ["ana", "chat"])
def test_nobody_else_does(actor: str):
    for command in (AddAgent("nils", "Nils"), SetLevels(OTHER)):
        assert refused(a_view(), command, Code.NOT_ALLOWED, a_context(actor)) == "Only a team lead can do this."


@pytest.mark.parametrize("name", ["", "Ana", "аna", "9lives", "a b", "x" * 33, "system", "chat", "ana\n"])
def test_a_name_that_could_be_mistaken_is_refused(name: str):
    assert "begins with a letter" in refused(a_view(), AddAgent(name, "X"), Code.UNSUPPORTED, a_context("lea"))


def test_an_agent_is_added_once():
    words = refused(a_view(), AddAgent("ana", "Ana"), Code.ALREADY_EXISTS, a_context("lea"))
    assert words == "There is an agent called ana already."


def test_presence_always_ends_in_a_receipt_and_the_same_again_changes_nothing():
    assert accepted(a_view(), SetPresence(Presence.AVAILABLE)) == ()
    said = accepted(a_view(), SetPresence(Presence.BREAK, "lunch"))
    assert said == (PresenceSet("ana", Presence.BREAK, "lunch"),)


def test_the_same_numbers_again_change_nothing():
    assert accepted(a_view(), SetLevels(DEFAULT_LEVELS), a_context("lea")) == ()
