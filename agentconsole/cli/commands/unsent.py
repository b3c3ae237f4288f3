"""`agentconsole unsent …`: what was typed and not sent when a lead took over."""

from __future__ import annotations

from agentconsole.cli.lines.from_domain import from_domain
from agentconsole.cli.shape import noun
from agentconsole.domain.leads.commands import HandInText


@noun("unsent")
def command() -> None:
    """Hand in what was typed and not sent when a lead took over."""


command.add_command(from_domain(HandInText, "unsent hand-in 4502 'Dear Mara, we have found …'"))
