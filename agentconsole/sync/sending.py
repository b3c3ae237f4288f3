"""Sending what is saved: batches in the order of each lane, each command's answer on record before it is told."""

from __future__ import annotations

import sqlite3

from agentconsole.backends.api import TOO_NEW, Answered
from agentconsole.backends.base import BackendError, BackendFault, BackendRejected, NotSignedIn
from agentconsole.backends.rest import RestBackend
from agentconsole.engine.erasing import is_erased
from agentconsole.engine.receipts import Answer, receipt_from
from agentconsole.store.own.outbox import State, Waiting
from agentconsole.store.own.questions import Why
from agentconsole.sync import holding, team_ledger
from agentconsole.sync.ageing import TOO_LATE, TOO_OLD, Age, age_of
from agentconsole.sync.carrying import returned
from agentconsole.sync.jobs import Posted
from agentconsole.sync.retry import LONGEST
from agentconsole.sync.tray import Tray
from agentconsole.sync.unreadable import set_aside
from agentconsole.tongue import N_
from agentconsole.wire import from_wire

AGAIN = 1_000
"""Milliseconds until a command is tried again that the server could not decide."""
GONE = N_("Its contact was erased meanwhile; nothing of it is kept.")
NOT_TAKEN = N_("The server failed at it again and again, though it takes others. Try once more?")


class Sending:
    """One console's commands on their way. Belongs to the line's thread."""

    def __init__(self, db: sqlite3.Connection, posted: Posted, tray: Tray, backend: RestBackend) -> None:
        self._db, self._posted, self._tray, self._backend = db, posted, tray, backend

    def everything_due(self) -> bool:
        """Sends whatever may be sent now; whether there was anything. Raises BackendError when the line breaks."""
        found = False
        while rows := team_ledger.take_batch(self._db, self._posted.server, self._posted.actor, self._now()):
            found = True
            fresh = self._still_meant(set_aside(self._db, rows, self._tray, self._now()))
            if fresh:
                self._send(fresh)
        return found

    def _now(self) -> int:
        return self._posted.clock.now()

    def _still_meant(self, rows: list[Waiting]) -> list[Waiting]:
        """Those that are sent as they are; the others end, or become a question. Raises BackendError."""
        ages = {row.command_id: age_of(row, from_wire(row.wire), self._now()) for row in rows}
        old = [row for row in rows if ages[row.command_id] is Age.OLD and not holding.is_settled(self._db, row)]
        # What may have arrived already is asked about first: its answer is worth more than a question.
        tried = [row.command_id for row in old if row.tries]
        arrived = self._arrived(tried, rows) if tried else ()
        asked = {row.command_id for row in old if row.command_id not in arrived}
        for row in rows:
            if row.command_id in asked:
                self._hold(row, self._now(), Why.TOO_OLD, TOO_OLD)
            elif ages[row.command_id] is Age.OVER:
                self._close(row, State.EXPIRED, self._now(), TOO_LATE, "expired")
        return [row for row in rows if row.command_id not in asked and ages[row.command_id] is not Age.OVER]

    def _arrived(self, ids: list[str], rows: list[Waiting]) -> tuple[str, ...]:
        """Which of them the server has. Raises BackendError, and puts all the rows back then."""
        began = self._now()
        try:
            return self._backend.known(ids).known
        except BackendRejected:
            # An older server cannot be asked, so the agent is: what did arrive is answered, and not done again.
            return ()
        except BackendError as error:
            self._put_back(rows, began, str(error), AGAIN)
            raise

    def _send(self, rows: list[Waiting]) -> None:
        began = self._now()
        try:
            answers = self._backend.submit([row.wire for row in rows])
        except NotSignedIn as error:
            self._put_back(rows, began, str(error), 0)
            raise
        except BackendFault as error:
            self._failed_whole(rows, began, str(error))
            return
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
        else:
            self._each_alone(rows, began, words)

    def _failed_whole(self, rows: list[Waiting], began: int, words: str) -> None:
        """A request the server broke at: each command is tried alone, and one it always breaks at is asked about."""
        if len(rows) > 1:
            self._each_alone(rows, began, words)
            return
        (row,) = rows
        if holding.is_poison(self._db, row) and is_erased(self._db, row.lane):
            # Nobody is asked about words to a contact who is gone.
            self._close(row, State.REFUSED, began, GONE, "erased")
        elif holding.is_poison(self._db, row):
            self._hold(row, began, Why.NOT_TAKEN, NOT_TAKEN)
        else:
            self._put_back(rows, began, words, min(AGAIN * 2**row.tries, int(LONGEST * 1_000)))

    def _each_alone(self, rows: list[Waiting], began: int, words: str) -> None:
        """Raises BackendError when the line breaks; `words` is what became of them together."""
        for n, row in enumerate(rows, 1):
            try:
                self._send([row])
            except BackendError:
                # Those behind it are marked as on their way: nobody would take them before their lease is over.
                self._put_back(rows[n:], began, words, AGAIN)
                raise

    def _file(self, row: Waiting, answer: Answered, began: int) -> None:
        if answer.status == 200:
            self._settle(row, Answer(receipt_from(answer.receipt), answer.receipt, answer.replayed), began)
        elif answer.status in (409, 503):
            # Where a proxy takes turns the next request is the newer server's; the same rhythm would miss it for ever.
            is_next_better = answer.code == TOO_NEW and row.tries % 2 == 0
            self._put_back([row], began, answer.code or "unavailable", 0 if is_next_better else AGAIN)
        else:
            self._close(row, State.REFUSED, began, answer.words or N_("The server did not take it."), answer.code)

    def _settle(self, row: Waiting, answer: Answer, began: int) -> None:
        receipt, posted = answer.receipt, self._posted
        text = team_ledger.settle(self._db, posted.server, row, answer, began, self._now(), posted.ids)
        if not receipt.is_accepted:
            self._tray.give_back_own(returned(from_wire(row.wire), receipt.words, text))

    def _put_back(self, rows: list[Waiting], began: int, words: str, later: int) -> None:
        team_ledger.put_back(self._db, rows, began, self._now(), words, self._now() + later)

    def _close(self, row: Waiting, state: State, began: int, words: str, result: str) -> None:
        now, server = self._now(), self._posted.server
        envelope, text = team_ledger.close(self._db, server, row, state, began, now, result)
        self._tray.give_back_own(returned(envelope, words, text))

    def _hold(self, row: Waiting, began: int, why: Why, words: str) -> None:
        envelope, text = holding.hold(self._db, row, why, words, began, self._now())
        self._tray.give_back_own(returned(envelope, words, text, asks=True))
