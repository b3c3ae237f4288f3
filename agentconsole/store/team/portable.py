"""A team's workspace as a file and back, row by row: a backup of either engine can be put in place on either."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from agentconsole.store import schema
from agentconsole.store.files.in_place import new_file
from agentconsole.store.remote import Remote
from agentconsole.store.tables import AUTHORITY, CONVERSATIONS, PEOPLE, SIGNING_IN, VERSION_3


def _named(statements: tuple[str, ...]) -> tuple[str, ...]:
    found = (re.match(r"CREATE TABLE (\w+)", each) for each in statements)
    return tuple(each[1] for each in found if each)


SIGN_IN = _named(SIGNING_IN)
TABLES = (*_named((*AUTHORITY, *PEOPLE, *CONVERSATIONS, *SIGNING_IN, *VERSION_3)), "setting")
"""Every table a server has, those others refer to first."""


def write_file(db: Remote, target: str) -> None:
    """Writes the whole workspace to a store file (mode 0600) as it was at one instant, while others go on writing.

    `target` appears or is replaced in one step, when its bytes are on the disk. Raises StoreError.
    """
    with (
        new_file(target, target) as partial,
        closing(sqlite3.connect(partial, isolation_level=None)) as out,
        _one_instant(db),
    ):
        schema.bring_up_to_date(out, partial)
        _copy(db, out)


@contextmanager
def _one_instant(db: Remote) -> Iterator[None]:
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("ROLLBACK")


def _copy(db: Remote, out: sqlite3.Connection) -> None:
    out.execute("BEGIN")
    # A file that is new has a head of its own.
    out.execute("DELETE FROM head")
    for table in TABLES:
        columns = columns_of(out, table)
        signs = ",".join("?" * len(columns))
        rows = db.stream(f"SELECT {', '.join(columns)} FROM {table}")
        out.executemany(f"INSERT INTO {table}({', '.join(columns)}) VALUES ({signs})", rows)
    out.execute("COMMIT")


def columns_of(file: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """The table's columns in a store file."""
    return tuple(str(row[1]) for row in file.execute(f"PRAGMA table_info({table})"))


def read_file(file: sqlite3.Connection, db: Remote, tables: tuple[str, ...] = TABLES) -> None:
    """Fills a workspace that is made anew from a store file. Raises StoreError."""
    db.execute("DELETE FROM head")
    for table in tables:
        columns = columns_of(file, table)
        db.load(table, columns, file.execute(f"SELECT {', '.join(columns)} FROM {table}"))
