"""A run of one line command in a shell: what it does goes to the agent's team, or into a store of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.cli.session import Session

if TYPE_CHECKING:
    from agentconsole.domain.commands import Command
    from agentconsole.engine.receipts import Answer
    from agentconsole.store.connection import Connection


class ShellSession(Session):
    """Line commands in a shell: each waits for its answer."""

    def submit(self, db: Connection, command: Command, actor: str) -> Answer:
        """The engine's answer, durable when this returns. Raises StoreError."""
        from agentconsole.engine.engine import Engine

        return Engine(db, self.clock, self.ids).submit(self.envelope(command, actor))

    def perform(self, command: Command) -> None:
        """Runs a command of the agent and prints its receipt. Raises Refused after it when a rule said no."""
        if not self._done_in_team(command):
            with self.writing() as db:
                answer = self.submit(db, command, self.me(db))
            self.receipt(answer)

    def set_up(self, command: Command, *, create: bool = False) -> None:
        """The same, in nobody's name unless somebody is named."""
        from agentconsole.domain.view import SYSTEM

        if not self._done_in_team(command):
            with self.writing(create=create) as db:
                answer = self.submit(db, command, self.agent_option or SYSTEM)
            self.receipt(answer)

    def _done_in_team(self, command: Command) -> bool:
        """Whether the agent works for a team, which has the command then."""
        from agentconsole.cli.team.own_copy import team_of

        team = team_of(self)
        if team is not None:
            from agentconsole.cli.team.line import perform

            perform(self, team, command)
        return team is not None
