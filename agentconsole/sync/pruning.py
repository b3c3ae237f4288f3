"""Forgetting, once a day, what has been kept for as long as it may be wanted."""

from __future__ import annotations

import sqlite3

from agentconsole.domain.promises.service_levels import DAY
from agentconsole.store.own.receipts import AT_ONCE, prune
from agentconsole.store.sqlite import unit_of_work


class Pruning:
    """One console's share of it. Belongs to the courier's thread."""

    def __init__(self) -> None:
        self._next_at = 0

    def when_due(self, db: sqlite3.Connection, now: int) -> None:
        """Prunes when the last time was a day ago. Raises StoreError."""
        if now < self._next_at:
            return
        self._next_at = now + DAY
        forgotten = AT_ONCE
        while forgotten >= AT_ONCE:
            with unit_of_work(db):
                forgotten = prune(db, now)
