"""What an import brings in: conversations written down elsewhere, and the records nobody could read."""

from __future__ import annotations

from agentconsole.domain.customer.products import Fact
from agentconsole.domain.terms import Author
from agentconsole.domain.values import dataclass

INCOMING_CHANNELS = frozenset({"phone", "ticket", "chat"})
"""The channels a record may name."""

INCOMING_STATUSES = frozenset(
    {
        "waiting",
        "active",
        "pending",
        "resolved",
        "closed",
        "on_hold",
        "wrap_up",
        "missed",
        "callback_owed",
    }
)
"""The statuses a record may name; a ringing call cannot come out of a file."""

INCOMING_KINDS = frozenset({"reply", "note"})
"""Public and internal: the two kinds a message in a file may have."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message: its name made safe and its size in bytes; the content is not kept."""

    name: str
    size: int
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """One message of a record; `at` is epoch milliseconds UTC, `kind` one of `INCOMING_KINDS`."""

    author: Author
    kind: str
    at: int
    body: str
    external_id: str = ""
    author_name: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class IncomingContact:
    """Who wrote or called, as the record names them."""

    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class IncomingConversation:
    """One conversation of a record.

    `(source, external_id)` says whether it was imported before; `received_at` is epoch milliseconds
    UTC. `status` is the record's own word: what it becomes here is for the rules to say, since an
    import never makes a live call or chat.
    """

    source: str
    external_id: str
    channel: str
    subject: str
    category: str
    contact: IncomingContact
    received_at: int
    status: str
    messages: tuple[IncomingMessage, ...]


@dataclass(frozen=True, slots=True)
class IncomingFacts:
    """What the record's `source` tells of what a contact has with us."""

    source: str
    contact: IncomingContact
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record left out: where it stands (`line 17`, `message 4`) and a sentence on what to do about it."""

    where: str
    reason: str
