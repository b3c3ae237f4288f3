"""Taking over and handing back in every state of a small world, and on rules broken on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from agentconsole.domain.commands import Command
from agentconsole.domain.decide import decide
from agentconsole.domain.effect import EFFECTS
from agentconsole.domain.events import Claimed, Released
from agentconsole.domain.leads import effects as lead_effects
from agentconsole.domain.leads.commands import CompleteHandBack, TakeOver
from agentconsole.domain.leads.events import HandBackWaits, HandedBack, TakenOver
from agentconsole.domain.leads.oversight import Oversight
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules import offering, taking_over, talking
from agentconsole.domain.rules.book import not_held
from agentconsole.domain.terms import Status
from agentconsole.domain.view import Context, Decision, View
from tests.domain.explorer import Broken
from tests.domain.lead_explorer import OFFERING, explore
from tests.support.builders import a_chat

BUSY = (a_chat("1", held_by="ana"), a_chat("2", held_by="ana"), a_chat("3", held_by="bo"))


def test_one_holder_two_chats_and_a_summary_read_first_in_every_state(figure: Callable[..., int]):
    explored = explore(BUSY, figure(6, 8))
    assert explored.states > 4_000, explored
    assert explored.tried > 15_000, explored


def test_the_same_with_offers_transfers_and_leads_who_come_in(figure: Callable[..., int]):
    assert explore(BUSY, figure(3, 5), given=OFFERING).states > 500


def room_for_all(view: object, conversation: object, agent_id: str, *, is_actor: bool) -> Refusal | None:
    return None


@pytest.mark.parametrize("chapter", [taking_over, offering], ids=["taking-over", "offering"])
def test_a_take_over_a_hand_back_or_an_offer_without_the_limit_is_caught(monkeypatch, chapter):
    monkeypatch.setattr(chapter, "no_room", room_for_all)
    with pytest.raises(Broken, match=r"third chat|goes without"):
        explore(BUSY, 5, given=OFFERING)


def test_a_reply_that_does_not_wait_for_the_summary_is_caught(monkeypatch):
    monkeypatch.setattr(talking, "may_not_speak", lambda view, context: not_held(view, context))
    with pytest.raises(Broken, match="before they had read the summary"):
        explore(BUSY, 4)


def test_a_summary_that_a_second_take_over_forgets_is_caught(monkeypatch):
    effect = EFFECTS[TakenOver]

    def forgets(c, e, at, actor):
        after = effect(c, e, at, actor)
        return replace(after, oversight=replace(after.oversight, summary=None))

    monkeypatch.setitem(EFFECTS, TakenOver, forgets)
    with pytest.raises(Broken, match="before they had read the summary"):
        explore(BUSY, 5)


def test_a_summary_that_ends_with_the_chat_is_caught(monkeypatch):
    overseen = lead_effects.overseen

    def ends(c):
        after = overseen(c)
        gone = after.oversight.summary and not after.is_open
        return replace(after, oversight=replace(after.oversight, summary=None)) if gone else after

    monkeypatch.setattr("agentconsole.domain.evolve.overseen", ends)
    with pytest.raises(Broken, match="before they had read the summary"):
        explore(BUSY, 6)


def release_and_claim(view: View, command: Command, context: Context) -> Decision:
    """A hand-back in two steps, between which anybody may take it."""
    decision = decide(view, command, context)
    match decision:
        case (HandedBack(conversation_id=own, to_agent=to),) if to:
            return Released(own, Status.WAITING), Claimed(own, to, Status.ACTIVE)
    return decision


def lets_go_while_it_waits(view: View, command: Command, context: Context) -> Decision:
    """A hand-back that waits in nobody's hands."""
    decision = decide(view, command, context)
    match decision:
        case (HandBackWaits(conversation_id=own),):
            return (Released(own, Status.WAITING),)
    return decision


def the_second_lead_wins(view: View, command: Command, context: Context) -> Decision:
    """A take-over that asks nobody whether another lead was faster."""
    decision = decide(view, command, context)
    if isinstance(command, TakeOver) and isinstance(decision, Refusal) and decision.code is Code.TAKEN_OVER:
        holder = view.conversation.assignee if view.conversation else ""
        return (TakenOver(command.conversation_id, context.actor, holder),)
    return decision


def never_goes(view: View, command: Command, context: Context) -> Decision:
    """A hand-back that stays with the lead for ever."""
    return () if isinstance(command, CompleteHandBack) else decide(view, command, context)


@pytest.mark.parametrize(
    ("planted", "words"),
    [
        (release_and_claim, "left in nobody's hands"),
        (lets_go_while_it_waits, "left in nobody's hands"),
        (the_second_lead_wins, "what another lead had taken over"),
        (never_goes, "does not go when there is room"),
    ],
)
def test_a_rule_that_lets_go_forgets_or_races_is_caught(planted, words: str):
    with pytest.raises(Broken, match=words) as caught:
        explore(BUSY, 6, planted)
    assert "TakeOver" in str(caught.value), "the way there is told"


def test_what_belongs_to_one_holder_and_outlives_them_is_caught(monkeypatch):
    def keeps(was: Oversight, assignee: str, *, is_live: bool, is_open: bool) -> Oversight:
        return was

    monkeypatch.setattr("agentconsole.domain.leads.oversight.kept", keeps)
    with pytest.raises(Broken, match=r"taken over by somebody who does not hold it|is not with its lead"):
        explore(BUSY, 5)
