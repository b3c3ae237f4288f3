"""`agentconsole man`: the manual page."""

from __future__ import annotations

import sys

from agentconsole.cli.command_line import agentconsole
from agentconsole.cli.lines.manual import manual
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command


@line_command("man", example="man > agentconsole.1")
def command(session: Session) -> None:
    """Print the manual page; `man -l agentconsole.1` shows the file."""
    page = manual(agentconsole)
    if session.is_json:
        session.document({"page": page})
    else:
        sys.stdout.write(page)
