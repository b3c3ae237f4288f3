"""Whether the triggers in a file are ours, so that SQLite may be told to run them.

Older SQLite, 3.40 among them, lets a trigger keep a full-text index only while the file's schema is trusted;
a file from elsewhere could carry triggers of its own. So a connection earns its trust by this comparison.
"""

import sqlite3

from agentconsole.store.errors import StoreRefused
from agentconsole.store.tables import TRIGGERS


def trust_own_triggers(connection: sqlite3.Connection, where: str) -> None:
    """Trust the schema from now on; raises StoreRefused if it holds a trigger or view we did not write."""
    rows = connection.execute("SELECT sql FROM sqlite_schema WHERE type IN ('trigger', 'view')")
    if not {row[0] for row in rows} <= TRIGGERS:
        todo = "Nothing was run or changed; use a store or backup that agentconsole wrote."
        raise StoreRefused(where, "the store holds instructions agentconsole did not write", todo)
    connection.execute("PRAGMA trusted_schema=ON")
