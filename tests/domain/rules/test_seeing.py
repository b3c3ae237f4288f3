"""Which queues an agent sees, who says so, and what is refused because of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentconsole.domain.calls.commands import LogCall
from agentconsole.domain.commands import Claim, Command, Link, Merge, Note, OnConversation, Transfer
from agentconsole.domain.decide import decide
from agentconsole.domain.leads.commands import HandBack, Offer, TakeOver
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.team.access import may_see, seen_by
from agentconsole.domain.team.agent import Agent
from agentconsole.domain.team.commands import LimitQueues, ReassignAll
from agentconsole.domain.team.events import ScopeGranted, ScopeRevoked
from agentconsole.domain.view import SYSTEM
from agentconsole.domain.vocabulary import COMMANDS
from tests.domain.asking import accepted, after, refused
from tests.support.builders import ANA, BO, LEA, NOW, TEAM, a_chat, a_context, a_ticket, a_view

L = a_context("lea")
A = a_context("ana")


def only(agent: Agent, *queues: str) -> Agent:
    return replace(agent, queues=queues)


def team(**queues: tuple[str, ...]) -> dict[str, Agent]:
    return TEAM | {name: only(TEAM[name], *queues[name]) for name in queues}


def test_whoever_has_no_queue_named_sees_every_one():
    assert may_see(ANA, a_chat(queue="billing"))
    assert may_see(only(ANA, "billing"), a_chat(queue="billing"))
    assert not may_see(only(ANA, "billing"), a_chat(queue="support"))


def kinds_about_a_conversation() -> list[str]:
    return sorted(kind for kind, each in COMMANDS.items() if issubclass(each, OnConversation))


@pytest.mark.parametrize("kind", kinds_about_a_conversation())
def test_to_whoever_may_not_see_it_no_command_finds_the_conversation(kind: str):
    """Whatever the command is about is never asked: the conversation is not there."""
    command = object.__new__(COMMANDS[kind])
    object.__setattr__(command, "conversation_id", "1")
    for held_by in ("", "ana", "bo"):
        hidden = a_view(a_chat(held_by=held_by, queue="billing"), agents=team(ana=("support",)))
        decision = decide(hidden, command, replace(A, if_rev=99))
        nothing = decide(a_view(), command, replace(A, if_rev=99))
        assert isinstance(decision, Refusal)
        assert decision == nothing


def test_another_conversation_that_may_not_be_seen_is_none():
    view = a_view(a_ticket(), other=a_ticket("2", queue="billing"), agents=team(ana=("support",)))
    for command in (Merge("1", "2"), Link("1", "2")):
        refused(view, command, Code.UNKNOWN_CONVERSATION, A)


def test_contacts_and_the_house_see_everything():
    view = a_view(a_chat(queue="billing"), agents=team(ana=("support",)))
    assert seen_by(view, "chat") is view
    assert seen_by(view, SYSTEM) is view


@pytest.mark.parametrize(("command", "actor"), [(Transfer("1", "bo"), "ana"), (Offer("1", "bo"), "lea")])
def test_nobody_is_given_what_they_may_not_see(command: Command, actor: str):
    view = a_view(a_chat(held_by="ana"), agents=team(bo=("billing",)))
    words = refused(view, command, Code.TARGET_CANNOT_SEE, a_context(actor))
    assert words == "Bo does not see the queue support: give it to somebody who does."


def test_nothing_is_handed_back_to_whoever_sees_it_no_more():
    taken = after(a_chat(held_by="ana"), TakeOver("1"), "lea")
    refused(a_view(taken, agents=team(ana=("billing",))), HandBack("1", "all agreed"), Code.TARGET_CANNOT_SEE, L)


def test_a_transfer_to_a_queue_the_agent_does_not_see_is_their_last_word_on_it():
    view = a_view(a_chat(held_by="ana"), agents=team(ana=("support",)))
    (event,) = accepted(view, Transfer("1", to_queue="billing"), A)
    assert event.to_queue == "billing"  # type: ignore[attr-defined]


def test_what_an_agent_opens_themselves_they_see():
    call = LogCall("incoming", "Mara", "", NOW - 2_000, NOW - 1_000)
    opened = accepted(a_view(agents=team(ana=("billing", "domains"))), call, A)[0]
    assert opened.queue == "billing"  # type: ignore[attr-defined]
    assert accepted(a_view(), call, A)[0].queue == "support"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("has", "gets", "events"),
    [
        ((), ("b", "a"), (ScopeRevoked("bo", (), ("a", "b")),)),
        (("a",), ("a", "b"), (ScopeGranted("bo", ("b",), ("a", "b")),)),
        (("a", "b"), ("a",), (ScopeRevoked("bo", ("b",), ("a",)),)),
        (("a",), ("b",), (ScopeRevoked("bo", ("a",), ("b",)), ScopeGranted("bo", ("b",), ("b",)))),
        (("a",), (), (ScopeGranted("bo", (), ()),)),
        (("a",), (" a ", "a"), ()),
        ((), (), ()),
    ],
)
def test_the_whole_set_is_said_at_once(has: tuple[str, ...], gets: tuple[str, ...], events: tuple[object, ...]):
    assert accepted(a_view(agents=team(bo=has)), LimitQueues("bo", gets), L) == events


def test_only_leads_and_the_house_say_it():
    refused(a_view(), LimitQueues("bo", ("a",)), Code.NOT_ALLOWED, A)
    accepted(a_view(), LimitQueues("bo", ("a",)), a_context(SYSTEM))
    refused(a_view(), LimitQueues("nils", ("a",)), Code.UNKNOWN_AGENT, L)


@pytest.mark.parametrize("queue", ["", " ", "a\nb", "x" * 61])
def test_a_queue_has_a_name(queue: str):
    refused(a_view(), LimitQueues("bo", (queue,)), Code.UNSUPPORTED, L)


@pytest.mark.parametrize(
    ("has", "gets", "is_theirs"),
    [
        (("a",), ("a", "b"), True),
        (("a", "b", "c"), ("c",), True),
        (("a",), ("a", "c"), False),
        (("c",), ("a",), False),
        (("a",), (), False),
        ((), ("a",), False),
    ],
)
def test_a_lead_gives_and_takes_only_what_they_see(has: tuple[str, ...], gets: tuple[str, ...], is_theirs: bool):
    view = a_view(agents=team(lea=("a", "b"), bo=has))
    if is_theirs:
        accepted(view, LimitQueues("bo", gets), L)
    else:
        refused(view, LimitQueues("bo", gets), Code.NOT_ALLOWED, L)


def test_nobody_is_cut_off_from_what_they_hold():
    mine = (a_chat(held_by="bo", queue="a"), a_ticket("2", held_by="bo", queue="b"))
    words = refused(a_view(theirs=mine), LimitQueues("bo", ("b",)), Code.STILL_HOLDS, L)
    assert "#1 there" in words
    accepted(a_view(theirs=mine), LimitQueues("bo", ("a", "b")), L)


def test_a_lead_relieves_a_colleague_only_of_what_the_lead_sees():
    mine = (a_chat(held_by="bo", queue="a"), a_chat("2", held_by="bo", queue="b"))
    view = a_view(theirs=mine, agents=team(lea=("a",)))
    events = accepted(view, ReassignAll("bo", "ill"), L)
    assert {getattr(each, "conversation_id", "1") for each in events} == {"1"}


def test_claims_and_notes_go_on_as_before_where_everything_is_seen():
    accepted(a_view(a_chat(queue="billing")), Claim("1"), A)
    accepted(a_view(a_chat(queue="billing"), agents=team(ana=("billing",))), Note("1", "seen"), A)
    assert BO.queues == LEA.queues == ()
