"""What a word means as things stand: `a` accepts what is offered, and the letter that began to read along ends it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agentconsole.domain.terms import Mode
from agentconsole.workspace.api import Door, UnknownConversation

if TYPE_CHECKING:
    from agentconsole.cli.line_mode.typed import Asked

ENDS = {"barge": (Mode.JOINED, "leave"), "monitor": (Mode.READING, "stop-monitoring")}
"""What says it, how the agent reads along then, and what ends that."""


TAKES = (("conversation", "claim"), ("offer", "accept"))
GOES_THERE = (*TAKES, *(("conversation", each) for each in ("take-over", "barge", "monitor")))
"""What makes it theirs, or has them read along or speak there."""


def as_it_stands(door: Door, asked: Asked) -> Asked:
    """The line as it is meant now."""
    if asked.arguments[0] != "conversation" or not asked.conversation_id:
        return asked
    noun, verb, *rest = asked.arguments
    if verb == "claim" and any(each.conversation_id == asked.conversation_id for each in door.offers()):
        return replace(asked, arguments=("offer", "accept", *rest))
    mode, end = ENDS.get(verb, (None, ""))
    if mode is not None and _mode(door, asked.conversation_id) is mode:
        return replace(asked, arguments=(noun, end, *rest))
    return asked


def goes_there(asked: Asked, here: str) -> bool:
    """Whether the agent is with the conversation by it, and what they type next is about it. Reading along and the like
    show nothing new of the one that is open."""
    if asked.conversation_id == here and asked.arguments[:2] not in TAKES:
        return False
    return bool(asked.conversation_id) and asked.arguments[:2] in GOES_THERE


def _mode(door: Door, conversation_id: str) -> Mode | None:
    try:
        return door.conversation(conversation_id).conversation.oversight.mode_of(door.me.id)
    except UnknownConversation:
        return None
