"""Recorded chats written as turns, `{"id", "turns": [{"role", "content"}]}`, which say nothing about time."""

from __future__ import annotations

from agentconsole.channels.files import values
from agentconsole.channels.files.reader import BadValue, Options
from agentconsole.channels.text import storable
from agentconsole.domain.incoming import IncomingConversation, IncomingMessage
from agentconsole.domain.terms import Author
from agentconsole.domain.values import dataclass

APART_AFTER = 30_000
"""Milliseconds put between two turns, since the record gives no times."""

_AUTHORS = {
    "user": Author.CONTACT,
    "customer": Author.CONTACT,
    "assistant": Author.AGENT,
    "agent": Author.AGENT,
    "system": Author.SYSTEM,
}


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn as a line writes it."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class TurnsLine:
    """A whole recorded chat."""

    id: str
    turns: tuple[Turn, ...]


def from_turns(line: TurnsLine, options: Options) -> IncomingConversation:
    """The chat, its first turn at `options.received_at`; closed unless the options say otherwise.

    Raises: BadValue.
    """
    identity = values.external_id(line.id)
    return IncomingConversation(
        source=options.source or "jsonl",
        external_id=identity,
        channel="chat",
        subject="",
        category="",
        contact=values.contact(f"Contact {identity}", "", ""),
        received_at=options.received_at,
        status=values.status(options.status or "closed"),
        messages=tuple(_message(turn, number, options.received_at) for number, turn in enumerate(line.turns)),
    )


def _message(turn: Turn, number: int, received_at: int) -> IncomingMessage:
    author = _AUTHORS.get(turn.role.strip().casefold())
    if author is None:
        shown, allowed = repr(turn.role[:40]), ", ".join(sorted(_AUTHORS))
        wrong = BadValue(f"role is {shown}; use one of {allowed}")
        raise BadValue(f"message {number + 1}: {wrong}")
    return IncomingMessage(author, "reply", received_at + number * APART_AFTER, storable(turn.content))
