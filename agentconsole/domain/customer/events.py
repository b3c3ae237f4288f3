"""What happened around the customer: how the team makes sure who it is, and what other systems told about them."""

from __future__ import annotations

from typing import ClassVar

from agentconsole.domain.customer.identity import IdentityPolicy
from agentconsole.domain.customer.products import Fact
from agentconsole.domain.events import Event
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class IdentityPolicySet(Event):
    """How identity is checked from now on."""

    type: ClassVar[str] = "identity.set"
    policy: IdentityPolicy


@dataclass(frozen=True, slots=True)
class ContactDescribed(Event):
    """What the source says of the contact from now on; nothing when it has taken its word back."""

    type: ClassVar[str] = "contact.described"
    contact_id: str
    source: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ContactErased(Event):
    """A contact is gone for good, and with them these conversations; who it was is not said."""

    type: ClassVar[str] = "contact.erased"
    conversations: tuple[str, ...]
