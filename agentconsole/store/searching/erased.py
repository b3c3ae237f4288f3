"""What was taken out of the store leaves the full-text index, too, in pieces that are written anew behind.

FTS5 only notes that a word is gone, and the word stays beside the note until the piece that holds both is written anew.
It has a setting for that since SQLite 3.42, which makes the file unreadable for every SQLite before: so the whole index
is, after something was erased.
"""

from __future__ import annotations

import json
import sqlite3

from agentconsole.store.connection import Connection
from agentconsole.store.setting import drop_setting, find_setting, put_setting
from agentconsole.store.sqlite import unit_of_work

NOTE = "erased"
TABLES = ("message", "contact", "conversation")
PIECE = 100
"""Pages of the index that are written at once: some 50 ms for which another writer waits."""


def note(db: Connection) -> None:
    """Something was erased just now. Belongs inside the `unit_of_work` that did it. PostgreSQL has no such index."""
    if isinstance(db, sqlite3.Connection):
        _note(db, dict.fromkeys(TABLES, False))


def step(db: Connection) -> bool:
    """Writes one piece of the index anew; whether there is more to write. Raises StoreError."""
    if not isinstance(db, sqlite3.Connection) or not _noted(db):
        return False
    with unit_of_work(db):
        begun = _noted(db)
        for table in list(begun)[:1]:
            if _merged(db, table, begun[table]):
                begun[table] = True
            else:
                del begun[table]
            _note(db, begun)
    if not begun:
        # A write-ahead log holds the pages as they were until it is emptied; without one this does nothing.
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return bool(begun)


def _merged(db: sqlite3.Connection, table: str, is_begun: bool) -> bool:
    """Whether there was something to merge: FTS5 tells by writing two rows or more. Asked with a number below 0 it
    takes everything there is into one merge, which later calls go on with."""
    before = db.total_changes
    pages = PIECE if is_begun else -PIECE
    db.execute(f"INSERT INTO {table}_fts({table}_fts, rank) VALUES ('merge', ?)", (pages,))
    return db.total_changes - before >= 2


def _noted(db: sqlite3.Connection) -> dict[str, bool]:
    """The tables whose index still has to be written anew, and whether that is begun."""
    return dict(json.loads(find_setting(db, NOTE) or "{}"))


def _note(db: sqlite3.Connection, begun: dict[str, bool]) -> None:
    if begun:
        put_setting(db, NOTE, json.dumps(begun))
    else:
        drop_setting(db, NOTE)
