"""Who has room: the words of the two-chat and the one-call limit, for the agent and for a colleague."""

from __future__ import annotations

from collections.abc import Iterable

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.team.capacity import MAX_CALLS, MAX_CHATS
from agentconsole.domain.terms import Channel, Status
from agentconsole.domain.view import View

ON_THE_LINE = frozenset({Status.RINGING, Status.ACTIVE, Status.ON_HOLD})
"""Where taking a call keeps the line busy; a callback that is owed does not, before it is made."""


def no_room(view: View, conversation: Conversation, agent_id: str, *, is_actor: bool) -> Refusal | None:
    """The refusal when taking the live conversation would be a third chat or a second call."""
    if conversation.channel is Channel.CHAT:
        return _no_slot(view, conversation, agent_id, is_actor)
    if conversation.channel is Channel.PHONE and conversation.status in ON_THE_LINE:
        return _line_busy(view, conversation, agent_id, is_actor)
    return None


def _no_slot(view: View, conversation: Conversation, agent_id: str, is_actor: bool) -> Refusal | None:
    held = [h for h in view.chats.get(agent_id, ()) if h.conversation_id != conversation.id]
    if len(held) < MAX_CHATS:
        return None
    if is_actor:
        return Refusal(
            Code.AT_CAPACITY,
            _two_chats(each.contact_name for each in held),
            on_record=_two_chats(f"#{each.conversation_id}" for each in held),
        )
    return Refusal(Code.TARGET_AT_CAPACITY, f"{view.name_of(agent_id)} holds two chats already.")


def _two_chats(held: Iterable[str]) -> str:
    names = ", ".join(held)
    return f"You hold two chats: {names}."


def _line_busy(view: View, conversation: Conversation, agent_id: str, is_actor: bool) -> Refusal | None:
    held = [h for h in view.calls.get(agent_id, ()) if h.conversation_id != conversation.id]
    if len(held) < MAX_CALLS:
        return None
    if is_actor:
        words = f"You are on a call with {held[0].contact_name}."
        return Refusal(Code.ON_A_CALL, words, on_record=f"You are on a call: #{held[0].conversation_id}.")
    return Refusal(Code.TARGET_ON_A_CALL, f"{view.name_of(agent_id)} is on a call.")
