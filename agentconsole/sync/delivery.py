"""What the courier's thread does: it saves, delivers and files, so that the screens never wait for the disk."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from queue import Empty, SimpleQueue
from time import sleep
from typing import assert_never

from agentconsole.backends.base import BackendError
from agentconsole.domain.terms import FAR
from agentconsole.store.errors import StoreError
from agentconsole.store.own import own_drafts
from agentconsole.store.own.drafts import Draft, Visibility
from agentconsole.store.own.outbox import find
from agentconsole.store.own.questions import Reply
from agentconsole.sync import ledger
from agentconsole.sync.carrying import Carrier, LocalCarrier, returned
from agentconsole.sync.jobs import AnswerQuestions, Deliver, Job, LookAgain, MarkSeen, Posted, SaveDraft, Stop
from agentconsole.sync.pruning import Pruning
from agentconsole.sync.tray import Tray
from agentconsole.tongue import N_
from agentconsole.wire import Envelope, from_wire

log = logging.getLogger(__name__)
RETRY_SECONDS = 1.0
LONGEST_WAIT = 3_600.0


class Delivering:
    """One courier's work. Belongs to the courier's thread; `notify` is called after each job that may have changed what
    the screens show."""

    def __init__(
        self,
        posted: Posted,
        tray: Tray,
        jobs: SimpleQueue[Job],
        notify: Callable[[], None],
        carrier: Carrier | None = None,
    ) -> None:
        """Without another `carrier` the engine in this process answers."""
        self._posted, self._tray, self._jobs, self._notify, self._other = posted, tray, jobs, notify, carrier
        self._pruning = Pruning()

    def work(self) -> None:
        """Works until it is told to stop; a store that cannot be opened just now is tried again."""
        while not self._works():
            sleep(RETRY_SECONDS)

    def _works(self) -> bool:
        """Whether it has come to its end; where the store cannot be opened, the screens are told why."""
        try:
            with closing(self._posted.open_store()) as db:
                carrier = self._other or LocalCarrier(db, self._posted, self._tray)
                for envelope in ledger.left_over(db, self._posted.server, self._posted.actor):
                    self._tray.remember(envelope, ledger.draft_of(envelope))
                carrier.begin()
                while self._turn(db, carrier):
                    pass
        except StoreError as error:
            self._tray.set_trouble(str(error))
            self._notify()
            return False
        return True

    def _turn(self, db: sqlite3.Connection, carrier: Carrier) -> bool:
        job: Job = LookAgain()
        was_in_trouble, is_news = bool(self._tray.trouble()), True
        try:
            job = self._next(carrier)
            is_news = self._handle(db, carrier, job)
            self._tray.set_trouble("")
        except (StoreError, BackendError) as error:
            self._stumble(str(error), job)
        except Exception:
            # The courier must outlive a bug in one job; the job's text stays in the outbox or the draft.
            log.exception("the courier failed at %s", type(job).__name__)
            self._stumble(N_("the last step failed; what you typed is kept (details are in the log)"), job)
        if is_news or was_in_trouble:
            self._notify()
        return not isinstance(job, Stop)

    def _next(self, carrier: Carrier) -> Job:
        """The next job; without one, a look at the store when the next thing in it is due."""
        timeout = RETRY_SECONDS
        if not self._tray.trouble():
            due = carrier.due_at()
            if due >= FAR:
                return self._jobs.get()
            timeout = min(LONGEST_WAIT, self._posted.clock.seconds_until(due) + 0.001)
        try:
            return self._jobs.get(timeout=timeout)
        except Empty:
            return LookAgain()

    def _stumble(self, words: str, job: Job) -> None:
        self._tray.set_trouble(words)
        if isinstance(job, SaveDraft | MarkSeen | AnswerQuestions):
            sleep(RETRY_SECONDS)
            self._jobs.put(job)

    def _handle(self, db: sqlite3.Connection, carrier: Carrier, job: Job) -> bool:
        """Does it; whether the screens may show something else now."""
        match job:
            case Deliver(envelope):
                if self._save(db, envelope):
                    carrier.deliver()
            case SaveDraft(conversation_id, visibility):
                return self._save_draft(db, conversation_id, visibility)
            case MarkSeen(conversation_id, k):
                ledger.save_seen(db, self._posted.actor, conversation_id, k)
            case AnswerQuestions(command_ids, is_sent):
                self._answer(db, command_ids, is_sent=is_sent)
                carrier.deliver()
            case LookAgain() | Stop():
                carrier.look_again()
                self._pruning.when_due(db, self._posted.clock.now())
            case _:
                assert_never(job)
        return True

    def _answer(self, db: sqlite3.Connection, command_ids: tuple[str, ...], *, is_sent: bool) -> None:
        from agentconsole.sync.answering import answer

        posted, reply = self._posted, Reply.SEND if is_sent else Reply.KEEP
        for command_id in answer(db, posted.server, posted.actor, command_ids, reply, posted.clock.now()):
            self._tray.forget_returned(command_id)
            if is_sent:
                envelope = from_wire(find(db, command_id).wire)
                self._tray.remember(envelope, ledger.draft_of(envelope))

    def _save(self, db: sqlite3.Connection, envelope: Envelope) -> bool:
        """Whether it is on disk now. What cannot be saved goes back to the agent with the reason."""
        try:
            ledger.put_out(db, self._posted.server, envelope, self._posted.clock.now())
        except StoreError as error:
            typed = ledger.words_of(envelope)
            self._tray.give_back(returned(envelope, str(error), typed[0] if typed else ""))
            return False
        self._tray.saved(envelope, self._posted.clock.now())
        return True

    def _save_draft(self, db: sqlite3.Connection, conversation_id: str, visibility: str) -> bool:
        """The editor shows what is saved already: news is what another console put beside it, and that it is newer now
        than what another computer offers."""
        where, posted = (conversation_id, visibility), self._posted
        due = self._tray.draft_due(where)
        if due is None:
            return False
        draft = Draft(posted.server, posted.actor, conversation_id, Visibility(visibility), "", 0, posted.clock.now())
        ledger.save_draft(db, draft, lambda saved: self._tray.whole(where, due, saved))
        if not self._tray.draft_written(where, due.body):
            self._jobs.put(SaveDraft(conversation_id, visibility))
        is_typed_elsewhere = bool(own_drafts.elsewhere(db, posted.server, posted.actor, conversation_id))
        return is_typed_elsewhere or self._tray.has_beside(where)
