"""Sending what is saved: batches in the order of each lane, each command's answer on record before it is told."""

from __future__ import annotations

import sqlite3

from agentconsole.backends.api import Answered
from agentconsole.backends.base import BackendError, BackendRejected, NotSignedIn
from agentconsole.backends.rest import RestBackend
from agentconsole.store.outbox import State, Waiting
from agentconsole.sync import team_ledger
from agentconsole.sync.ageing import why_not_now
from agentconsole.sync.carrying import returned
from agentconsole.sync.jobs import Posted
from agentconsole.sync.tray import Tray
from agentconsole.wire import from_wire

AGAIN = 1_000
"""Milliseconds until a command is tried again that the server could not decide."""
POISON = 8
"""Failures of a command sent alone after which it is given back: it would stop everything behind it."""


class Sending:
    """One console's commands on their way. Belongs to the line's thread."""

    def __init__(self, db: sqlite3.Connection, posted: Posted, tray: Tray, backend: RestBackend) -> None:
        self._db, self._posted, self._tray, self._backend = db, posted, tray, backend

    def everything_due(self) -> bool:
        """Sends whatever may be sent now; whether there was anything. Raises BackendError when the line breaks."""
        found = False
        while rows := team_ledger.take_batch(self._db, self._posted.server, self._posted.actor, self._now()):
            found = True
            fresh = [row for row in rows if not self._has_expired(row)]
            if fresh:
                self._send(fresh)
        return found

    def _now(self) -> int:
        return self._posted.clock.now()

    def _has_expired(self, row: Waiting) -> bool:
        words = why_not_now(row, from_wire(row.wire), self._now())
        if words:
            self._close(row, State.EXPIRED, self._now(), words, "expired")
        return bool(words)

    def _send(self, rows: list[Waiting]) -> None:
        began = self._now()
        try:
            answers = self._backend.submit([row.wire for row in rows])
        except NotSignedIn as error:
            self._put_back(rows, began, str(error), 0)
            raise
        except BackendRejected as error:
            self._refused_whole(rows, began, str(error))
            return
        except BackendError as error:
            self._put_back(rows, began, str(error), AGAIN)
            raise
        for row, answer in zip(rows, answers, strict=False):
            self._file(row, answer, began)
        if len(answers) < len(rows):
            self._put_back(rows[len(answers) :], began, "not reached", AGAIN)

    def _refused_whole(self, rows: list[Waiting], began: int, words: str) -> None:
        """A request the server does not take at all: each command is tried alone, and one alone is given back."""
        if len(rows) == 1:
            self._close(rows[0], State.REFUSED, began, words, "rejected")
            return
        for row in rows:
            self._send([row])

    def _file(self, row: Waiting, answer: Answered, began: int) -> None:
        if answer.status == 200:
            receipt = team_ledger.settle(self._db, self._posted.server, row, answer, began, self._now())
            if not receipt.is_accepted:
                envelope = from_wire(row.wire)
                typed = team_ledger.text_in(envelope)
                self._tray.give_back(returned(envelope, receipt.words, typed))
        elif answer.status in (409, 503) and row.tries < POISON:
            self._put_back([row], began, answer.code or "unavailable", AGAIN)
        else:
            self._close(row, State.REFUSED, began, answer.words or "The server did not take it.", answer.code)

    def _put_back(self, rows: list[Waiting], began: int, words: str, later: int) -> None:
        team_ledger.put_back(self._db, rows, began, self._now(), words, self._now() + later)

    def _close(self, row: Waiting, state: State, began: int, words: str, result: str) -> None:
        now, server = self._now(), self._posted.server
        envelope, text = team_ledger.close(self._db, server, row, state, began, now, result)
        self._tray.give_back(returned(envelope, words, text))
