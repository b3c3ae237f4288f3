"""What is asked for around mentions: they were seen, or are to be looked at later."""

from __future__ import annotations

from typing import ClassVar

from agentconsole.domain.commands import OnConversation
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class SeeMentions(OnConversation):
    """You have seen the notes of this conversation that name you."""

    kind: ClassVar[str] = "mention.seen"


@dataclass(frozen=True, slots=True)
class UnseeMentions(OnConversation):
    """Have the last note that names you count as not seen: you come back to it."""

    kind: ClassVar[str] = "mention.unseen"
