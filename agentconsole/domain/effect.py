"""The building blocks of effects: entering one for an event, and what several of them have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from agentconsole.domain import events as happened
from agentconsole.domain.conversation import Conversation, Fault, Stamp, Stamps, changed
from agentconsole.domain.events import Event
from agentconsole.domain.terms import WaitsOn

E = TypeVar("E", bound=Event)
Effect = Callable[[Conversation, Any, int, str], Conversation]
EFFECTS: dict[type[Event], Effect] = {}


def effect(event: type[E]) -> Callable[[Callable[[Conversation, E, int, str], Conversation]], Effect]:
    """Enters the decorated function as what the event does to a row."""

    def enter(function: Callable[[Conversation, E, int, str], Conversation]) -> Effect:
        EFFECTS[event] = function
        return function

    return enter


def stamped(stamps: Stamps, name: str, at: int, by: str) -> Stamps:
    """The stamps with one more, unless that moment is on record already."""
    return stamps if getattr(stamps, name) is not None else replace(stamps, **{name: Stamp(at, by)})


def spoke(conversation: Conversation, at: int, actor: str, waits_on: WaitsOn) -> Conversation:
    """After a public word of ours: nothing stands unanswered, and the clocks of silence start anew."""
    ours = waits_on is not WaitsOn.CONTACT
    return changed(
        conversation,
        waits_on=waits_on,
        first_reply_owed=False,
        owed_since=None,
        owing_since=(conversation.owing_since or at) if ours else None,
        last_public_at=at,
        acknowledged_at=conversation.acknowledged_at or at,
        stamps=stamped(conversation.stamps, "first_response", at, actor),
    )


def our_turn(conversation: Conversation, at: int) -> Conversation:
    """The work is ours again: what ran out while the contact had the turn is not held against us."""
    if conversation.waits_on is not WaitsOn.CONTACT:
        since = at if conversation.owing_since is None else conversation.owing_since
        return changed(conversation, waits_on=WaitsOn.US, owing_since=since)
    promised = conversation.promised_at
    stands = promised is not None and promised > at
    return changed(conversation, waits_on=WaitsOn.US, owing_since=at, promised_at=promised if stands else None)


def freed(conversation: Conversation) -> Conversation:
    """In nobody's hands, with the name of who had it last."""
    return changed(
        conversation,
        assignee="",
        assigned_at=None,
        assignee_before=conversation.assignee or conversation.assignee_before,
    )


def faulted(event: happened.FaultAdmitted, at: int, actor: str) -> Fault:
    """The admission as it is kept with the conversation."""
    return Fault(event.cause, event.clause, event.compensation, actor, at)
