"""What the courier is given to do, as values."""

from __future__ import annotations

from dataclasses import dataclass

from agentconsole.wire import Envelope


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
class LookAgain:
    """Something may be due: breaches to record, commands left over from before."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Finish what was given before this, then end."""


Job = Deliver | SaveDraft | MarkSeen | LookAgain | Stop
