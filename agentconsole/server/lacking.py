"""What the server itself saw missing: spans in which its store could not be asked, put on record once it is back."""

from __future__ import annotations

from agentconsole.clock import Clock
from agentconsole.domain.promises.outages import OutageKind, is_worth_telling
from agentconsole.domain.team.commands import ReportOutage
from agentconsole.domain.view import SYSTEM
from agentconsole.engine.engine import Engine
from agentconsole.ids import Ids
from agentconsole.store.connection import Connection
from agentconsole.wire import Envelope


class Lacking:
    """One process's watch over its store. Of several processes each reports what it saw; figures count it once."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock, self._ids = clock, ids
        self._since: int | None = None

    def failed(self) -> None:
        """The store could not be asked just now."""
        if self._since is None:
            self._since = self._clock.now()

    def works(self, db: Connection) -> bool:
        """It can be asked again; whether an outage was put on record. Raises StoreError, and tries again then."""
        if self._since is None:
            return False
        began_at, now = self._since, self._clock.now()
        if is_worth_telling(began_at, now):
            command = ReportOutage(OutageKind.STORE_UNAVAILABLE, "", began_at, now)
            Engine(db, self._clock, self._ids).submit(Envelope(self._ids.command_id(now), SYSTEM, SYSTEM, command, now))
        self._since = None
        return is_worth_telling(began_at, now)
