"""`agentconsole presence set`: on shift, on a break, off."""

from __future__ import annotations

from agentconsole.cli.lines.from_domain import from_domain
from agentconsole.cli.shape import noun
from agentconsole.domain.team.commands import SetPresence


@noun("presence")
def command() -> None:
    """Say where you are."""


command.add_command(from_domain(SetPresence, "presence set break --aux lunch"))
