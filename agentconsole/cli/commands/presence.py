"""`agentconsole presence set`: on shift, on a break, off."""

from __future__ import annotations

import rich_click as click

from agentconsole.cli.from_domain import from_domain
from agentconsole.domain.commands import SetPresence


@click.group("presence", cls=click.RichGroup)
def command() -> None:
    """Say where you are."""


command.add_command(from_domain(SetPresence, "presence set break --aux lunch"))
