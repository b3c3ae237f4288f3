"""`agentconsole call log`: calls that happened outside the console."""

from __future__ import annotations

from agentconsole.cli.lines.from_domain import from_domain
from agentconsole.cli.shape import noun
from agentconsole.domain.calls.commands import LogCall


@noun("call")
def command() -> None:
    """Calls that happened outside the console."""


command.add_command(from_domain(LogCall, "call log outgoing 14:30 14:42 --name 'Mara Kovač' --note 'renewal'"))
