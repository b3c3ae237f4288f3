"""Consoles of two agents on one computer and one server, turned by hand, so that a session can end at any instant."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from agentconsole.backends.base import BackendError
from agentconsole.backends.rest import RestBackend
from agentconsole.cli.team import access as access_module
from agentconsole.cli.team.access import Access
from agentconsole.cli.team.team_place import Team as Place
from agentconsole.clock import ServerClock
from agentconsole.credentials import places
from agentconsole.domain.commands import Note
from agentconsole.engine import mirror
from agentconsole.ids import SystemIds
from agentconsole.server import routes_commands, sessions
from agentconsole.store.own.drafts import Draft, Visibility
from agentconsole.store.sqlite import open_store, unit_of_work
from agentconsole.sync import ledger
from agentconsole.sync.first_copy import copy_until_known
from agentconsole.sync.jobs import Posted
from agentconsole.sync.line import Line
from agentconsole.sync.tray import Tray
from agentconsole.wire import Envelope
from tests.support.team_server import PASSWORD, Team, a_team

LATER = 2_000
"""Milliseconds between two turns: whatever was put back is due again."""


@dataclass
class Console:
    """One agent's console: what it has put out, what it has drafted, and the line that carries it."""

    agent: str
    db: sqlite3.Connection
    access: Access
    line: Line
    posted: Posted
    wires: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    drafts: dict[str, str] = field(default_factory=dict)

    def writes(self, chat: str, words: str) -> None:
        """A note, saved as the courier saves it."""
        now = self.posted.clock.now()
        envelope = Envelope(self.posted.ids.command_id(now), self.agent, "t-1", Note(chat, words), now)
        ledger.put_out(self.db, self.posted.server, envelope, now)
        (self.wires[envelope.id],) = self.db.execute(
            "SELECT wire FROM outbox WHERE command_id = ?", (envelope.id,)
        ).fetchone()
        self.notes.append(words)

    def drafts_words(self, chat: str, words: str) -> None:
        """Half a thought, saved as the courier saves it."""
        draft = Draft(self.posted.server, self.agent, chat, Visibility.PUBLIC, "", 0, self.posted.clock.now())
        ledger.save_draft(self.db, draft, lambda _: words)
        self.drafts[chat] = words

    def turn(self) -> None:
        """What its line's thread does between two rests."""
        self.line._turn(self.db)

    def waiting(self) -> int:
        """How many commands have no answer yet."""
        sql = "SELECT count(*) FROM outbox WHERE state NOT IN ('accepted', 'refused', 'expired')"
        return int(self.db.execute(sql).fetchone()[0])

    def violation(self) -> str:
        """What it has lost or refused, in words; empty when nothing."""
        kept = {row[0]: (row[1], row[2]) for row in self.db.execute("SELECT command_id, wire, state FROM outbox")}
        for command_id, wire in self.wires.items():
            if kept.get(command_id, ("", ""))[0] != wire:
                return f"{self.agent}: the outbox has lost or changed {command_id}"
            if kept[command_id][1] in ("refused", "expired", "held"):
                return f"{self.agent}: {command_id} came to be {kept[command_id][1]}"
        drafts = {row[0]: row[1] for row in self.db.execute("SELECT conv_id, body FROM draft WHERE body <> ''")}
        return "" if drafts == self.drafts else f"{self.agent}: the drafts are {drafts}, not {self.drafts}"

    @property
    def place(self) -> tuple[str, int]:
        """How far its copy has come."""
        return mirror.place(self.db)


@dataclass
class Computer:
    """One computer that keeps one token in one file, whoever signs in; `sent` is who sent whose commands."""

    team: Team
    consoles: dict[str, Console]
    chats: list[str]
    sent: list[tuple[str, str]]
    luck: random.Random
    instants: list[Callable[[], None]] = field(default_factory=list)
    """What happens before the next requests and commands, one each; nothing for those that are harmless."""

    def later(self) -> None:
        """Time passes."""
        self.team.clock.ahead += LATER

    def revoke_all(self) -> None:
        """Every session ends, as by a lead's key."""
        with self.team.db() as db, unit_of_work(db):
            for agent in self.consoles:
                sessions.end_all(db, agent, self.team.clock.now())

    def notes_on_the_server(self) -> list[tuple[str, str]]:
        """Author and words, in the order of the log."""
        sql = "SELECT author, body FROM message WHERE kind = 'note' ORDER BY n"
        with self.team.db() as db:
            return [(str(row[0]), str(row[1])) for row in db.execute(sql)]

    def instant(self) -> None:
        """Something is about to be sent, or decided."""
        if self.instants:
            self.instants.pop(0)()


@contextmanager
def a_computer(folder: Path, seed: int, *agents: str) -> Iterator[Computer]:
    """A server, and a console of each agent beside each other."""
    environment = {**os.environ, places.TOKEN_FILE: str(folder / "token")}
    with ExitStack() as stack:
        team = stack.enter_context(a_team(folder))
        team.takes_any_number()
        stack.enter_context(patch.dict(os.environ, environment))
        stack.enter_context(patch.object(access_module, "FRESH_SECONDS", -1.0))
        codes = team.hires(*agents)
        chats = [team.chat(name=name) for name in ("Mara", "Bea")]
        consoles = {each: stack.enter_context(_a_console(team, folder, each, codes[each])) for each in agents}
        found = Computer(team, consoles, chats, [], random.Random(seed))
        stack.enter_context(_watched(found))
        yield found


@contextmanager
def _a_console(team: Team, folder: Path, agent: str, code: str) -> Iterator[Console]:
    store = folder / f"{agent}.db"
    access = Access(Place(team.url, agent, f"t-{agent}"), ServerClock(team.clock))
    places.keep(team.url, agent, access.sign_in(PASSWORD, code), os.environ)
    posted = Posted(lambda: open_store(store), agent, team.clock, SystemIds(), team.url)
    with closing(open_store(store)) as db:
        with closing(access.reach()) as first:
            copy_until_known(db, first, agent, lambda _: None)
        yield Console(agent, db, access, Line(posted, Tray(), access.reach, lambda: None), posted)


@contextmanager
def _watched(computer: Computer) -> Iterator[None]:
    """Tells before each request and each command that an instant has come, and who sends what."""
    ask, one = RestBackend._ask, routes_commands._one

    def asking(self: RestBackend, *given: Any, **named: Any) -> Any:
        computer.instant()
        answer = ask(self, *given, **named)
        computer.instant()
        return answer

    def deciding(engine: Any, office: Any, db: Any, caller: Any, raw: bytes) -> Any:
        computer.instant()
        computer.sent.append((caller.agent_id, routes_commands._envelope(raw).actor))
        return one(engine, office, db, caller, raw)

    with patch.object(RestBackend, "_ask", asking), patch.object(routes_commands, "_one", deciding):
        yield


def sign_in(console: Console) -> None:
    """`agentconsole login` beside everything that runs: the one file holds this agent's token from here on."""
    token = Access(console.access.team, ServerClock(console.posted.clock)).sign_in(PASSWORD)
    places.keep(console.access.team.url, console.agent, token, os.environ)


def sign_out(console: Console) -> None:
    """Ends whatever session lies in the file, and removes it."""
    try:
        with closing(console.access.reach()) as backend:
            backend.sign_out()
    except BackendError:
        pass
    places.forget(console.access.team.url, console.agent, os.environ)
