"""A chat of the agent's own that is not in front, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.store import queries
from agentconsole.workspace.queue_views import PeekView

if TYPE_CHECKING:
    from agentconsole.workspace.desk import Desk
    from agentconsole.workspace.queue_reader import QueueReader

DRAFTS = ("public", "internal")


def peek(desk: Desk, reader: QueueReader, conversation_id: str) -> PeekView:
    """The line of one chat. Raises UnknownConversation."""
    row = reader.row(conversation_id)
    return PeekView(row, queries.last_words(desk.db, conversation_id), _has_draft(desk, conversation_id))


def _has_draft(desk: Desk, conversation_id: str) -> bool:
    saved = queries.drafts_of(desk.db, desk.server, desk.me, conversation_id)
    coming = ((kind, desk.courier.draft_on_its_way(conversation_id, kind)) for kind in DRAFTS)
    return any(kind in saved if text is None else bool(text) for kind, text in coming)
