"""What is asked for around the customer: how the team makes sure who it is, and what other systems tell about them."""

from __future__ import annotations

from typing import ClassVar

from agentconsole.domain.commands import Command, OnConversation
from agentconsole.domain.customer.identity import IdentityPolicy
from agentconsole.domain.customer.products import Fact
from agentconsole.domain.incoming import IncomingContact
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class SetIdentityPolicy(Command):
    """Other ways to make sure who it is, how long a check holds, and which categories need one."""

    kind: ClassVar[str] = "team.identity"
    identity: IdentityPolicy


@dataclass(frozen=True, slots=True)
class DescribeContact(Command):
    """A source tells what the contact has with us: all it knows, in place of what it told before."""

    kind: ClassVar[str] = "contact.describe"
    contact: IncomingContact
    source: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class EraseContact(OnConversation):
    """Erase the contact of this conversation for good: all their conversations, what was typed in them, what other
    systems told."""

    kind: ClassVar[str] = "contact.erase"
