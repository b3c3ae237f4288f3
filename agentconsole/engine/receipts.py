"""The receipt: proof that a command was accepted or refused, which never changes once it is given."""

from __future__ import annotations

from enum import StrEnum

from agentconsole.domain.values import dataclass
from agentconsole.wire import decode, encode


class Outcome(StrEnum):
    """How a command ended."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Receipt:
    """`seq` is the number of the command's last event (the log's head when it changed nothing), `rev` the
    conversation's revision after it; `prev` and `hash` are that event's links of the chain, in hex."""

    id: str
    actor: str
    kind: str
    conversation: str
    outcome: Outcome
    code: str
    words: str
    seq: int
    rev: int
    at_ms: int
    client_ms: int
    prev: str
    hash: str
    epoch: str

    @property
    def is_accepted(self) -> bool:
        """Whether it was done."""
        return self.outcome is Outcome.ACCEPTED


@dataclass(frozen=True, slots=True)
class Answer:
    """A receipt as it is handed out: `text` is its exact bytes, the same at every replay."""

    receipt: Receipt
    text: str
    replayed: bool


def receipt_text(receipt: Receipt) -> str:
    """The text that is stored and handed out."""
    return encode(receipt)


def receipt_from(text: str) -> Receipt:
    """The receipt a stored text spells. Raises WireError."""
    return decode(text, Receipt)


class IdReused(ValueError):
    """The same command id came with another command: a fault of the program that sent it."""


class NotYours(PermissionError):
    """The command id belongs to somebody else's command."""
