"""The line to the team's server: a thread that pulls what is new and sends what is saved, turn by turn."""

from __future__ import annotations

import logging
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from threading import Event, Thread

from agentconsole.backends.base import BackendError, BackendRejected, BackendUnavailable, NotSignedIn, TooOld
from agentconsole.backends.poke import trace
from agentconsole.backends.rest import RestBackend
from agentconsole.clock import Steps, SystemClock, monotonic_ms
from agentconsole.domain.terms import FAR
from agentconsole.store.errors import StoreError
from agentconsole.store.own.outbox import next_due_at
from agentconsole.store.searching import erased, indexing
from agentconsole.store.sqlite import file_of
from agentconsole.sync import aftermath, team_ledger
from agentconsole.sync.ear import Ear
from agentconsole.sync.handing_in import LeftBehind
from agentconsole.sync.jobs import Posted
from agentconsole.sync.other_computers import OtherComputers
from agentconsole.sync.outages import Outages
from agentconsole.sync.own_session import OwnSession
from agentconsole.sync.pulling import Pulling
from agentconsole.sync.retry import PROBED_AFTER, pause
from agentconsole.sync.sender import Sender
from agentconsole.sync.sending import Sending
from agentconsole.sync.standing import Link, Standing
from agentconsole.sync.tray import Tray
from agentconsole.sync.unsent_notes import UnsentNotes
from agentconsole.tongue import N_

log = logging.getLogger(__name__)
LOOK_SECONDS = 5.0
"""How often the server is asked although no poke came: losing every poke costs seconds, not messages."""
OTHER_SENDS_SECONDS = 0.5
"""How often a console that does not send looks for the answers the one that does has got."""
ASK_AGAIN_SECONDS = 5.0
"""How often a signed-out console looks whether somebody has signed in again beside it."""
TOO_OLD_SECONDS = 60.0
"""How often a console that is too old for its server looks whether the server is another one now."""
REJECTED_SECONDS = 10
"""How long a console rests at least before it asks again what the server did not understand."""


class Line:
    """`reach` makes a backend with the token there is, or raises NotSignedIn. Its thread and the ear's end
    with the process: whatever they have not done is in the outbox."""

    def __init__(
        self, posted: Posted, tray: Tray, reach: Callable[[], RestBackend], notify: Callable[[], None]
    ) -> None:
        self._posted, self._tray, self._notify = posted, tray, notify
        self._wake, self._ended = Event(), Event()
        self._session = OwnSession(reach, posted.actor)
        self._pulling = Pulling(posted, tray, self._catching_up, self._ended.is_set)
        self._failures = 0
        self._is_there = False
        self._sender: Sender | None = None
        self._computers = OtherComputers(posted)
        self._is_called = self._is_hurried = False
        self._pull_at = FAR
        self._left_behind = LeftBehind(posted)
        self.notes = UnsentNotes()
        self._steps = Steps(SystemClock())
        self.standing = Standing(Link.CONNECTING, posted.clock.now())
        self._worker = Thread(target=self._work, name="line", daemon=True)
        self._open = -1
        self._ear = Ear(reach, self._poked, self._is_near, self._is_worth_hearing, self._ended)

    def start(self) -> None:
        """Begins, where it has not begun."""
        if self._worker.ident is None:
            self._worker.start()
            self._ear.start()

    def wake(self) -> None:
        """There is something to send, or to hear."""
        self._is_called = True
        self._wake.set()

    def look_anew(self) -> None:
        """Somebody has signed in: the token and its end are read anew at once."""
        self._session.look_anew()
        self.wake()

    def written(self) -> None:
        """Somebody has written to the file: another console may have put something out, or got an answer."""
        self._wake.set()

    def looks_at(self, conversation_id: str) -> None:
        """Its news are pulled at once, also where they are about nobody's own."""
        self._open = trace(conversation_id)

    def stop(self, timeout: float) -> bool:
        """Lets the request under way end; whether it did."""
        self._ended.set()
        self.wake()
        if self._worker.ident is not None:
            self._worker.join(timeout)
        return not self._worker.is_alive()

    def _is_worth_hearing(self) -> bool:
        """Whether a poke would lead to anything now."""
        return self.standing.link in (Link.WELL, Link.CATCHING_UP)

    def _is_near(self, about: frozenset[int]) -> bool:
        return self._open in about

    def _poked(self, seconds: float) -> None:
        """There are news, to be had in so many seconds."""
        if seconds <= 0:
            self.wake()
        else:
            self._pull_at = min(self._pull_at, monotonic_ms() + int(seconds * 1_000))
            self._wake.set()

    def _work(self) -> None:
        while not self._ended.is_set():
            try:
                with closing(self._posted.open_store()) as db:
                    self._follow(db)
            except StoreError as error:
                # Whoever holds the store lets it go again: until then nothing is lost, and nothing goes.
                self._ended.wait(self._offline(str(error), 0))
        if self._sender is not None:
            self._sender.release()

    def _follow(self, db: sqlite3.Connection) -> None:
        """Turn by turn until the line is ended."""
        outages = Outages(db, self._posted)
        while True:
            seconds = self._turn(db)
            with suppress(StoreError, sqlite3.Error):
                seconds = 0 if outages.note(self.standing) else seconds
            if self._ended.is_set():
                break
            self._rest(db, seconds)

    def _rest(self, db: sqlite3.Connection, seconds: float) -> None:
        """Waits for a reason to go on; that the file was written is one only if there is something for this console."""
        self._is_hurried = False
        end = monotonic_ms() + int(seconds * 1_000)
        while self._wake.wait(max(0.0, (min(end, self._pull_at) - monotonic_ms()) / 1_000)):
            self._wake.clear()
            self._is_hurried, self._is_called = self._is_called, False
            if self._is_hurried or self._concerns_us(db):
                break
        # Whatever was poked until here is in the pull that comes now.
        self._pull_at = FAR

    def _concerns_us(self, db: sqlite3.Connection) -> bool:
        try:
            if aftermath.clear(db, self._tray):
                self._notify()
            posted = self._posted
            return self._is_sender and next_due_at(db, posted.server, posted.actor) <= posted.clock.now()
        except (StoreError, sqlite3.Error):
            return True

    def _turn(self, db: sqlite3.Connection) -> float:
        """Copies, sends, copies what came of it; answers how many seconds to rest."""
        if step := self._steps.look():
            log.warning("clock_step: this computer's clock was set by %+d ms", step)
        before = self.standing
        try:
            seconds = self._exchange(db)
        except (StoreError, BackendError) as error:
            seconds = self._stumble(db, error)
        except Exception:
            # The line must outlive a bug: what was typed is in the outbox, and the next turn tries again.
            log.exception("the line to the server failed")
            seconds = self._offline(N_("the last step failed; details are in the log"), 0)
        if self.standing is not before or self.standing.link is Link.OFFLINE:
            self._notify()
        return seconds

    def _exchange(self, db: sqlite3.Connection) -> float:
        posted, backend = self._posted, self._reached()
        self.notes.exchange(backend)
        # What was pressed a moment ago goes first; after an outage the console first learns what has happened.
        is_behind = self.standing.link is not Link.WELL
        if is_behind:
            self._pull(db, backend)
        has_sent = self._sends(db) and Sending(db, posted, self._tray, backend).everything_due()
        if has_sent or not is_behind:
            self._pull(db, backend)
        if self._is_sender and self._computers.exchange(db, backend):
            self._notify()
        self._failures, self._is_there = 0, False
        if self._sender is not None:
            self._sender.caught_up()
        missing = indexing.step(db)
        indexed = missing.percent if missing else 100
        self._stand(Standing(Link.WELL, ends_at=self._session.ends_at, indexed=indexed))
        return 0 if missing or (self._is_sender and erased.step(db)) else self._until_next(db)

    def _reached(self) -> RestBackend:
        """The server; one that has failed again and again is only asked for its time until it answers. Raises
        BackendError."""
        if self._failures >= PROBED_AFTER:
            self._is_there = False
            self._session.probe()
            self._is_there = True
        return self._session.open(self._posted.clock.now())

    def _until_next(self, db: sqlite3.Connection) -> float:
        """Seconds until there is something to do, whether or not anybody says so."""
        posted = self._posted
        if not self._is_sender and self._tray.carried():
            # The other console may have had the answer since this one looked: nothing waits in the file any more then.
            return OTHER_SENDS_SECONDS
        due = posted.clock.seconds_until(next_due_at(db, posted.server, posted.actor)) + 0.01
        return min(LOOK_SECONDS, due if self._is_sender else max(due, OTHER_SENDS_SECONDS))

    def _sends(self, db: sqlite3.Connection) -> bool:
        """Whether it is this console that sends what the file holds, and not another one of the same agent."""
        if self._sender is None:
            self._sender = Sender(file_of(db))
        if self._sender.take():
            team_ledger.free_leases(db, self._posted.server, self._posted.actor, self._posted.clock.now())
        return self._is_sender

    @property
    def _is_sender(self) -> bool:
        return self._sender is not None and self._sender.is_mine

    def _pull(self, db: sqlite3.Connection, backend: RestBackend) -> None:
        has_news = self._pulling.pull(db, backend)
        self._left_behind.look(db, has_news=has_news)
        if has_news:
            self._notify()

    def _catching_up(self, percent: int) -> None:
        self._stand(Standing(Link.CATCHING_UP, percent=percent))
        self._notify()

    def _stumble(self, db: sqlite3.Connection, error: StoreError | BackendError) -> float:
        match error:
            case NotSignedIn():
                self._session.lose()
                with suppress(StoreError, sqlite3.Error):
                    drafts = team_ledger.drafts_kept(db, self._posted.server, self._posted.actor)
                    self._stand(Standing(Link.SIGNED_OUT, drafts=drafts, words=str(error)))
                return ASK_AGAIN_SECONDS
            case TooOld():
                self._stand(Standing(Link.TOO_OLD, words=str(error)))
                return TOO_OLD_SECONDS
            case BackendUnavailable():
                return self._offline(str(error), error.retry_after)
            case BackendRejected():
                return self._offline(str(error), REJECTED_SECONDS)
            case _:
                return self._offline(str(error), 0)

    def _offline(self, words: str, retry_after: int) -> float:
        # A try that a key brought about says nothing new: ten keys in an outage of seconds must not lengthen the pause.
        self._failures = max(1, self._failures + (not self._is_hurried))
        self._stand(Standing(Link.OFFLINE, words=words))
        luck = random.random()  # noqa: S311 - spreads consoles, hides nothing
        return pause(self._failures, luck, retry_after, is_there=self._is_there)

    def _stand(self, standing: Standing) -> None:
        is_another = standing.link is not self.standing.link
        standing = replace(standing, since=self._posted.clock.now() if is_another else self.standing.since)
        if standing != self.standing:
            self.standing = standing
