"""What all pictures show: some minutes of the demo's shift, in which the visitor works and needs a lead."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from copy import copy
from pathlib import Path

from agentconsole.clock import ManualClock
from agentconsole.domain import commands as ask
from agentconsole.domain.promises.service_levels import MINUTE, SECOND
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.domain.terms import Channel, WaitsOn
from agentconsole.engine.engine import Engine
from agentconsole.engine.receipts import Receipt
from agentconsole.ids import seeded
from agentconsole.simulator.demo import VISITOR, DemoDriver
from agentconsole.store.sqlite import open_store
from agentconsole.wire import Envelope

START = 1_795_356_000_000
LEAD = "mo"
MINE = "SELECT id FROM conversation WHERE open = 1 AND assignee = ? AND channel = ? ORDER BY id"
THEIRS = "SELECT id FROM conversation WHERE open = 1 AND assignee NOT IN ('', ?) AND channel = ? ORDER BY id"
WAITING = "SELECT id FROM conversation WHERE open = 1 AND assignee = '' AND channel = ? ORDER BY place_ms"


class Stage:
    """The store file of a demo on a clock moved by hand; `path`, `clock` and `ids` are a shift's."""

    def __init__(self, path: Path, seed: int = 7) -> None:
        self.path, self.clock, self.ids = path, ManualClock(START), seeded(seed)
        with closing(open_store(path)) as db:
            engine = Engine(db, self.clock, self.ids)
            self._driver = DemoDriver(db, engine.submit, seed=seed, ids=self.ids)
            self._driver.begin(START)
            self._greet(engine)
            self._play(2 * MINUTE)
        self._work()

    def copied(self, path: Path) -> Stage:
        """The same moment in a file of its own."""
        with closing(sqlite3.connect(self.path)) as here, closing(sqlite3.connect(path)) as there:
            here.backup(there)
        other = copy(self)
        other.path, other.clock, other.ids = path, ManualClock(self.clock.now()), seeded(1)
        return other

    def does(self, actor: str, command: ask.Command) -> Receipt:
        """One deed of somebody, accepted or not."""
        with closing(open_store(self.path)) as db:
            return self._submit(Engine(db, self.clock, self.ids), actor, command)

    def found(self, sql: str, *values: object) -> list[str]:
        """The first column of what the store holds."""
        with closing(open_store(self.path, read_only=True)) as db:
            return [row[0] for row in db.execute(sql, values)]

    def mine(self, channel: Channel) -> list[str]:
        """The visitor's conversations of a channel, by their numbers."""
        return self.found(MINE, VISITOR, channel)

    def waiting(self, channel: Channel) -> list[str]:
        """What nobody holds, most urgent first."""
        return self.found(WAITING, channel)

    def others(self, channel: Channel) -> list[str]:
        """What colleagues hold of a channel."""
        return self.found(THEIRS, VISITOR, channel)

    def _submit(self, engine: Engine, actor: str, command: ask.Command) -> Receipt:
        now = self.clock.now()
        return engine.submit(Envelope(self.ids.command_id(now), actor, "looks", command, now)).receipt

    def _greet(self, engine: Engine) -> None:
        self._submit(engine, VISITOR, SetPresence(Presence.AVAILABLE))

    def _play(self, span: int) -> None:
        end = self.clock.now() + span
        while self.clock.now() < end:
            due = self._driver.step(self.clock.now()) or end
            self.clock.advance(min(due, end) - self.clock.now())

    def _work(self) -> None:
        """Two chats and a call in the visitor's hands, a ticket that waits on others, one with a promise."""
        for each in self.waiting(Channel.CHAT)[:2]:
            self.does(VISITOR, ask.Claim(each))
            self.does(VISITOR, ask.Reply(each, "Good afternoon, I see it. I am looking at your account now."))
            self.clock.advance(20 * SECOND)
        for each in self.waiting(Channel.PHONE)[:1]:
            self.does(VISITOR, ask.Claim(each))
        tickets = self.mine(Channel.TICKET)
        if len(tickets) > 1:
            self.does(VISITOR, ask.Pend(tickets[0], WaitsOn.OTHERS, "the registrar"))
            self.does(VISITOR, ask.Acknowledge(tickets[1], "We have your ticket and I am reading it now."))
            promised = self.clock.now() + 26 * MINUTE
            self.does(VISITOR, ask.ReportProgress(tickets[1], "I have found the cause.", promised))
        self.clock.advance(25 * SECOND)
