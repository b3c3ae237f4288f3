"""What events around calls beside the line make of a conversation; importing it enters them."""

from __future__ import annotations

from agentconsole.domain.calls import events as happened
from agentconsole.domain.conversation import Conversation, changed
from agentconsole.domain.effect import effect, stamped


@effect(happened.CallbackPromised)
def callback_promised(c: Conversation, e: happened.CallbackPromised, at: int, actor: str) -> Conversation:
    """A call is owed by then."""
    return changed(c, status=e.status, callback_at=e.due_at)


@effect(happened.CallbackCompleted)
def callback_completed(c: Conversation, e: happened.CallbackCompleted, at: int, actor: str) -> Conversation:
    """Kept, or to be tried again."""
    return changed(c, status=e.status, callback_at=e.next_at)


@effect(happened.CallLogged)
def call_logged(c: Conversation, e: happened.CallLogged, at: int, actor: str) -> Conversation:
    """The log's times are the conversation's stamps."""
    stamps = c.stamps
    for name, moment in (
        ("first_response", e.started_at),
        ("work_started", e.started_at),
        ("resolved", e.ended_at),
    ):
        stamps = stamped(stamps, name, moment, actor)
    return changed(c, assignee=actor, disposition=e.disposition, stamps=stamps)
