"""What happened to what the team knows: canned responses."""

from __future__ import annotations

from typing import ClassVar

from agentconsole.domain.events import Event
from agentconsole.domain.knowledge.canned import Canned
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class CannedSaved(Event):
    """A response is kept."""

    type: ClassVar[str] = "canned.saved"
    canned: Canned


@dataclass(frozen=True, slots=True)
class CannedRemoved(Event):
    """A response is gone; `owner` is empty for the team's."""

    type: ClassVar[str] = "canned.removed"
    name: str
    owner: str = ""
