"""Everybody else: contacts who come and write, and colleagues who take, answer and end, as fast as is asked for."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import closing
from random import Random
from time import monotonic, sleep

from agentconsole.clock import SystemClock
from agentconsole.domain.commands import Acknowledge, Claim, Command, Note, Open, Receive, Reply, Resolve, WrapUp
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds
from agentconsole.store.sqlite import open_store
from agentconsole.wire import Envelope
from tests.e2e.shift import ME, Shift

OPEN = "SELECT id, channel, status, assignee FROM conversation WHERE status NOT IN ('closed', 'resolved')"
MOST_OPEN = 120
"""Conversations beyond which no new ones come."""
TOGETHER = 40
"""Commands of one transaction, as an import or a fast team commits them."""
SAID = "the mail of our shop bounces since the migration and nobody can log in please help 漢字 🇩🇪 שלום naïve"


class Crowd:
    """Writes from a thread of its own, `events` a second, from `go` on."""

    def __init__(self, shift: Shift, seed: int, events: float) -> None:
        self.shift, self._pick, self._pace = shift, Random(seed), events
        self._may, self._ends = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._live, name="crowd", daemon=True)
        self.turn = threading.Lock()
        """Whoever holds it can be sure that nobody writes."""
        self.seq = 0
        """The number of the last event."""

    def __enter__(self) -> Crowd:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._may.set()
        self._thread.join()

    def newest(self) -> int:
        """The number of the last event anybody has written, the console included."""
        return self.shift.rows("SELECT seq FROM head")[0][0]

    def go(self) -> None:
        """Writes from now on."""
        self._may.set()

    def _live(self) -> None:
        with closing(open_store(self.shift.path)) as db:
            engine = Engine(db, SystemClock(), SystemIds())
            while not self._ends.is_set():
                self._may.wait()
                began, before = monotonic(), self.seq
                with self.turn:
                    open_now = db.execute(OPEN).fetchall()
                    engine.submit_together([self._enveloped(*self._deed(open_now)) for _ in range(TOGETHER)])
                    engine.record_breaches(10)
                    self.seq = db.execute("SELECT seq FROM head").fetchone()[0]
                sleep(max(0.0, (self.seq - before) / self._pace - (monotonic() - began)))

    def _enveloped(self, actor: str, command: Command) -> Envelope:
        now = SystemClock().now()
        return Envelope(SystemIds().command_id(now), actor, "crowd", command, now)

    def _deed(self, open_now: Sequence[tuple[str, str, str, str]]) -> tuple[str, Command]:
        """What somebody does next with what was open a moment ago; rules may refuse it."""
        pick = self._pick
        if len(open_now) < MOST_OPEN and (len(open_now) < 40 or pick.random() < 0.25):
            channel = pick.choice(["chat", "ticket", "ticket", "phone"])
            return channel, Open(self.shift.incoming(channel, self._words(2), self._words(5), self._words(20)))
        own, channel, status, assignee = pick.choice(open_now)
        if assignee == ME or pick.random() < 0.3:
            return channel, Receive(own, self._words(15))
        agent = assignee or "bo"
        if status == "wrap_up":
            return agent, WrapUp(own, "solved")
        if not assignee:
            return agent, Claim(own)
        choice = pick.random()
        if choice < 0.35:
            return agent, Resolve(own)
        return agent, pick.choice([Reply(own, self._words(12)), Note(own, self._words(6)), Acknowledge(own)])

    def _words(self, count: int) -> str:
        return " ".join(self._pick.choices(SAID.split(), k=count))
