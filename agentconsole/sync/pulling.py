"""The pull: the server's log is copied until nothing of it is left, and anew where its history is another."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable

from agentconsole.backends.base import BackendRejected, BackendUnavailable, StartOver
from agentconsole.backends.rest import RestBackend
from agentconsole.engine import mirror
from agentconsole.engine.logged import Window
from agentconsole.engine.mirror import OtherHistory
from agentconsole.store.searching import indexing
from agentconsole.store.sqlite import written_by_now
from agentconsole.sync import aftermath, own_things, rewinding, team_ledger
from agentconsole.sync.first_copy import begin_anew
from agentconsole.sync.jobs import Posted
from agentconsole.sync.tray import Tray

log = logging.getLogger(__name__)
SAME_HISTORY = ("horizon", "scope")
"""Reasons to begin anew that say nothing against the history followed so far."""


class Pulling:
    """What one console does to its copy. `catching_up` is told how much is here, in percent; `is_ended` is asked
    between two pages."""

    def __init__(
        self, posted: Posted, tray: Tray, catching_up: Callable[[int], None], is_ended: Callable[[], bool]
    ) -> None:
        self._posted, self._tray, self._catching_up, self._is_ended = posted, tray, catching_up, is_ended
        self._asked_at = (0, 0)
        self._is_receipt_awaited = True
        self._may_be_outgrown = True

    def pull(self, db: sqlite3.Connection, backend: RestBackend) -> bool:
        """Copies until nothing is left; whether anything has come of it. What was forgotten for a new history is
        copied from its beginning. Raises BackendError and StoreError."""
        # What is not in the index yet could not be taken out of it by the feed.
        indexing.small_first(db)
        if self._may_be_outgrown and mirror.is_outgrown(db):
            log.warning("the copy holds events an older version could not follow: it is made anew")
            self._begin_anew(db, backend)
        self._may_be_outgrown = False
        has_new = self._follow(db, backend)
        has_new |= own_things.bring(db, backend, self._posted.actor)
        has_new |= self._compare(db, backend)
        return aftermath.clear(db, self._tray) or has_new

    def _follow(self, db: sqlite3.Connection, backend: RestBackend) -> bool:
        has_new, is_more, restarts = False, True, 0
        while is_more and not self._is_ended():
            try:
                news = backend.changes(*mirror.place(db))
                has_new |= self._copied(db, news)
            except (StartOver, OtherHistory) as error:
                restarts += 1
                is_same = isinstance(error, StartOver) and error.reason in SAME_HISTORY
                if restarts == 1 and not is_same:
                    rewinding.notice(db, backend, self._posted)
                if restarts > 2:
                    raise BackendUnavailable("The server's log cannot be followed.") from error
                log.warning("the copy of the server's log begins anew: %s", error)
                epoch, _ = mirror.place(db)
                self._begin_anew(db, backend)
                if is_same and mirror.place(db)[0] not in ("", epoch):
                    # The server was restored between its word and its snapshot.
                    rewinding.suspect(db, self._posted)
                has_new = True
                continue
            is_more = news.more
            if is_more:
                self._catching_up(100 * news.to // max(1, news.head_seq))
        return has_new

    def _copied(self, db: sqlite3.Connection, news: Window) -> bool:
        """Whether the page brought something. Raises OtherHistory and StoreError."""
        if self._is_receipt_awaited or not (news.events or news.gaps):
            return mirror.follow(db, news) > 0
        before = written_by_now(db)
        has_new = mirror.follow(db, news) > 0
        if before == self._asked_at:
            # No receipt was waiting for an event: none is after these.
            self._asked_at = _after_own(db, before)
        return has_new

    def _begin_anew(self, db: sqlite3.Connection, backend: RestBackend) -> None:
        # The server may have to make its snapshot first.
        self._catching_up(0)
        try:
            begin_anew(db, backend, self._posted.actor, self._catching_up)
        except LookupError as error:
            raise BackendRejected("The team's server knows nobody of this agent's name any more.") from error

    def _compare(self, db: sqlite3.Connection, backend: RestBackend) -> bool:
        """Whether the copy says something new of what this file has put out."""
        posted = self._posted
        has_new = rewinding.compare(db, backend, posted) > 0
        if (written := written_by_now(db)) != self._asked_at:
            # The file alone is asked: as long as nobody writes to it, the answer is the one before.
            shown = team_ledger.show_receipts(db, posted.server, posted.actor)
            has_new |= shown.has_new
            written = written if shown.has_more else _after_own(db, written)
            if shown.has_doubts:
                rewinding.suspect(db, posted)
                has_new |= rewinding.compare(db, backend, posted) > 0
            self._asked_at, self._is_receipt_awaited = written, shown.has_waiting
        return has_new


def _after_own(db: sqlite3.Connection, before: tuple[int, int]) -> tuple[int, int]:
    """The state of the file after a step of this thread's; the one before it where somebody else has written, too."""
    after = written_by_now(db)
    return after if after[0] == before[0] else before
