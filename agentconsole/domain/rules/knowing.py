"""Rules of what the team knows: everybody keeps responses of their own, leads those of the team."""

from __future__ import annotations

from collections.abc import Collection

from agentconsole.domain.knowledge.canned import Canned, fault_in
from agentconsole.domain.knowledge.canned_commands import RemoveCanned, SaveCanned
from agentconsole.domain.knowledge.canned_events import CannedRemoved, CannedSaved
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import first, rule
from agentconsole.domain.saved_views import SavedView
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
    refusal = first(faulty(fault_in(canned)), no_room(canned.name, view.canned, MOST_CANNED, "responses"))
    if refusal:
        return refusal
    return () if canned in view.canned else (CannedSaved(canned),)


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


def faulty(fault: str) -> Refusal | None:
    """The refusal of what has a fault, told in a sentence; None without one."""
    return Refusal(Code.UNSUPPORTED, fault) if fault else None


def no_room(name: str, kept: Collection[SavedView | Canned], most: int, what: str) -> Refusal | None:
    """The refusal of one more than `most` of what is kept; another under a name that is there already takes no room."""
    if len(kept) < most or any(each.name == name for each in kept):
        return None
    return Refusal(Code.TOO_LONG, f"There are {most:,} {what} already; remove one first.")


def is_for_leads(view: View, context: Context) -> bool:
    """Whether whoever asks may do what leads do: one of them, or the house itself."""
    actor = view.agents.get(context.actor)
    return context.actor == SYSTEM or (actor is not None and actor.is_lead)


def may_change(view: View, context: Context, what: str, *, is_shared: bool) -> Refusal | None:
    """Why the agent may not change what is kept; None when they may. Their own is everybody's affair."""
    if not is_shared or is_for_leads(view, context):
        return None
    return Refusal(Code.NOT_ALLOWED, f"Only a team lead changes the team's {what}; keep it as one of your own.")
