"""What happened around mentions, and what it makes of a conversation."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from agentconsole.domain.conversation import Conversation, changed
from agentconsole.domain.effect import effect
from agentconsole.domain.events import OfConversation
from agentconsole.domain.knowledge.mentions import MOST_KEPT, Mention
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Mentioned(OfConversation):
    """The note just written names these agents."""

    type: ClassVar[str] = "agents.mentioned"
    agents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentionsSeen(OfConversation):
    """The agent has seen the notes that name them, or wants the last of them to count as not seen."""

    type: ClassVar[str] = "mentions.seen"
    agent: str
    is_seen: bool = True


@effect(Mentioned)
def mentioned(c: Conversation, e: Mentioned, at: int, actor: str) -> Conversation:
    """The note is the newest line."""
    new = tuple(Mention(agent, actor, c.messages - 1, at) for agent in e.agents)
    return changed(c, mentions=(*c.mentions, *new)[-MOST_KEPT:])


@effect(MentionsSeen)
def seen(c: Conversation, e: MentionsSeen, at: int, actor: str) -> Conversation:
    """All of theirs, or the last of theirs the other way round."""
    own = [n for n, each in enumerate(c.mentions) if each.agent == e.agent]
    meant = set(own if e.is_seen else own[-1:])
    return changed(
        c,
        mentions=tuple(replace(m, is_seen=e.is_seen) if n in meant else m for n, m in enumerate(c.mentions)),
    )
