"""What happened around calls beside the line: promised, made, and put on record."""

from __future__ import annotations

from typing import ClassVar

from agentconsole.domain.events import OfConversation
from agentconsole.domain.terms import Status
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class CallbackPromised(OfConversation):
    """We promised to ring."""

    type: ClassVar[str] = "callback.promised"
    status: Status
    due_at: int


@dataclass(frozen=True, slots=True)
class CallbackCompleted(OfConversation):
    """We rang; when nobody answered, the next try is `next_at`."""

    type: ClassVar[str] = "callback.completed"
    status: Status
    reached: bool
    started_at: int
    ended_at: int
    next_at: int | None = None


@dataclass(frozen=True, slots=True)
class CallLogged(OfConversation):
    """How a call that was logged by hand went."""

    type: ClassVar[str] = "call.logged"
    direction: str
    started_at: int
    ended_at: int
    note: str
    disposition: str
