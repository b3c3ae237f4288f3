"""The closed words a conversation is told in: how it came, where it stands, whose turn it is, who says what to whom.

They stand apart from the values that hold them: a line of the queue is drawn before any of those is needed.
"""

from __future__ import annotations

from enum import StrEnum

FAR = 253_402_300_799_999
"""The last millisecond of the year 9999: where a conversation without a promise stands in the queue."""


class Channel(StrEnum):
    """How the contact reached us."""

    PHONE = "phone"
    TICKET = "ticket"
    CHAT = "chat"


class Status(StrEnum):
    """Where a conversation stands; `moves.py` says which may follow which."""

    RINGING = "ringing"
    WAITING = "waiting"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    PENDING = "pending"
    WRAP_UP = "wrap_up"
    MISSED = "missed"
    CALLBACK_OWED = "callback_owed"
    RESOLVED = "resolved"
    CLOSED = "closed"


ENDED = frozenset({Status.RESOLVED, Status.CLOSED})
SPOKEN_TO = frozenset({Status.CALLBACK_OWED, Status.ON_HOLD})
"""Where the contact is owed a spoken word, and reads nothing."""


class WaitsOn(StrEnum):
    """Whose turn it is."""

    US = "us"
    CONTACT = "contact"
    OTHERS = "others"


class Author(StrEnum):
    """Which side wrote a message."""

    CONTACT = "contact"
    AGENT = "agent"
    SYSTEM = "system"


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


class Mode(StrEnum):
    """How far a lead has come in: reading is incapable of speaking, joined speaks in public under their own name."""

    READING = "reading"
    JOINED = "joined"
