"""The one order: every open conversation by the time left until its next promise breaks, whatever the contact pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.promises.clocks import Clock, ClockKind, next_promise
from agentconsole.domain.promises.service_levels import MINUTE, SECOND, ServiceLevels
from agentconsole.domain.terms import FAR, Channel, Status, WaitsOn

if TYPE_CHECKING:
    from agentconsole.domain.conversation import Conversation

HEAD = 0
"""The place of a chat that woke up: in front of everything."""


def place(conversation: Conversation, levels: ServiceLevels) -> int:
    """The instant that sorts the queue: when the next promise breaks. Ties go to who has waited longest."""
    return place_by(conversation, next_promise(conversation, levels))


def place_by(conversation: Conversation, promise: Clock | None) -> int:
    """The place of a conversation whose next promise is known already."""
    if conversation.woken and conversation.status is Status.WAITING:
        return HEAD
    return promise.breach_at if promise else FAR


OWED = {
    ClockKind.ANSWER: "the call must be answered",
    ClockKind.FIRST_REPLY: "the first reply is due",
    ClockKind.REPLY: "an answer is due",
    ClockKind.UPDATE: "a word from us is due",
    ClockKind.HOLD: "the caller on hold must hear from us",
    ClockKind.ACKNOWLEDGE: "the ticket must be acknowledged",
    ClockKind.PROGRESS: "a progress report with an estimate is due",
    ClockKind.PROMISED: "what we promised is due",
    ClockKind.CALLBACK: "the callback is due",
    ClockKind.FOLLOW_UP: "the follow-up is due",
    ClockKind.ESCALATION: "a lead must answer the call for help",
}


def why(conversation: Conversation, levels: ServiceLevels, now: int, former: str = "") -> str:
    """Why it stands where it stands, in one sentence. `former` is the display name of who had it before."""
    name = conversation.contact_name
    if not conversation.is_open:
        return f"#{conversation.id} has ended ({conversation.status}), so it is not in the queue."
    if conversation.woken and conversation.status is Status.WAITING:
        had = f"; {former} had it before" if former else ""
        return f"{name} wrote again after the chat was closed, so it stands at the head of the queue{had}."
    promise = next_promise(conversation, levels)
    if promise is None:
        return _without_promise(conversation)
    return f"{_left(promise, now)} for {name}; nothing that breaks earlier stands behind it."


def _without_promise(conversation: Conversation) -> str:
    name = conversation.contact_name
    if conversation.status is Status.WRAP_UP:
        return f"{name} is gone and the wrap-up is open, so nothing is owed and it stands at the end."
    if conversation.waits_on is WaitsOn.CONTACT:
        return f"We are waiting for {name}, so no clock runs and it stands at the end."
    if conversation.channel is Channel.PHONE:
        return f"{name} is on the line with us, so no clock runs and it stands at the end."
    return f"Nothing is owed to {name} right now, so it stands at the end."


def _left(promise: Clock, now: int) -> str:
    left = promise.breach_at - now
    owed = OWED[promise.kind]
    if left >= 0:
        return f"In {span(left)} {owed}"
    return f"{span(-left)} ago {owed.replace(' is due', ' was due').replace(' must ', ' had to ')}"


def span(duration: int) -> str:
    """A duration in words: `42 s`, `3 min 5 s`, `25 min`, `2 h 10 min`, `3 d 4 h`."""
    seconds = max(0, duration) // SECOND
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86_400
    if days:
        return f"{days} d {hours % 24} h" if hours % 24 else f"{days} d"
    if hours:
        return f"{hours} h {minutes % 60} min" if minutes % 60 else f"{hours} h"
    if duration >= 10 * MINUTE or (minutes and not seconds % 60):
        return f"{minutes} min"
    return f"{minutes} min {seconds % 60} s" if minutes else f"{seconds} s"
