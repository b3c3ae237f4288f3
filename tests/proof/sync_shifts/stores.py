"""A store in memory as a new file would be, without the tables being made anew for each of a shift's seven."""

from __future__ import annotations

import sqlite3
from functools import cache

from agentconsole.ids import epoch_id
from agentconsole.store import sqlite
from agentconsole.store.sqlite import MEMORY, open_store


@cache
def _pattern() -> sqlite3.Connection:
    return open_store(MEMORY)


def empty_store() -> sqlite3.Connection:
    """What `open_store` opens, with a history of its own."""
    db = sqlite._connect(MEMORY)
    _pattern().backup(db)
    sqlite._settle(db, MEMORY, read_only=False, journal_only=False)
    db.execute("UPDATE head SET epoch = ?", (epoch_id(),))
    return db
