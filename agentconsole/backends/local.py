"""A team of one: the engine in this very process, behind the same door as any other authority."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from agentconsole.backends.base import BackendRejected, BackendUnavailable
from agentconsole.clock import Clock
from agentconsole.engine.engine import Engine
from agentconsole.engine.feed import Changes, changes
from agentconsole.engine.receipts import Answer, IdReused, NotYours
from agentconsole.ids import Ids
from agentconsole.store.errors import StoreError
from agentconsole.wire import Envelope


class LocalBackend:
    """Answers from the engine on the given connection, in the thread that owns it."""

    name = "local"

    def __init__(self, connection: sqlite3.Connection, clock: Clock, ids: Ids) -> None:
        self._db = connection
        self._engine = Engine(connection, clock, ids)

    def submit(self, envelopes: Sequence[Envelope]) -> list[Answer]:
        """One durable answer per command."""
        try:
            return [self._engine.submit(envelope) for envelope in envelopes]
        except StoreError as error:
            raise BackendUnavailable(str(error)) from error
        except (IdReused, NotYours) as error:
            raise BackendRejected(str(error)) from error

    def changes(self, since: int, limit: int = 500) -> Changes:
        """The feed after `since`."""
        return changes(self._db, since, limit)

    def record_breaches(self) -> int:
        """Puts promises that have run out on record; answers how many conversations were touched."""
        try:
            return self._engine.record_breaches()
        except StoreError as error:
            raise BackendUnavailable(str(error)) from error

    def end_reading(self, is_gone: Callable[[str], bool]) -> int:
        """Has leads read along no more whose console `is_gone`; answers how many."""
        try:
            return self._engine.end_reading(is_gone)
        except StoreError as error:
            raise BackendUnavailable(str(error)) from error
