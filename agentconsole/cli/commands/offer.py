"""`agentconsole offer …`: take or leave what a lead has offered."""

from __future__ import annotations

from agentconsole.cli.lines.from_domain import from_domain
from agentconsole.cli.shape import noun
from agentconsole.domain.leads.commands import AcceptOffer, DeclineOffer


@noun("offer")
def command() -> None:
    """Take or leave what a lead has offered."""


command.add_command(from_domain(AcceptOffer, "offer accept 4502"))
command.add_command(from_domain(DeclineOffer, "offer decline 4502 --reason 'my shift ends in five minutes'"))
