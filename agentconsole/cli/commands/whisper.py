"""`agentconsole whisper …`: thank a lead for a whisper."""

from __future__ import annotations

from agentconsole.cli.lines.from_domain import from_domain
from agentconsole.cli.shape import noun
from agentconsole.domain.leads.commands import DeclineWhisper


@noun("whisper")
def command() -> None:
    """Thank a lead for a whisper and go on alone."""


command.add_command(from_domain(DeclineWhisper, "whisper decline 4502 'Thank you, I have this one.'"))
