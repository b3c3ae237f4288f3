"""A message: one line of a transcript, public, internal, or written by the console itself."""

from __future__ import annotations

from agentconsole.domain.incoming import Attachment
from agentconsole.domain.terms import PUBLIC, Author, MessageKind, Voice
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `k` counts from 0 within its conversation."""

    conversation_id: str
    k: int
    kind: MessageKind
    author_kind: Author
    author: str
    at: int
    body: str
    external_id: str = ""
    attachments: tuple[Attachment, ...] = ()
    voice: Voice = Voice.OWN

    @property
    def is_public(self) -> bool:
        """Whether the contact can read it."""
        return self.kind in PUBLIC
