"""A key somebody pressed: the command and its conditions, before it has an id."""

from __future__ import annotations

from agentconsole.domain.commands import Command, OnConversation
from agentconsole.domain.values import dataclass
from agentconsole.wire import Envelope


@dataclass(frozen=True, slots=True)
class Press:
    """What an actor wants done; `if_rev` and `not_after` travel along as in an envelope."""

    actor: str
    command: Command
    if_rev: int | None = None
    not_after: int | None = None

    @property
    def lane(self) -> tuple[str, str]:
        """Presses of one lane take effect in the order in which they were made."""
        subject = self.command.conversation_id if isinstance(self.command, OnConversation) else ""
        return self.actor, subject

    def envelope(self, command_id: str, now: int) -> Envelope:
        """The press on its way, made at `now`."""
        return Envelope(command_id, self.actor, "simulated", self.command, now, self.if_rev, self.not_after)
