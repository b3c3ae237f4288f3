"""The customer as the card and its page show them: frozen values, and nothing that does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.customer.compensation import NOTHING_GRANTED, Granted
from agentconsole.domain.promises.clocks import ClockKind
from agentconsole.domain.terms import Channel, Status
from agentconsole.domain.values import dataclass
from agentconsole.tongue import N_

if TYPE_CHECKING:
    from agentconsole.domain.customer.identity import Check, Standing
    from agentconsole.domain.customer.products import Fact
    from agentconsole.workspace.views import ContactView, EarlierConversation

DUE_WORDS = {
    ClockKind.CALLBACK: N_("callback"),
    ClockKind.PROMISED: N_("next word"),
    ClockKind.FOLLOW_UP: N_("follow-up"),
}
"""What each promise is called where it is told with its time."""


@dataclass(frozen=True, slots=True)
class Promised:
    """What the contact was promised for an instant: a callback, a report on progress, a follow-up."""

    kind: ClockKind
    due_at: int
    conversation_id: str


@dataclass(frozen=True, slots=True)
class Admitted:
    """A fault we admitted, and what was given for it."""

    conversation_id: str
    cause: str
    compensation: str
    at: int


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another conversation of the contact that is open, and the name of who holds it; empty while nobody does."""

    conversation_id: str
    channel: Channel
    status: Status
    subject: str
    holder: str
    received_at: int


@dataclass(frozen=True, slots=True)
class SimilarView:
    """A resolved conversation that may help, why, and our last answer in it; empty where there was none."""

    conversation_id: str
    channel: Channel
    subject: str
    received_at: int
    why: str
    solution: str


@dataclass(frozen=True, slots=True)
class CustomerView:
    """Everything about the contact of one conversation, which is left out where its others are listed."""

    contact: ContactView
    conversation_id: str
    category: str
    tags: tuple[str, ...]
    links: tuple[str, ...]
    reopened: int
    identity: Standing
    checks: tuple[tuple[str, Check], ...] = ()
    """By conversation, the latest first."""
    promises: tuple[Promised, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    faults: tuple[Admitted, ...] = ()
    granted: Granted = NOTHING_GRANTED
    products: tuple[Fact, ...] = ()
    flags: tuple[str, ...] = ()
    incident: str = ""
    """The incident the conversation is about, in words."""

    @property
    def ended(self) -> tuple[EarlierConversation, ...]:
        """What went before and has ended, as far as the card reads it."""
        return tuple(each for each in self.contact.earlier if each.status in (Status.RESOLVED, Status.CLOSED))
