"""Whether somebody else has written to the store: what this console wrote itself it knows already."""

from __future__ import annotations

import sqlite3

from agentconsole.engine.writing import Head
from agentconsole.store.errors import StoreError
from agentconsole.store.sqlite import open_store


class News:
    """Asks the log for events of other terminals. Belongs to the thread that first asks.

    The console's own commits touch the file as well: drafts with every pause in typing, commands with every key.
    Without the question each of them would make the screens read everything twice.
    """

    def __init__(self, store: str, terminal: str, since: Head) -> None:
        """Everything up to `since` is known."""
        self._store, self._terminal = store, terminal
        self._db: sqlite3.Connection | None = None
        self._epoch, self._seq = since.epoch, since.seq

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
        epoch, seq = self._db.execute("SELECT epoch, seq FROM head WHERE ws = 1").fetchone()
        before, (self._epoch, self._seq) = (self._epoch, self._seq), (epoch, seq)
        if epoch != before[0]:
            return True
        others = "SELECT 1 FROM event WHERE seq > ? AND terminal <> ? LIMIT 1"
        return self._db.execute(others, (before[1], self._terminal)).fetchone() is not None
