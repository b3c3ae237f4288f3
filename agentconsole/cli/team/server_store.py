"""`agentconsole server backup|restore|verify`: the team's store as a whole, on a file or on PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.team.database import Place, database_option, opener, reading
from agentconsole.store.remote import Remote
from agentconsole.store.sqlite import open_store
from agentconsole.tongue import said

if TYPE_CHECKING:
    import sqlite3

    from agentconsole.store.team.backup import TeamRestored

REPLACE_HELP = "Although there is a history: it is kept aside."


def _remote(place: Place) -> Remote:
    found = opener(place)()
    assert isinstance(found, Remote)
    return found


@line_command("backup", example="server backup monday.db")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@database_option()
def backup(session: Session, file: Path, database: Place) -> None:
    """Write the team's whole store to FILE, readable by you alone; the server may go on working."""
    if database.is_postgres:
        from agentconsole.store.team.portable import write_file

        with closing(_remote(database)) as db:
            write_file(db, str(file))
    else:
        from agentconsole.store.files.backup import backup as copy

        copy(database.file, str(file))
    size = file.stat().st_size
    session.tell({"id": str(file), "file": str(file), "bytes": size}, said(f"{file} holds the store, {size:,} bytes."))


@line_command("restore", example="server restore monday.db")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help=REPLACE_HELP)
@database_option()
def restore(session: Session, file: Path, replace: bool, database: Place) -> None:
    """Put the backup FILE in the place of the team's store. A new history begins: consoles ask again for everything,
    and offer to send what the backup does not have. Accounts and keys that are there stay as they are."""
    from agentconsole.store.team.backup import restore_file, restore_remote

    epoch, now = session.ids.epoch(), session.now
    if database.is_postgres:
        done = restore_remote(str(file), lambda: _remote(database), now=now, epoch=epoch, replace=replace)
    else:
        done = restore_file(str(file), database.file, now=now, epoch=epoch, replace=replace)
    fields = {"id": done.epoch, "epoch": done.epoch, "seq": done.seq, "clock_ms": done.clock_ms, "kept": done.kept}
    session.tell({**fields, "keeps_sign_ins": done.keeps_sign_ins}, _words(database, done))


def _words(place: Place, done: TeamRestored) -> str:
    from agentconsole.cli.lines.times import told

    kept = f" What was there is kept as {done.kept}." if done.kept else ""
    who = "Who may sign in is as it was." if done.keeps_sign_ins else "Everybody signs in again."
    what = f"The workspace {place.workspace} on PostgreSQL" if place.is_postgres else place.file
    return f"{what} is restored to event {done.seq}, {told(done.clock_ms)}.{kept} {who}"


@line_command("verify", example="server verify")
@database_option()
def verify(session: Session, database: Place) -> None:
    """Read the team's whole store: the chain is whole, the rows are what the log says, no slot is wrong."""
    from agentconsole.cli.lines.proving import prove

    with _at_rest(database) as db:
        prove(session, db)


@contextmanager
def _at_rest(place: Place) -> Iterator[sqlite3.Connection]:
    """The store for reading; of PostgreSQL a copy of one instant, so that nobody waits while it is read."""
    if not place.is_postgres:
        with reading(place) as db:
            assert isinstance(db, sqlite3.Connection)
            yield db
        return
    from agentconsole.store.team.portable import write_file

    with tempfile.TemporaryDirectory(prefix="agentconsole-verify-") as folder:
        copy = os.path.join(folder, "copy.db")
        with closing(_remote(place)) as remote:
            write_file(remote, copy)
        with closing(open_store(copy, read_only=True, i_know=True)) as db:
            yield db
