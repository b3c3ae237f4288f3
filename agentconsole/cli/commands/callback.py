"""`agentconsole callback …`: promise to ring back, and say that it was done."""

from __future__ import annotations

from agentconsole.cli.lines.from_domain import from_domain
from agentconsole.cli.shape import noun
from agentconsole.domain.calls.commands import CompleteCallback, PromiseCallback


@noun("callback")
def command() -> None:
    """Promise to ring back, and say that it was done."""


command.add_command(from_domain(PromiseCallback, "callback promise 4502 16:30"))
command.add_command(from_domain(CompleteCallback, "callback complete 4502 14:30 14:36 --reached"))
