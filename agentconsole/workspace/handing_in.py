"""Words that a lead's take-over has overtaken: whoever works in lines has them follow as whoever works on screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.terms import WITHHELD
from agentconsole.domain.words.wording import aside, whole_reply

if TYPE_CHECKING:
    from agentconsole.domain.leads.oversight import Taken
    from agentconsole.workspace.api import Door
    from agentconsole.workspace.views import TranscriptLine


def taken_from_me(door: Door, conversation_id: str) -> Taken | None:
    """The take-over by which this agent lost it; None when no lead holds it from them. Raises UnknownConversation."""
    taken = door.conversation(conversation_id).conversation.oversight.taken
    return taken if taken is not None and taken.from_agent == door.me.id else None


def withheld(door: Door, conversation_id: str) -> str:
    """The newest unsent words that came with the take-over it is in; empty when none did. Raises
    UnknownConversation."""
    taken = door.conversation(conversation_id).conversation.oversight.taken
    return came_with(taken, door.transcript(conversation_id)) if taken is not None else ""


def came_with(taken: Taken, lines: tuple[TranscriptLine, ...]) -> str:
    """The newest unsent words of that take-over, and of none before it: those were handed back with it."""
    return next((line.body for line in reversed(lines) if line.voice in WITHHELD and line.at >= taken.at), "")


def unsent_reply(door: Door, conversation_id: str) -> str:
    """All the agent has typed for the contact, and not sent."""
    typed, begun = (door.drafts.text(place, "public") for place in (conversation_id, aside(conversation_id)))
    return whole_reply(typed, begun)


def hand_in(door: Door, conversation_id: str, text: str) -> None:
    """Has the words follow a conversation that was taken over from this agent, unless they did; here they stay a
    draft. Raises UnknownConversation."""
    from agentconsole.domain.leads.commands import HandInText

    if not text or taken_from_me(door, conversation_id) is None or text == withheld(door, conversation_id):
        return
    command = HandInText(conversation_id, text)
    if door.why_not(command) is None:
        door.perform(command)
