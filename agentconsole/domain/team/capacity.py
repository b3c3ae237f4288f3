"""How much an agent may hold: two chats and one live call; the tables' keys hold the same two numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.terms import Channel, Status
from agentconsole.domain.values import dataclass

if TYPE_CHECKING:
    from agentconsole.domain.conversation import Conversation

MAX_CHATS = 2
MAX_CALLS = 1


@dataclass(frozen=True, slots=True)
class Held:
    """A conversation in an agent's hands, and whose it is."""

    conversation_id: str
    contact_name: str
    slot_no: int = 1


def chat_holder(conversation: Conversation) -> str:
    """The agent whose chat slot the conversation fills; empty when it fills none."""
    active = conversation.channel is Channel.CHAT and conversation.status is Status.ACTIVE
    return conversation.assignee if active else ""


def call_holder(conversation: Conversation) -> str:
    """The agent whose only line the conversation keeps busy; empty when none."""
    live = conversation.channel is Channel.PHONE and conversation.status in (Status.ACTIVE, Status.ON_HOLD)
    return conversation.assignee if live else ""


def free_slot(held: tuple[Held, ...]) -> int:
    """The lowest free chat slot, 1 or 2; 0 when both are taken."""
    taken = {each.slot_no for each in held}
    return next((n for n in range(1, MAX_CHATS + 1) if n not in taken), 0)
