"""What is asked for around what the team knows: canned responses."""

from __future__ import annotations

from typing import ClassVar

from agentconsole.domain.commands import Command
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class SaveCanned(Command):
    """Keep a response under a name: your own, or the team's; the one of that name before is replaced."""

    kind: ClassVar[str] = "canned.save"
    name: str
    body: str
    is_shared: bool = False
    deeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RemoveCanned(Command):
    """Your own response of that name goes, or the team's."""

    kind: ClassVar[str] = "canned.remove"
    name: str
    is_shared: bool = False
