"""What the courier is given to do, as values, and where it does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agentconsole.domain.values import dataclass

if TYPE_CHECKING:
    import sqlite3

    from agentconsole.clock import Clock
    from agentconsole.ids import Ids
    from agentconsole.wire import Envelope


@dataclass(frozen=True, slots=True)
class Posted:
    """Where the courier works, and for whom."""

    open_store: Callable[[], sqlite3.Connection]
    actor: str
    clock: Clock
    ids: Ids
    server: str = "local"
    """Under which the outbox files what is meant for the authority."""
    terminal: str = ""
    """What this console is called in reports of its own."""


@dataclass(frozen=True, slots=True)
class Deliver:
    """Save a command, then have it answered."""

    envelope: Envelope


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """Put the newest text of a draft on disk."""

    conversation_id: str
    visibility: str


@dataclass(frozen=True, slots=True)
class MarkSeen:
    """Remember what the screen has shown."""

    conversation_id: str
    k: int


@dataclass(frozen=True, slots=True)
class AnswerQuestions:
    """The agent has decided about commands that wait for them."""

    command_ids: tuple[str, ...]
    is_sent: bool


@dataclass(frozen=True, slots=True)
class LookAgain:
    """Something may be due: breaches to record, commands left over from before."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Finish what was given before this, then end."""


Job = Deliver | SaveDraft | MarkSeen | AnswerQuestions | LookAgain | Stop
