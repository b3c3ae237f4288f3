"""A snapshot becomes the store an agent works on: as the file it is, or row by row where a console has it open."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

from agentconsole.engine import origin
from agentconsole.engine.snapshot import TABLES, Place, read_place
from agentconsole.store import schema
from agentconsole.store.errors import StoreUnavailable, as_store_error
from agentconsole.store.files.in_place import put
from agentconsole.store.searching import indexing
from agentconsole.store.sqlite import MEMORY, open_store

TYPED = ("outbox", "draft", "my_receipt", "attempt", "seen")
"""Tables that hold what is nowhere else: a store with a row in one of them is never replaced as a file."""


def is_free(store: str) -> bool:
    """Whether there is no store yet, or one that holds neither a copy nor anything the agent typed."""
    if not os.path.exists(store):
        return True
    with closing(open_store(store)) as db:
        typed = any(db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in TYPED)
        copied = db.execute("SELECT seq FROM head WHERE ws = 1").fetchone()[0]
    # Closed, a store leaves no journal behind that would be played into its successor.
    return not (typed or copied or any(os.path.exists(store + end) for end in ("-journal", "-wal")))


def adopt(snapshot: str, store: str) -> Place:
    """Makes the checked file the store, durably and in one step; `is_free` has said that there is room for it.

    Its full-text index is still to be made, see `store.indexing`. Raises StoreError, and then nothing is changed.
    """
    try:
        with closing(sqlite3.connect(snapshot, isolation_level=None)) as db:
            for pragma in ("journal_mode=MEMORY", "synchronous=OFF", "trusted_schema=OFF", "cell_size_check=ON"):
                db.execute(f"PRAGMA {pragma}")
            db.execute("BEGIN IMMEDIATE")
            place = read_place(db)
            _graft(db)
            origin.note(db, place)
            indexing.begin(db)
            db.execute("COMMIT")
            db.execute("PRAGMA journal_mode=DELETE")
        os.chmod(snapshot, 0o600)
        put(snapshot, store)
    except sqlite3.Error as error:
        raise as_store_error(error, snapshot) or StoreUnavailable(store) from error
    except OSError as error:
        raise StoreUnavailable(store, f"the copy cannot be written ({error.strerror})") from error
    return place


def _graft(db: sqlite3.Connection) -> None:
    """Adds whatever a store has beside the rows: the other tables, the indexes of words, and the triggers."""
    with closing(open_store(MEMORY)) as pattern:
        found = pattern.execute("SELECT name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")
        statements = [(str(name), str(table), str(sql)) for name, table, sql in found]
        made_by_others = {name for name, _, _ in statements if "_fts_" in name}
        for name, table, sql in statements:
            is_trigger = sql.startswith("CREATE TRIGGER")
            if name not in made_by_others and (table not in TABLES or is_trigger):
                db.execute(sql)
                if sql.startswith("CREATE TABLE"):
                    _copy_rows(pattern, db, name)
    db.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
    db.execute(f"PRAGMA user_version={schema.VERSION}")


def _copy_rows(pattern: sqlite3.Connection, db: sqlite3.Connection, table: str) -> None:
    """What every new store holds, such as which steps it has had."""
    for row in pattern.execute(f"SELECT * FROM {table}").fetchall():
        db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
