"""`agentconsole escalation …`: answer a raised hand, pass it on, take it back."""

from __future__ import annotations

from agentconsole.cli.lines.from_domain import from_domain
from agentconsole.cli.shape import noun
from agentconsole.domain.leads.commands import AcknowledgeEscalation, PassOn, Withdraw


@noun("escalation")
def command() -> None:
    """Answer a raised hand, pass it on, take it back."""


command.add_command(from_domain(AcknowledgeEscalation, "escalation acknowledge 4502"))
command.add_command(from_domain(PassOn, "escalation pass-on 4502 --line 'above my limit'"))
command.add_command(from_domain(Withdraw, "escalation withdraw 4502"))
