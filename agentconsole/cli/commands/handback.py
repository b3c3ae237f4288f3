"""`agentconsole handback …`: a conversation that waits to go back."""

from __future__ import annotations

from agentconsole.cli.lines.from_domain import from_domain
from agentconsole.cli.shape import noun
from agentconsole.domain.leads.commands import CancelHandBack


@noun("handback")
def command() -> None:
    """Keep a conversation that waits to go back to its agent."""


command.add_command(from_domain(CancelHandBack, "handback cancel 4502"))
