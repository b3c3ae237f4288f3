"""An engine over a store with a team, to give commands to: real parts, a clock that is moved by hand."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from agentconsole.clock import ManualClock
from agentconsole.domain.commands import Command, Open
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.team.commands import AddAgent, SetPresence
from agentconsole.domain.terms import Author
from agentconsole.engine.engine import Engine
from agentconsole.engine.receipts import Answer
from agentconsole.ids import SeededIds, seeded
from agentconsole.store.sqlite import MEMORY, open_store
from agentconsole.wire import Envelope
from tests.support.builders import NOW

TEAM = ("ana", "bo", "cy", "dee")


@dataclass(slots=True)
class Bench:
    """`do` gives a command now, `send` an envelope as it is."""

    db: sqlite3.Connection
    engine: Engine
    clock: ManualClock
    ids: SeededIds
    path: str

    def do(self, actor: str, command: Command) -> Answer:
        return self.send(self.envelope(actor, command))

    def envelope(self, actor: str, command: Command) -> Envelope:
        now = self.clock.now()
        return Envelope(self.ids.command_id(now), actor, "t1", command, now)

    def send(self, envelope: Envelope) -> Answer:
        return self.engine.submit(envelope)

    def restart(self) -> None:
        """Close the file and open it again, as after a crash."""
        if self.path != MEMORY:
            self.db.close()
            self.db = open_store(self.path)
        self.engine = Engine(self.db, self.clock, self.ids)


def a_bench(path: str = MEMORY, team: tuple[str, ...] = TEAM, seed: int = 1) -> Bench:
    """A new store with a team; its last member is the lead."""
    clock, ids = ManualClock(NOW), seeded(seed)
    db = open_store(path)
    bench = Bench(db, Engine(db, clock, ids), clock, ids, path)
    for agent_id in team:
        bench.do("system", AddAgent(agent_id, role=Role.LEAD if agent_id == team[-1] else Role.AGENT, full_name=""))
        bench.do(agent_id, SetPresence(Presence.AVAILABLE))
    return bench


def an_opening(name: str, channel: str = "chat") -> Open:
    """Somebody writes or rings; the name is the external id too."""
    words = IncomingMessage(Author.CONTACT, "reply", NOW, f"It is {name}, my site is down.", f"{name}.1")
    who = IncomingContact(name, f"{name}@contact.example".lower())
    incoming = IncomingConversation("widget", name, channel, "Site down", "dns", who, NOW, "waiting", (words,))
    return Open(incoming)
