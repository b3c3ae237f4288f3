"""Two chats at most, one holder always: checked in every state of a small world, and on rules broken on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from agentconsole.domain.commands import Claim, Command, Receive, Undo
from agentconsole.domain.decide import decide
from agentconsole.domain.events import Claimed, Received, Released, Transferred
from agentconsole.domain.refusals import Refusal
from agentconsole.domain.rules import ending, holding
from agentconsole.domain.rules.capacity_guard import no_room
from agentconsole.domain.terms import Status
from agentconsole.domain.view import Context, Decision, View
from tests.domain.explorer import Broken, explore
from tests.support.builders import a_chat

CHATS = (a_chat("1", "Mara"), a_chat("2", "Li"), a_chat("3", "Sam"))
TWO_HELD = (a_chat("1", "Mara", held_by="ana"), a_chat("2", "Li", held_by="ana"), a_chat("3", "Sam", held_by="bo"))


def test_in_no_state_does_anybody_hold_three_chats_and_no_active_chat_is_ever_nobodys(figure: Callable[..., int]):
    explored = explore(CHATS, figure(6, 8))
    assert explored.states > 7_000, explored
    assert explored.tried > 200_000, explored


def test_the_same_holds_from_where_everybody_is_busy(figure: Callable[..., int]):
    assert explore(TWO_HELD, figure(3, 7)).states > 150


def room_for_all(view: object, conversation: object, agent_id: str, *, is_actor: bool) -> Refusal | None:
    return None


def room_for_leads(view: View, conversation, agent_id: str, *, is_actor: bool) -> Refusal | None:
    return None if view.agents[agent_id].is_lead else no_room(view, conversation, agent_id, is_actor=is_actor)


def room_for_targets(view: View, conversation, agent_id: str, *, is_actor: bool) -> Refusal | None:
    return no_room(view, conversation, agent_id, is_actor=True) if is_actor else None


@pytest.mark.parametrize(
    ("chapter", "planted"),
    [
        pytest.param(holding, room_for_all, id="claims-do-not-count"),
        pytest.param(holding, room_for_leads, id="leads-are-exempt"),
        pytest.param(holding, room_for_targets, id="transfers-do-not-ask-the-target"),
        pytest.param(ending, room_for_all, id="reopening-does-not-count"),
    ],
)
def test_a_path_without_the_limit_is_caught_as_a_third_chat(monkeypatch, chapter, planted):
    monkeypatch.setattr(chapter, "no_room", planted)
    with pytest.raises(Broken, match="third chat"):
        explore(CHATS, 6)


def release_then_claim(view: View, command: Command, context: Context) -> Decision:
    """A transfer in two steps, between which anybody may take it."""
    decision = decide(view, command, context)
    match decision:
        case (Transferred(conversation_id=own, to_agent=target),) if target:
            return Released(own, Status.WAITING), Claimed(own, target, Status.ACTIVE)
    return decision


def release_only(view: View, command: Command, context: Context) -> Decision:
    """A transfer that only lets go."""
    decision = decide(view, command, context)
    match decision:
        case (Transferred(conversation_id=own, to_agent=target),) if target:
            return (Released(own, Status.WAITING),)
    return decision


def back_to_its_agent(view: View, command: Command, context: Context) -> Decision:
    """A chat that wakes up in the hands of who had it, whatever they hold by now."""
    decision = decide(view, command, context)
    match decision:
        case (Received(status=Status.WAITING) as woken,) if isinstance(command, Receive) and view.conversation:
            if view.conversation.status is Status.CLOSED and view.conversation.assignee:
                claim = Claimed(woken.conversation_id, view.conversation.assignee, Status.ACTIVE)
                return woken, claim
    return decision


def undo_without_asking(view: View, command: Command, context: Context) -> Decision:
    """An undo that puts back what was, without the rule of the command it stands for."""
    if isinstance(command, Undo) and view.past and isinstance(view.past.events[0], Released):
        released = view.past.events[0]
        if view.conversation and view.conversation.status is Status.WAITING:
            return (Claimed(released.conversation_id, released.from_agent, Status.ACTIVE),)
    return decide(view, command, context)


def claim_without_a_name(view: View, command: Command, context: Context) -> Decision:
    """A claim that forgets whose it is."""
    decision = decide(view, command, context)
    if isinstance(command, Claim) and not isinstance(decision, Refusal):
        return tuple(replace(event, agent="") for event in decision if isinstance(event, Claimed))
    return decision


@pytest.mark.parametrize(
    ("planted", "words"),
    [
        (release_then_claim, "a transfer left it in nobody's hands"),
        (release_only, "a transfer left it in nobody's hands"),
        (back_to_its_agent, "third chat"),
        (undo_without_asking, "third chat"),
        (claim_without_a_name, "an active chat has no holder"),
    ],
)
def test_a_rule_that_lets_go_or_forgets_is_caught(planted, words: str):
    with pytest.raises(Broken, match=words) as caught:
        explore(TWO_HELD, 5, planted)
    assert "\n  ana: " in str(caught.value) or "\n  bo: " in str(caught.value), "the way there is told"
