"""Backup and restore of a server's workspace, on a file or on PostgreSQL: the file is a store like any other.

A restore begins a new history, and keeps what it replaces. Who may sign in is not set back with it: accounts, source
keys and sessions stay as the workspace has them. Into one without accounts they come from the backup, all but the
sessions, for a terminal signed out since would be signed in again.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from agentconsole.domain.values import dataclass
from agentconsole.store.errors import HasHistory, StoreError
from agentconsole.store.files import backup, check
from agentconsole.store.remote import Remote
from agentconsole.store.sqlite import open_store, unit_of_work
from agentconsole.store.team.portable import SIGN_IN, TABLES, columns_of, read_file

NUMBERS_LEFT_OUT = 1_000
"""Numbers that no conversation gets after a restore, and where there were more conversations as many as these: what
was lost had one of them, unless a backup lacks more than it holds."""


@dataclass(frozen=True, slots=True)
class TeamRestored:
    """What a restore did. `seq` and `clock_ms`: where the history put in place ends; `kept`: the file or schema with
    what was there before, empty where nothing was; `keeps_sign_ins`: whether the workspace had accounts of its own."""

    epoch: str
    seq: int
    clock_ms: int
    kept: str
    keeps_sign_ins: bool


def restore_file(source: str, target: str, *, now: int, epoch: str, replace: bool) -> TeamRestored:
    """Puts the backup in the place of the store file `target`, servers with it open going on with the new history.

    Raises HasHistory unless `replace` is set or there is nothing, and StoreError; `target` is then as it was.
    """
    if not replace and backup.has_history(target):
        raise HasHistory(target)
    with _prepared(source, os.path.dirname(os.path.abspath(target))) as (path, file):
        keeps = _take_sign_ins(file, target)
        seq, clock = _note(file, now, epoch)
        file.close()
        done = backup.restore(path, target, now=now, epoch=epoch)
    return TeamRestored(epoch, seq, clock, done.kept, keeps)


def restore_remote(source: str, open_it: Callable[[], Remote], *, now: int, epoch: str, replace: bool) -> TeamRestored:
    """As `restore_file`, for a workspace on a database server: one transaction puts the new one in its place."""
    with (
        _prepared(source, None) as (_, file),
        closing(open_it()) as db,
        db.made_anew(f"before_{now}") as kept,
    ):
        held = int(db.execute(f"SELECT seq FROM {kept}.head").fetchone()[0])
        if held and not replace:
            raise HasHistory(db.where)
        keeps = db.execute(f"SELECT 1 FROM {kept}.account LIMIT 1").fetchone() is not None
        if not keeps:
            _forget_sessions(file)
        seq, clock = _note(file, now, epoch)
        read_file(file, db, tuple(each for each in TABLES if not (keeps and each in SIGN_IN)))
        for table in SIGN_IN if keeps else ():
            db.execute(f"INSERT INTO {table} SELECT * FROM {kept}.{table}")
        db.execute("UPDATE head SET epoch = ?", (epoch,))
        if not held:
            db.execute(f"DROP SCHEMA {kept} CASCADE")
    return TeamRestored(epoch, seq, clock, kept if held else "", keeps)


@contextmanager
def _prepared(source: str, folder: str | None) -> Iterator[tuple[str, sqlite3.Connection]]:
    """A sound copy of the backup, brought up to date, that may be written to; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=folder) as own:
        path = os.path.join(own, "store.db")
        backup.backup(source, path)
        with closing(open_store(path, i_know=True)) as file:
            check.integrity(file)
            yield path, file


def _take_sign_ins(file: sqlite3.Connection, target: str) -> bool:
    """Puts who may sign in at `target` into the file that will replace it; answers whether anybody may."""
    found = _sign_ins(target)
    if not found["account"]:
        _forget_sessions(file)
        return False
    with unit_of_work(file):
        for table, rows in found.items():
            signs = ",".join("?" * len(columns_of(file, table)))
            file.execute(f"DELETE FROM {table}")
            file.executemany(f"INSERT INTO {table} VALUES ({signs})", rows)
    return True


def _sign_ins(target: str) -> dict[str, list[tuple[object, ...]]]:
    nothing: dict[str, list[tuple[object, ...]]] = {table: [] for table in SIGN_IN}
    if not os.path.exists(target):
        return nothing
    try:
        with closing(open_store(target)) as there:
            return {table: there.execute(f"SELECT * FROM {table}").fetchall() for table in SIGN_IN}
    except (StoreError, sqlite3.Error):
        return nothing


def _forget_sessions(file: sqlite3.Connection) -> None:
    with unit_of_work(file):
        file.execute("DELETE FROM session")


def _note(file: sqlite3.Connection, now: int, epoch: str) -> tuple[int, int]:
    """Writes down which history is put in place, and where it ends. A lost conversation's number is not given to
    another contact: whoever had a draft for it, or sends a reply to it again, would be talking to that one."""
    was, seq, clock = file.execute("SELECT epoch, seq, clock_ms FROM head").fetchone()
    (conversations,) = file.execute("SELECT count(*) FROM conversation").fetchone()
    with unit_of_work(file):
        left_out = max(NUMBERS_LEFT_OUT, conversations)
        file.execute("UPDATE head SET next_number = next_number + ?", (left_out,))
        file.execute("INSERT INTO restored VALUES (?,?,?,?,?)", (epoch, now, was, seq, clock))
    return seq, clock
