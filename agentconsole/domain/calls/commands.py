"""What is asked for around calls beside the line: to promise one, to have made it, to put one on record."""

from __future__ import annotations

from typing import ClassVar

from agentconsole.domain.commands import Command, OnConversation
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class PromiseCallback(OnConversation):
    """We will ring them at a named instant."""

    kind: ClassVar[str] = "callback.promise"
    due_at: int


@dataclass(frozen=True, slots=True)
class CompleteCallback(OnConversation):
    """We rang. When nobody answered, `next_at` says when we try again."""

    kind: ClassVar[str] = "callback.complete"
    reached: bool
    started_at: int
    ended_at: int
    next_at: int | None = None


@dataclass(frozen=True, slots=True)
class LogCall(Command):
    """A call that happened outside the console, with its times."""

    kind: ClassVar[str] = "call.log"
    direction: str
    name: str
    phone: str
    started_at: int
    ended_at: int
    subject: str = ""
    note: str = ""
    disposition: str = ""
