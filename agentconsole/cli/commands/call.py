"""`agentconsole call log`: calls that happened outside the console."""

from __future__ import annotations

import rich_click as click

from agentconsole.cli.from_domain import from_domain
from agentconsole.domain.commands import LogCall


@click.group("call", cls=click.RichGroup)
def command() -> None:
    """Calls that happened outside the console."""


command.add_command(from_domain(LogCall, "call log outgoing 14:30 14:42 --name 'Mara Kovač' --note 'renewal'"))
