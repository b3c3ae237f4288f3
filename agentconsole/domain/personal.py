"""What is an agent's own and no colleague's affair: which events are about it, and whose it is."""

from __future__ import annotations

from typing import Final

from agentconsole.domain.events import Event
from agentconsole.domain.knowledge.canned_events import CannedRemoved, CannedSaved
from agentconsole.domain.saved_views import ViewRemoved, ViewSaved

MAY_BE_PERSONAL: Final = frozenset({CannedSaved.type, CannedRemoved.type, ViewSaved.type, ViewRemoved.type})
"""The types of such events; those about the team's have them, too."""


def owner_of(event: Event) -> str:
    """The agent whose own it is about; empty for what the whole team has."""
    match event:
        case CannedSaved(canned=kept):
            return kept.owner
        case ViewSaved(view=kept_view):
            return kept_view.owner
        case CannedRemoved(owner=owner) | ViewRemoved(owner=owner):
            return owner
        case _:
            return ""
