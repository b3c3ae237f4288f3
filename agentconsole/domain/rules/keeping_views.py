"""Rules of the views of the queue: everybody keeps some of their own, leads those of the team."""

from __future__ import annotations

from agentconsole.domain.rules.book import first, rule
from agentconsole.domain.rules.knowing import faulty, may_change, no_room, owner_of
from agentconsole.domain.saved_views import RemoveView, SavedView, SaveView, ViewRemoved, ViewSaved, fault_in
from agentconsole.domain.view import Context, Decision, View

MOST_VIEWS = 60
"""Views of one owner: as many as a list can be opened from by one key each."""


@rule(SaveView)
def save_view(view: View, command: SaveView, context: Context) -> Decision:
    """The same again changes nothing."""
    refusal = may_change(view, context, "views", is_shared=command.is_shared)
    if refusal:
        return refusal
    kept = SavedView(command.name.strip(), command.filter.strip(), owner_of(context, is_shared=command.is_shared))
    refusal = first(faulty(fault_in(kept)), no_room(kept.name, view.saved_views, MOST_VIEWS, "views"))
    if refusal:
        return refusal
    return () if kept in view.saved_views else (ViewSaved(kept),)


@rule(RemoveView)
def remove_view(view: View, command: RemoveView, context: Context) -> Decision:
    """One that is gone already changes nothing."""
    refusal = may_change(view, context, "views", is_shared=command.is_shared)
    if refusal:
        return refusal
    is_there = any(each.name == command.name for each in view.saved_views)
    return (ViewRemoved(command.name, owner_of(context, is_shared=command.is_shared)),) if is_there else ()
