"""A run of line commands at the prompt: what they do goes through the console's own outbox, and nothing past it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from agentconsole.cli.command_line import parsed
from agentconsole.cli.errors import Misused, Refused
from agentconsole.cli.line_mode.settling import spoken
from agentconsole.cli.line_mode.words import PRESENCES
from agentconsole.cli.session import Session
from agentconsole.cli.starting.opening import Opening
from agentconsole.domain.commands import Reply
from agentconsole.domain.team.commands import SetPresence
from agentconsole.domain.values import dataclass
from agentconsole.domain.words.asking import asks
from agentconsole.tongue import _
from agentconsole.workspace import api

if TYPE_CHECKING:
    from agentconsole.domain.commands import Command
    from agentconsole.engine.receipts import Answer
    from agentconsole.workspace.api import Door


@dataclass
class DoorSession(Session):
    """Line commands at the prompt: what they do goes through the console's own outbox."""

    door: Door | None = None
    handed: Callable[[str, str], None] = lambda _id, _words: None

    def perform(self, command: Command) -> None:
        """Hands the command over; its receipt comes as news. Raises Refused."""
        assert self.door is not None
        try:
            command_id = self.door.perform(command)
        except api.Refused as refused:
            raise Refused(refused.refusal.words) from refused
        words = spoken(command)
        if isinstance(command, Reply) and asks(command.body):
            words = _("{words}, a question: their turn now").format(words=words)
        elif isinstance(command, SetPresence):
            words = f"{words} {_(PRESENCES[command.presence])}"
        self.handed(command_id, words)

    def set_up(self, command: Command, *, create: bool = False) -> None:  # noqa: ARG002 - the prompt has its store
        """The same: at the prompt somebody is named."""
        self.perform(command)

    def submit(self, _db: object, _command: Command, _actor: str, /) -> Answer:
        """Nothing at the prompt goes past the outbox. Raises Misused."""
        raise _elsewhere()


def run(arguments: Sequence[str], session: DoorSession) -> int:
    """Has the parser do what a line says; the exit code. Raises what goes wrong, and Misused for another console."""
    answer = parsed(arguments, session, "")
    if isinstance(answer, Opening):
        raise _elsewhere()
    return answer


def _elsewhere() -> Misused:
    return Misused(_("This command wants a shell of its own: leave the prompt with quit first."))
