"""Rules of what the team knows: everybody keeps responses of their own, leads those of the team."""

from __future__ import annotations

from agentconsole.domain.canned import Canned, fault_in
from agentconsole.domain.knowledge_commands import RemoveCanned, SaveCanned
from agentconsole.domain.knowledge_events import CannedRemoved, CannedSaved
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import rule
from agentconsole.domain.view import SYSTEM, Context, Decision, View

MOST_CANNED = 2_000
"""Responses of one owner: more than anybody finds anything in."""


@rule(SaveCanned)
def save_canned(view: View, command: SaveCanned, context: Context) -> Decision:
    """The same again changes nothing."""
    refusal = may_change(view, context, "responses", is_shared=command.is_shared)
    if refusal:
        return refusal
    canned = Canned(command.name, command.body, owner_of(context, is_shared=command.is_shared), command.deeds)
    if fault := fault_in(canned):
        return Refusal(Code.UNSUPPORTED, fault)
    if canned in view.canned:
        return ()
    is_new = all(each.name != canned.name for each in view.canned)
    if is_new and len(view.canned) >= MOST_CANNED:
        return Refusal(Code.TOO_LONG, f"There are {MOST_CANNED:,} responses already; remove one first.")
    return (CannedSaved(canned),)


@rule(RemoveCanned)
def remove_canned(view: View, command: RemoveCanned, context: Context) -> Decision:
    """One that is gone already changes nothing."""
    refusal = may_change(view, context, "responses", is_shared=command.is_shared)
    if refusal:
        return refusal
    owner = owner_of(context, is_shared=command.is_shared)
    return (CannedRemoved(command.name, owner),) if any(each.name == command.name for each in view.canned) else ()


def owner_of(context: Context, *, is_shared: bool) -> str:
    """Whose it is: the agent's own, or with an empty name the team's."""
    return "" if is_shared else context.actor


def is_for_leads(view: View, context: Context) -> bool:
    """Whether whoever asks may do what leads do: one of them, or the house itself."""
    actor = view.agents.get(context.actor)
    return context.actor == SYSTEM or (actor is not None and actor.is_lead)


def may_change(view: View, context: Context, what: str, *, is_shared: bool) -> Refusal | None:
    """Why the agent may not change what is kept; None when they may. Their own is everybody's affair."""
    if not is_shared or is_for_leads(view, context):
        return None
    return Refusal(Code.NOT_ALLOWED, f"Only a team lead changes the team's {what}; keep it as one of your own.")
