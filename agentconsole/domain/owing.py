"""What an ending may still owe: what keeps the promise on each channel, and the follow-up ticket that can."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, assert_never

from agentconsole.domain.calls.commands import PromiseCallback
from agentconsole.domain.commands import Command, OnConversation, Snooze
from agentconsole.domain.dispositions import Keeper
from agentconsole.domain.terms import Channel
from agentconsole.domain.values import dataclass

if TYPE_CHECKING:
    from agentconsole.domain.conversation import Conversation


@dataclass(frozen=True, slots=True)
class FollowUp(OnConversation):
    """Open a ticket for the contact of a call or a chat, in your hands and due at a named instant."""

    kind: ClassVar[str] = "conversation.follow_up"
    added: ClassVar[tuple[str, ...]] = ("promised",)
    due_at: int
    reason: str = ""
    promised: str = ""
    """Stands before the subject, where an agent reads it. The reason is the team's alone; a subject may be told."""


def is_kept(conversation: Conversation, keeper: Keeper) -> bool:
    """Whether something that stays after the wrap-up keeps the promise: a call's callback with its time, or what the
    conversation is linked with. Of a ticket nothing stays: it is the thing itself."""
    match conversation.channel:
        case Channel.PHONE if keeper is Keeper.CALLBACK:
            return conversation.callback_at is not None
        case Channel.PHONE | Channel.CHAT:
            return bool(conversation.links)
        case Channel.TICKET:
            return False
        case _:
            assert_never(conversation.channel)


def kept_by(channel: Channel, keeper: Keeper) -> type[PromiseCallback | FollowUp | Snooze]:
    """What puts such a promise on record: a callback, a follow-up ticket, or the ticket itself set aside."""
    match channel:
        case Channel.PHONE if keeper is Keeper.CALLBACK:
            return PromiseCallback
        case Channel.PHONE | Channel.CHAT:
            return FollowUp
        case Channel.TICKET:
            return Snooze
        case _:
            assert_never(channel)


def keeping(conversation: Conversation, due_at: int, promised: str, note: str, keeper: Keeper) -> Command:
    """The command for this conversation, due at an instant."""
    own, reason = conversation.id, "; ".join(filter(None, (promised, note)))
    kind = kept_by(conversation.channel, keeper)
    if kind is PromiseCallback:
        return PromiseCallback(own, due_at)
    return Snooze(own, due_at, reason) if kind is Snooze else FollowUp(own, due_at, reason, promised)
