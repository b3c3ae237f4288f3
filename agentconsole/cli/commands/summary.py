"""`agentconsole summary …`: what a lead wrote when they gave it back."""

from __future__ import annotations

from agentconsole.cli.lines.from_domain import from_domain
from agentconsole.cli.shape import noun
from agentconsole.domain.leads.commands import SeenSummary


@noun("summary")
def command() -> None:
    """Say that the summary of a hand-back has been read."""


command.add_command(from_domain(SeenSummary, "summary seen 4502"))
