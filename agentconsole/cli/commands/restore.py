"""`agentconsole restore FILE`: a backup back in its place, and nothing lost of what it replaces."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import rich_click as click

from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.team.own_copy import not_in_a_team
from agentconsole.cli.team.server_store import REPLACE_HELP
from agentconsole.store.errors import HasHistory
from agentconsole.store.files.backup import Restored, has_history, restore
from agentconsole.tongue import _


@line_command("restore", example="restore monday.db --replace")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help=REPLACE_HELP)
def command(session: Session, file: Path, replace: bool) -> None:
    """Put the backup FILE in the place of the store; what was there is kept beside it."""
    not_in_a_team(session, "On the server it is `agentconsole server restore FILE`.")
    if not replace and has_history(session.store):
        raise HasHistory(session.store)
    done = restore(str(file), session.store, now=session.now, epoch=session.ids.epoch())
    fields = {"id": done.epoch, "epoch": done.epoch, "kept": done.kept, "salvaged": done.salvaged}
    session.tell(fields, _words(session.store, done))


def _words(store: str, done: Restored) -> str:
    if not done.kept:
        return _("{store} is restored.").format(store=store)
    reads = f"`agentconsole unsent list --salvage {quote(done.salvaged)}`"
    words = _("{store} is restored. What was there is kept as {kept}; what was not sent of it: {reads}.")
    return words.format(store=store, kept=done.kept, reads=reads)
