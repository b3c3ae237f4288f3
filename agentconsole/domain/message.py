"""A message: one line of a transcript, public, internal, or written by the console itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from agentconsole.domain.incoming import Attachment, Author


class MessageKind(StrEnum):
    """Who may read it: replies and updates are public, notes and system lines stay with the team."""

    REPLY = "reply"
    NOTE = "note"
    UPDATE = "update"
    SYSTEM = "system"


class Voice(StrEnum):
    """In which voice a line was said; it stays with the line for ever, whatever roles come later.

    A lead's public word is told apart from the agent's. The other voices are internal: a whisper (and its answer), what
    an agent had not sent when they were taken over, as it went along with the take-over and as their console handed it
    in, the summary of a hand-back, a reminder.
    """

    OWN = ""
    LEAD = "lead"
    WHISPER = "whisper"
    ALONG = "along"
    UNSENT = "unsent"
    SUMMARY = "summary"
    REMINDER = "reminder"


WITHHELD = frozenset({Voice.ALONG, Voice.UNSENT})
"""Voices of a text nobody has sent."""
PUBLIC = frozenset({MessageKind.REPLY, MessageKind.UPDATE})


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
