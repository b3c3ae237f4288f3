"""A conversation: one contact's exchange with us on one channel, and everything the clocks need to know of it."""

from __future__ import annotations

from dataclasses import field, fields, replace
from operator import attrgetter
from typing import Any

from agentconsole.domain.customer.identity import Check, Identity
from agentconsole.domain.knowledge.mentions import Mention
from agentconsole.domain.leads.oversight import UNSEEN, Oversight
from agentconsole.domain.terms import ENDED, Channel, Status, WaitsOn
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Stamp:
    """When something first happened, and by whom."""

    at: int
    by: str


@dataclass(frozen=True, slots=True)
class Stamps:
    """The six moments every conversation is measured by."""

    received: Stamp | None = None
    first_response: Stamp | None = None
    work_started: Stamp | None = None
    progress_reported: Stamp | None = None
    close_requested: Stamp | None = None
    resolved: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What an ending settles beside the turn."""

    promised_at: int | None
    held_at: int | None


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is and since when: what a pause or an ending changes, and what taking it back restores."""

    status: Status
    waits_on: WaitsOn
    owed_since: int | None
    owing_since: int | None
    follow_up_at: int | None
    settled: Settled | None = None
    """None where a pause leaves it alone."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What we admitted: the cause, the clause of the contract it touches, and what we owe for it."""

    cause: str
    clause: str
    compensation: str
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation as its events made it. Instants are epoch milliseconds, UTC."""

    id: str
    channel: Channel
    status: Status
    contact_id: str
    contact_name: str
    received_at: int
    waiting_since: int
    """Since when it has waited in the queue: the tie-breaker of the one order."""
    subject: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    queue: str = "support"
    source: str = ""
    external_id: str = ""
    assignee: str = ""
    """The agent who holds it; empty when nobody does."""
    assignee_before: str = ""
    """Who held it last: named when it comes back to the queue."""
    assigned_at: int | None = None
    waits_on: WaitsOn = WaitsOn.US
    first_reply_owed: bool = True
    owed_since: int | None = None
    """The oldest message of the contact that nobody has answered."""
    owing_since: int | None = None
    """Since when the turn has been ours: the update clock does not charge us for the contact's silence."""
    last_public_at: int | None = None
    last_line: str = ""
    acknowledged_at: int | None = None
    progress_at: int | None = None
    promised_at: int | None = None
    follow_up_at: int | None = None
    callback_at: int | None = None
    held_at: int | None = None
    updates_in_a_row: int = 0
    woken: bool = False
    reopened: int = 0
    messages: int = 0
    last_contact_k: int = -1
    last_agent_k: int = -1
    last_agent: str = ""
    identity: Identity = Identity.UNCHECKED
    checks: tuple[Check, ...] = ()
    """The newest checks, the latest last."""
    disposition: str = ""
    faults: tuple[Fault, ...] = ()
    links: tuple[str, ...] = ()
    merged_into: str = ""
    stamps: Stamps = field(default_factory=Stamps)
    broken: tuple[str, ...] = ()
    """Promises already recorded as broken, each as `kind@instant`, so that each is recorded once."""
    incident: str = ""
    """The incident it is about; empty when it is about none."""
    informed: int = 0
    """The number of the last update on it that the contact has heard; 0 for none."""
    mentions: tuple[Mention, ...] = ()
    """Who was named in its notes, the newest last."""
    oversight: Oversight = UNSEEN
    """What team leads have to do with it."""
    rev: int = 0

    @property
    def turn(self) -> Turn:
        """Whose turn it is, to be put back later."""
        return Turn(self.status, self.waits_on, self.owed_since, self.owing_since, self.follow_up_at)

    @property
    def turn_with_promises(self) -> Turn:
        """The same with what an ending settles."""
        return replace(self.turn, settled=Settled(self.promised_at, self.held_at))

    @property
    def is_open(self) -> bool:
        """Whether it still stands in the queue or in somebody's hands."""
        return self.status not in ENDED

    @property
    def is_live(self) -> bool:
        """Whether the contact is with us right now."""
        return self.status in (Status.ACTIVE, Status.ON_HOLD) and self.channel is not Channel.TICKET

    @property
    def is_answerable(self) -> bool:
        """Whether a reply that was begun may still go out before the end."""
        return self.is_live or (self.channel is Channel.TICKET and self.is_open)


_SLOTS: dict[str, Any] = {each.name: getattr(Conversation, each.name).__set__ for each in fields(Conversation)}
_SETTERS = tuple(_SLOTS.values())
_values = attrgetter(*_SLOTS)


def changed(conversation: Conversation, **changes: Any) -> Conversation:
    """What `dataclasses.replace` gives, in less than half the time: every event copies each of the many fields at least
    once. Raises KeyError for a field that a conversation does not have."""
    copy = object.__new__(Conversation)
    for put, value in zip(_SETTERS, _values(conversation), strict=True):
        put(copy, value)
    for name, value in changes.items():
        _SLOTS[name](copy, value)
    return copy
