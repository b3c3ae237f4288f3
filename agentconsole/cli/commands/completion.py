"""`agentconsole completion`: the script that makes a shell complete our commands, options and choices."""

from __future__ import annotations

import rich_click as click
from click.shell_completion import get_completion_class

from agentconsole.cli.command_line import agentconsole
from agentconsole.cli.completing import VARIABLE
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command

SHELLS = ("bash", "zsh", "fish")
FISH_SPLITS = 'string split "," '
FISH_SPLITS_ONCE = 'string split --max 1 "," '
"""What stands behind a completion may hold commas of its own."""


@line_command("completion", example="completion bash >> ~/.bashrc")
@click.argument("shell", type=click.Choice(SHELLS))
def command(session: Session, shell: str) -> None:
    """Print the completion script for your shell."""
    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(agentconsole, {}, "agentconsole", VARIABLE).source().replace(FISH_SPLITS, FISH_SPLITS_ONCE)
    session.answer({"shell": shell, "script": script}, script)
