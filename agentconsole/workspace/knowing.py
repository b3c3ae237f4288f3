"""What the agent has ready: responses of their own over those of the team, and what is filled into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.customer.called import called

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agentconsole.domain.knowledge.canned import Canned
    from agentconsole.workspace.api import Door
    from agentconsole.workspace.desk import Desk


def find_canned(desk: Desk) -> tuple[Canned, ...]:
    """By name; an own one hides the team's of the same name."""
    from agentconsole.store.knowing.canned import canned_of

    by_name = {each.name: each for owner in ("", desk.me) for each in canned_of(desk.db, owner)}
    return tuple(by_name[name] for name in sorted(by_name))


def facts(door: Door, conversation_id: str) -> Mapping[str, str]:
    """What the conversation tells for the placeholders of a response. Raises UnknownConversation."""
    it, me = door.conversation(conversation_id).conversation, door.me
    contact = door.contact(it.contact_id, it.id)
    return {
        "contact": contact.name,
        "first": called(contact.name),
        "email": contact.email,
        "number": f"#{it.id}",
        "subject": it.subject,
        "category": it.category,
        "agent": me.short_name,
        "agent_full": me.full_name,
        "team": it.queue,
    }
