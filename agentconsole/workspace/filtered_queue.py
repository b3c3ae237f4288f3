"""Pages of a queue that is narrowed: found beside the screens, since no index has an answer to every filter.

The page that was found last is given at once; what has changed since is looked for, and told like any other news. A
page that was never found is waited for a moment, in which a small store has its answer, so that one paint shows it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import NamedTuple

from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.values import dataclass
from agentconsole.store import queries
from agentconsole.store.queries import QueueEntry
from agentconsole.store.queue_rows import Key, Narrow
from agentconsole.workspace.queue_views import QueueFilter
from agentconsole.workspace.searching import Searching

PATIENCE = 0.006
"""Seconds a new view of the queue waits for its first page."""
KEPT = 8
"""Pages remembered: those of one view and its way through the queue."""
OLD_AFTER = MINUTE
"""A page whose filter counts from now, such as `after:3d`, is looked for again after that."""


class Asked(NamedTuple):
    """A page: the view, how many rows, and from where."""

    chosen: QueueFilter
    limit: int
    after: Key | None
    before: Key | None


@dataclass(frozen=True, slots=True)
class Found:
    """Rows as stored, one more than asked for where there are more, and how many there are of all."""

    entries: tuple[QueueEntry, ...]
    total: int
    total_is_exact: bool
    version: int
    at: int


class FilteredQueue:
    """Belongs to the screens' thread; `tell` is called from another one when a page has been found."""

    def __init__(self, searching: Searching, tell: Callable[[], None]) -> None:
        self._searching, self._tell = searching, tell
        self._found: dict[Asked, Found] = {}
        self._coming: tuple[Asked, Future[Found]] | None = None

    def page(self, asked: Asked, narrow: Narrow, version: int, now: int) -> Found | None:
        """What was found last; None while nothing was. `version` tells whether the store has changed since."""
        self._take_in()
        known = self._found.get(asked)
        is_fresh = known is not None and known.version == version and now < known.at + OLD_AFTER
        is_coming = self._coming is not None and self._coming[0] == asked
        if not (is_fresh or is_coming):
            answer = self._look(asked, narrow, version, now)
            if known is None and wait((answer,), PATIENCE).done:
                self._take_in()
                known = self._found.get(asked)
        return known

    def _take_in(self) -> None:
        if self._coming is None or not self._coming[1].done():
            return
        asked, answer = self._coming
        self._coming = None
        if answer.cancelled() or answer.exception() is not None:
            return
        self._found.pop(asked, None)
        self._found[asked] = answer.result()
        while len(self._found) > KEPT:
            del self._found[next(iter(self._found))]

    def _look(self, asked: Asked, narrow: Narrow, version: int, now: int) -> Future[Found]:
        def find(db: sqlite3.Connection) -> Found:
            entries = queries.queue_page(db, narrow, asked.limit, after=asked.after, before=asked.before)
            counted = queries.count_rows(db, narrow)
            return Found(tuple(entries), counted, counted < queries.COUNT_CAP, version, now)

        answer = self._searching.put(find)
        self._coming = asked, answer
        answer.add_done_callback(lambda _: self._tell())
        return answer
