"""Whether somebody else has written to the store: what this console wrote itself it knows already."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from agentconsole.store.errors import StoreError
from agentconsole.store.sqlite import open_store

LogEnd = tuple[str, int]
"""Which history, by its epoch, and the number of its newest event."""


def log_end(db: sqlite3.Connection) -> LogEnd:
    """Where the log ends now."""
    epoch, seq = db.execute("SELECT epoch, seq FROM head WHERE ws = 1").fetchone()
    return epoch, seq


DraftsBeside = Callable[[sqlite3.Connection], frozenset[object]]
"""The drafts others have changed since an editor here showed them, each with its text."""


class News:
    """Asks the log for events of other terminals, and for drafts others have changed. Belongs to the thread that first
    asks.

    The console's own commits touch the file as well: drafts with every pause in typing, commands with every key.
    Without the question each of them would make the screens read everything twice.
    """

    def __init__(self, store: str, terminal: str, since: LogEnd, drafts_beside: DraftsBeside) -> None:
        """Everything up to `since` is known."""
        self._store, self._terminal = store, terminal
        self._db: sqlite3.Connection | None = None
        self._known = since
        self._drafts_beside, self._beside = drafts_beside, frozenset[object]()

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
        before, self._beside = self._beside, self._drafts_beside(self._db)
        if epoch != self._known[0] or self._beside - before:
            return True
        others = "SELECT 1 FROM event WHERE seq > ? AND terminal <> ? LIMIT 1"
        return self._db.execute(others, (seq, self._terminal)).fetchone() is not None
