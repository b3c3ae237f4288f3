"""What the house does by itself: promises that have run out go on record, and leads who are gone read along no more."""

from __future__ import annotations

from agentconsole.clock import Clock
from agentconsole.domain.leads.supervision import AWAY_AFTER
from agentconsole.domain.promises.service_levels import SECOND
from agentconsole.engine.engine import Engine
from agentconsole.ids import Ids
from agentconsole.store.connection import Connection

GAP = 30 * SECOND
"""Milliseconds between two looks after which this process has not been there all the time."""


class LookingAfter:
    """One process's part of it, whichever comes first."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock, self._ids = clock, ids
        self._there_since = self._looked_at = clock.now()

    def look(self, db: Connection) -> int:
        """How many conversations were touched. Raises StoreError."""
        engine = Engine(db, self._clock, self._ids)
        return engine.record_breaches() + (engine.end_reading() if self._could_hear() else 0)

    def _could_hear(self) -> bool:
        """Whether a console could have been heard for long enough: nobody is gone because the server was."""
        now, before = self._clock.now(), self._looked_at
        self._looked_at = now
        if not 0 <= now - before <= GAP:
            self._there_since = now
        return now - self._there_since >= AWAY_AFTER
