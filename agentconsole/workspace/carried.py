"""What the agent did that has no receipt yet, and how far it has come."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from agentconsole.domain.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agentconsole.domain.commands import Command
    from agentconsole.wire import Envelope


ENDINGS = frozenset({"conversation.resolve", "conversation.wrap_up", "conversation.merge"})
"""After which little can be done to a conversation: what is done to it while they wait would come back refused."""


class Delivery(StrEnum):
    """How far a thing the agent did has come."""

    SAVING = "saving"
    SAVED = "saved"
    SENDING = "sending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Carried:
    """A command on its way, and how far it has come."""

    envelope: Envelope
    delivery: Delivery


def subject_of(carried: Carried) -> str:
    """The conversation the command is about; empty when it is about none."""
    return subject_of_command(carried.envelope.command)


def subject_of_command(command: Command) -> str:
    """The same for the command itself."""
    subject: str = getattr(command, "conversation_id", "")
    return subject


def text_of_command(command: Command) -> str:
    """The words it carries; empty when it carries none."""
    text: str = getattr(command, "body", "")
    return text


def pending_on(carried: Iterable[Carried]) -> frozenset[str]:
    """The conversations with a command among them."""
    return frozenset(each for each in map(subject_of, carried) if each)


def ended_by(carried: Iterable[Carried]) -> frozenset[str]:
    """The conversations that have ended once all of it has arrived."""
    ended: set[str] = set()
    for each in carried:
        if each.envelope.command.kind in ENDINGS:
            ended.add(subject_of(each))
        elif each.envelope.command.kind == "conversation.reopen":
            ended.discard(subject_of(each))
    return frozenset(ended)
