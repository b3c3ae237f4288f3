"""Whether somebody else has written to the store: what this console wrote itself it knows already."""

from __future__ import annotations

import sqlite3

from agentconsole.store.errors import StoreError
from agentconsole.store.sqlite import open_store

LogEnd = tuple[str, int]
"""Which history, by its epoch, and the number of its newest event."""


def log_end(db: sqlite3.Connection) -> LogEnd:
    """Where the log ends now."""
    epoch, seq = db.execute("SELECT epoch, seq FROM head WHERE ws = 1").fetchone()
    return epoch, seq


class News:
    """Asks the log for events of other terminals. Belongs to the thread that first asks.

    The console's own commits touch the file as well: drafts with every pause in typing, commands with every key.
    Without the question each of them would make the screens read everything twice.
    """

    def __init__(self, store: str, terminal: str, since: LogEnd) -> None:
        """Everything up to `since` is known."""
        self._store, self._terminal = store, terminal
        self._db: sqlite3.Connection | None = None
        self._known = since

    def is_foreign(self) -> bool:
        """Whether something has happened since the last time that did not come from this console."""
        try:
            return self._look()
        except (StoreError, sqlite3.Error):
            # Whoever is told looks at the store as well, and knows what to do about its troubles.
            self._db = None
            return True

    def _look(self) -> bool:
        if self._db is None:
            self._db = open_store(self._store, read_only=True)
        (epoch, seq), self._known = self._known, log_end(self._db)
        if epoch != self._known[0]:
            return True
        others = "SELECT 1 FROM event WHERE seq > ? AND terminal <> ? LIMIT 1"
        return self._db.execute(others, (seq, self._terminal)).fetchone() is not None
