"""The conversation of an id, as every part of the door looks it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.store.rows import find_conversation
from agentconsole.workspace.api import UnknownConversation

if TYPE_CHECKING:
    from sqlite3 import Connection

    from agentconsole.domain.conversation import Conversation


def stored(db: Connection, conversation_id: str) -> Conversation:
    """The conversation as the store has it. Raises UnknownConversation."""
    found = find_conversation(db, conversation_id)
    if found is None:
        raise UnknownConversation(conversation_id)
    return found.conversation
