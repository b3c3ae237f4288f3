"""The courier: one thread that saves, delivers and files, so that the screens never wait for the disk."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import sleep
from typing import assert_never

from agentconsole.backends.base import BackendError, BackendRejected
from agentconsole.backends.local import LocalBackend
from agentconsole.clock import Clock
from agentconsole.ids import Ids
from agentconsole.store.drafts import Draft, Visibility
from agentconsole.store.errors import StoreError
from agentconsole.store.queries import FAR, next_breach_at, next_outbox_at
from agentconsole.sync import ledger
from agentconsole.sync.jobs import Deliver, Job, LookAgain, MarkSeen, SaveDraft, Stop
from agentconsole.wire import Envelope, from_wire
from agentconsole.workspace.courier import Carried
from agentconsole.workspace.views import Delivery, RefusalView

log = logging.getLogger(__name__)
RETRY_SECONDS = 1.0
LONGEST_WAIT = 3_600.0


@dataclass(frozen=True, slots=True)
class Posted:
    """Where the courier works, and for whom."""

    open_store: Callable[[], sqlite3.Connection]
    actor: str
    clock: Clock
    ids: Ids


class LocalCourier:
    """Delivers to the engine in this process. Everything public may be called from the screens' thread."""

    def __init__(self, posted: Posted) -> None:
        self._posted = posted
        self._jobs: SimpleQueue[Job] = SimpleQueue()
        self._lock = Lock()
        self._carried: dict[str, Carried] = {}
        self._drafts: dict[tuple[str, str], str] = {}
        self._returned: dict[str, RefusalView] = {}
        self._listeners: list[Callable[[], None]] = []
        self._saved_at: dict[str, int] = {}
        self._trouble = ""
        self._thread = Thread(target=self._work, name="courier", daemon=True)

    def start(self) -> None:
        """Begins to work, with what was left over from before."""
        self._jobs.put(LookAgain())
        self._thread.start()

    def stop(self, timeout: float = 5.0) -> bool:
        """Works off what was handed over, then ends; False when that took longer than `timeout` seconds."""
        self._jobs.put(Stop())
        self._thread.join(timeout)
        return not self._thread.is_alive()

    # What the screens hand over

    def hand_over(self, envelope: Envelope) -> None:
        """Carries a command."""
        with self._lock:
            self._carried[envelope.id] = Carried(envelope, Delivery.SAVING)
            typed = ledger.text_of(envelope)
            if typed:
                self._drafts.pop((ledger.lane_of(envelope), typed[1].value), None)
        self._jobs.put(Deliver(envelope))

    def carried(self) -> tuple[Carried, ...]:
        """Commands without a receipt yet."""
        with self._lock:
            return tuple(self._carried.values())

    def returned(self) -> tuple[RefusalView, ...]:
        """What came back refused."""
        with self._lock:
            return tuple(self._returned.values())

    def forget_returned(self, command_id: str) -> None:
        """The agent has seen it."""
        with self._lock:
            self._returned.pop(command_id, None)

    def save_draft(self, conversation_id: str, visibility: str, body: str) -> None:
        """Saves the newest text; one that is overtaken before its turn is never written."""
        key = (conversation_id, visibility)
        with self._lock:
            waiting = key in self._drafts
            self._drafts[key] = body
        if not waiting:
            self._jobs.put(SaveDraft(conversation_id, visibility))

    def draft_on_its_way(self, conversation_id: str, visibility: str) -> str | None:
        """The text not yet on disk."""
        with self._lock:
            return self._drafts.get((conversation_id, visibility))

    def drafts_settled(self) -> bool:
        """Whether every text is on disk."""
        with self._lock:
            return not self._drafts

    def mark_seen(self, conversation_id: str, k: int) -> None:
        """Remembers what was shown."""
        self._jobs.put(MarkSeen(conversation_id, k))

    def look_again(self) -> None:
        """Somebody else has written to the store: something may be due, and the screens should look."""
        self._jobs.put(LookAgain())

    def trouble(self) -> str:
        """What keeps it from its work."""
        with self._lock:
            return self._trouble

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls the listener after each commit."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    # The thread

    def _work(self) -> None:
        db = self._posted.open_store()
        backend = LocalBackend(db, self._posted.clock, self._posted.ids)
        try:
            self._remember(db)
            while self._turn(db, backend):
                pass
        finally:
            db.close()

    def _remember(self, db: sqlite3.Connection) -> None:
        """What an earlier run saved and nobody has answered is on its way again."""
        for envelope in ledger.left_over(db, LocalBackend.name, self._posted.actor):
            with self._lock:
                self._carried.setdefault(envelope.id, Carried(envelope, Delivery.SAVED))

    def _turn(self, db: sqlite3.Connection, backend: LocalBackend) -> bool:
        job: Job = LookAgain()
        try:
            job = self._next(db)
            self._handle(db, backend, job)
            self._set_trouble("")
        except (StoreError, BackendError) as error:
            self._stumble(str(error), job)
        except Exception:
            # The courier must outlive a bug in one job; the job's text stays in the outbox or the draft.
            log.exception("the courier failed at %s", type(job).__name__)
            self._stumble("the last step failed; what you typed is kept (details are in the log)", job)
        self._notify()
        return not isinstance(job, Stop)

    def _next(self, db: sqlite3.Connection) -> Job:
        """The next job; without one, a look at the store when the next thing in it is due."""
        timeout = RETRY_SECONDS
        if not self._trouble:
            due = min(next_breach_at(db), next_outbox_at(db, LocalBackend.name, self._posted.actor))
            if due >= FAR:
                return self._jobs.get()
            timeout = min(LONGEST_WAIT, self._posted.clock.seconds_until(due) + 0.001)
        try:
            return self._jobs.get(timeout=timeout)
        except Empty:
            return LookAgain()

    def _stumble(self, words: str, job: Job) -> None:
        self._set_trouble(words)
        if isinstance(job, SaveDraft | MarkSeen):
            sleep(RETRY_SECONDS)
            self._jobs.put(job)

    def _handle(self, db: sqlite3.Connection, backend: LocalBackend, job: Job) -> None:
        match job:
            case Deliver(envelope):
                if self._save(db, envelope):
                    self._deliver_due(db, backend)
            case SaveDraft(conversation_id, visibility):
                self._save_draft(db, conversation_id, visibility)
            case MarkSeen(conversation_id, k):
                ledger.save_seen(db, self._posted.actor, conversation_id, k)
            case LookAgain() | Stop():
                self._deliver_due(db, backend)
                backend.record_breaches()
            case _:
                assert_never(job)

    def _save(self, db: sqlite3.Connection, envelope: Envelope) -> bool:
        """Whether it is on disk now. What cannot be saved goes back to the agent with the reason."""
        try:
            ledger.put_out(db, LocalBackend.name, envelope, self._posted.clock.now())
        except StoreError as error:
            typed = ledger.text_of(envelope)
            self._give_back(envelope, str(error), typed[0] if typed else "")
            return False
        with self._lock:
            self._saved_at[envelope.id] = self._posted.clock.now()
            self._carried[envelope.id] = Carried(envelope, Delivery.SAVED)
        return True

    def _deliver_due(self, db: sqlite3.Connection, backend: LocalBackend) -> None:
        while True:
            rows = ledger.take_due(db, backend.name, self._posted.actor, self._posted.clock.now())
            for row in rows:
                with self._lock:
                    saved_at = self._saved_at.pop(row.command_id, row.created_at)
                self._deliver(db, backend, row.wire, saved_at)
            if not rows:
                return

    def _deliver(self, db: sqlite3.Connection, backend: LocalBackend, wire: str, saved_at: int) -> None:
        envelope = from_wire(wire)
        try:
            (answer,) = backend.submit([envelope])
        except BackendRejected as error:
            text = ledger.hold(db, backend.name, envelope, self._posted.clock.now())
            self._give_back(envelope, str(error), text)
            return
        text = ledger.settle(db, backend.name, envelope, answer, saved_at, self._posted.clock.now())
        if answer.receipt.is_accepted:
            with self._lock:
                self._carried.pop(envelope.id, None)
        else:
            self._give_back(envelope, answer.receipt.words, text)

    def _give_back(self, envelope: Envelope, words: str, text: str) -> None:
        back = RefusalView(envelope.id, ledger.lane_of(envelope), envelope.command.kind, words, text)
        with self._lock:
            self._carried.pop(envelope.id, None)
            self._returned[envelope.id] = back

    def _save_draft(self, db: sqlite3.Connection, conversation_id: str, visibility: str) -> None:
        key = (conversation_id, visibility)
        with self._lock:
            body = self._drafts.get(key)
        if body is None:
            return
        posted = self._posted
        draft = Draft(
            LocalBackend.name, posted.actor, conversation_id, Visibility(visibility), body, 0, posted.clock.now()
        )
        ledger.save_draft(db, draft)
        with self._lock:
            if self._drafts.get(key) == body:
                del self._drafts[key]
                return
        self._jobs.put(SaveDraft(conversation_id, visibility))

    def _set_trouble(self, words: str) -> None:
        with self._lock:
            self._trouble = words

    def _notify(self) -> None:
        for listener in list(self._listeners):
            listener()
