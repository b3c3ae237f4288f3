"""`agentconsole backup FILE`: a copy of the store while it is in use."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.team.own_copy import not_in_a_team
from agentconsole.store.files.backup import backup
from agentconsole.tongue import said


@line_command("backup", example="backup monday.db")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(session: Session, file: Path) -> None:
    """Copy the store to FILE, readable by you alone; consoles may go on working."""
    not_in_a_team(session, "On the server it is `agentconsole server backup FILE`.")
    if session.agent_option:
        # Whoever is named has to be somebody.
        with session.reading():
            pass
    backup(session.store, str(file))
    size = file.stat().st_size
    session.tell({"id": str(file), "file": str(file), "bytes": size}, said(f"{file} holds the store, {size:,} bytes."))
