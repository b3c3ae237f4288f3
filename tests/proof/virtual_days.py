"""Weeks of shifts on a clock moved by hand: server processes, consoles, and everything that may end a session.

An independent account says for each refusal whether there was a reason, and for each success whether there was none.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from agentconsole.backends.answers import Heard, meaning
from agentconsole.backends.api import PROTOCOL_HEADER
from agentconsole.backends.base import BackendUnavailable, NotSignedIn
from agentconsole.clock import ManualClock
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import AddAgent
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds
from agentconsole.server import accounts, sessions
from agentconsole.server.app import make_app
from agentconsole.server.sessions import HOUR, SEEN_STEP, Lasting
from agentconsole.store.connection import Connection
from agentconsole.store.errors import StoreBusy, StoreError, StoreLost, StoreUncertain
from agentconsole.store.sqlite import open_store, unit_of_work
from agentconsole.wire import Envelope

START = 1_790_000_000_000
MINUTE = 60_000
LASTING = Lasting()
SKEW = 400
"""Milliseconds by which the clocks of two server machines may differ."""
CONSOLES, PROCESSES = 4, 3
FAULTS: tuple[Callable[[], StoreError], ...] = (
    lambda: StoreBusy("the store"),
    lambda: StoreLost("the store"),
    lambda: StoreUncertain("the store"),
)


class SkewedClock:
    """One machine's clock."""

    def __init__(self, base: ManualClock, ahead: int) -> None:
        self._base, self._ahead = base, ahead

    def now(self) -> int:
        """As this machine believes."""
        return self._base.now() + self._ahead

    def seconds_until(self, at: int) -> float:
        """Never asked here."""
        return max(0, at - self.now()) / 1_000


@dataclass
class Terminal:
    """A console's token, and what an honest bookkeeper knows of its session."""

    token: str
    id: str
    seen: int
    """Used for certain at this instant."""
    ends: int
    maybe_seen: int
    maybe_ends: int
    reasons: set[str] = field(default_factory=set)
    is_out: bool = False
    """Its console has been told so."""

    def may_be_refused(self, now: int) -> str:
        """The documented end it has come to; empty when there is none."""
        if self.reasons:
            return min(self.reasons)
        if now >= self.ends - SKEW:
            return "last end"
        return "unused" if now - self.seen >= LASTING.unused - SEEN_STEP - SKEW else ""

    def must_be_refused(self, now: int) -> bool:
        """Whether it has ended beyond doubt."""
        is_old = now - self.maybe_seen > LASTING.unused + SKEW
        return bool(self.reasons) or is_old or now > self.maybe_ends + SKEW


@dataclass
class Days:
    """What has happened. `ends` counts the documented ends, `violation` tells the first thing that must not be."""

    ends: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    faults: int = 0
    steps: int = 0
    restarts: int = 0
    violation: str = ""


class Virtual:
    """The world: a store, the processes on it, the terminals, and the luck."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.luck, self.clock, self.days = random.Random(seed), ManualClock(START), Days()
        self._store = folder / "server.db"
        self.db = open_store(self._store)
        self.password = 1
        self.processes: list[Any] = []
        self.terminals: list[Terminal] = []
        self._fault: tuple[str, StoreError] | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The people, the processes, and everybody signed in."""
        for name, role in (("ana", Role.AGENT), ("mo", Role.LEAD)):
            envelope = Envelope(SystemIds().command_id(START), "system", "t", AddAgent(name, name, role), START)
            Engine(self.db, self.clock, SystemIds()).submit(envelope)
            with unit_of_work(self.db):
                self.db.execute(
                    "INSERT INTO account(agent_id, password, enabled, code_until_ms, changed_ms) VALUES (?,?,1,0,0)",
                    (name, self.words),
                )
        self.processes = [self._process() for _ in range(PROCESSES)]
        self.terminals = [self._begin(n) for n in range(CONSOLES)]
        yield
        for app in self.processes:
            app.state.office.workers.stop()
        self.db.close()

    @property
    def words(self) -> str:
        """The password of the day."""
        return f"password number {self.password}"

    def _process(self) -> Any:
        clock = SkewedClock(self.clock, self.luck.randrange(-SKEW // 2, SKEW // 2))
        app = make_app(lambda: open_store(self._store), clock, SystemIds())
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        app.state.way = httpx.AsyncClient(transport=transport, base_url="http://desk")
        workers = app.state.office.workers
        real = workers._with_store

        def faulty(work: Callable[[Connection], Any]) -> Any:
            fault, self._fault = self._fault, None
            if fault is None:
                return real(work)
            if fault[0] == "after":
                real(work)
            raise fault[1]

        workers._with_store = faulty
        return app

    def _begin(self, n: int) -> Terminal:
        now = self.clock.now()
        with unit_of_work(self.db):
            token, view = sessions.begin(self.db, "ana", f"t-{n}", "", now, LASTING)
        return Terminal(token, view.id, now, view.ends_ms, now, view.ends_ms)

    async def ask(self, terminal: Terminal, method: str, path: str, body: dict[str, str] | None = None) -> int:
        """One request to one of the processes, and whether what it heard had a reason; the answer's status."""
        days, app = self.days, self.luck.choice(self.processes)
        days.asked += 1
        if self.luck.random() < 0.05:
            self._fault = (self.luck.choice(("before", "after")), self.luck.choice(FAULTS)())
            days.faults += 1
        headers = {"Authorization": f"Bearer {terminal.token}", PROTOCOL_HEADER: "1"}
        answer = await app.state.way.request(method, path, json=body, headers=headers)
        self._fault = None
        self._judge(terminal, answer)
        return answer.status_code

    def _judge(self, terminal: Terminal, answer: httpx.Response) -> None:
        now, kind = self.clock.now(), answer.headers.get("content-type", "")
        trouble = meaning(Heard(answer.status_code, kind, "", PROTOCOL_HEADER in answer.headers, answer.content))
        reason, must = terminal.may_be_refused(now), terminal.must_be_refused(now)
        terminal.maybe_seen = max(terminal.maybe_seen, now)
        match trouble:
            case NotSignedIn():
                if not reason:
                    self._violated("a logout without a reason", terminal)
                self.days.ends[reason] += not terminal.is_out
                terminal.is_out = True
            case None:
                if must:
                    self._violated("a session that has ended is good", terminal)
                terminal.seen = max(terminal.seen, now)
            case BackendUnavailable():
                pass
            case other if answer.status_code != 403:
                self._violated(f"{answer.status_code}: {other}", terminal)

    def _violated(self, what: str, terminal: Terminal) -> None:
        at = self.clock.now()
        words = f"{what}: used {(at - terminal.seen) / HOUR:.2f} h ago, ends in {(terminal.ends - at) / HOUR:.2f} h"
        self.days.violation = self.days.violation or words

    async def renews(self, terminal: Terminal) -> None:
        """The password, typed in place; a wrong one now and then."""
        words = self.words if self.luck.random() < 0.9 else "not the password"
        lasts = self.clock.now() + LASTING.longest
        is_good = not terminal.reasons
        status = await self.ask(terminal, "POST", "/v1/sessions/current/renewal", {"password": words})
        if status == 200:
            terminal.ends = max(terminal.ends, lasts)
        if words == self.words and is_good:
            terminal.maybe_ends = max(terminal.maybe_ends, lasts + SKEW)

    async def changes_the_password(self, terminal: Terminal) -> None:
        """Every other terminal has a reason from here on, as soon as it was done for certain."""
        before, self.password = self.words, self.password + 1
        body = {"password": before, "new": f"quite {self.words} and more"}
        status = await self.ask(terminal, "POST", "/v1/sessions/current/password", body)
        row = self.db.execute("SELECT password FROM account WHERE agent_id = 'ana'").fetchone()
        if row[0] == before:
            self.password -= 1
            if status == 200:
                self._violated("a password said to be changed is the old one", terminal)
            return
        with unit_of_work(self.db):
            self.db.execute("UPDATE account SET password = ? WHERE agent_id = 'ana'", (self.words,))
        for each in self.terminals:
            if each is not terminal:
                each.reasons.add("password change")

    def revoke(self, terminal: Terminal) -> None:
        """By a lead, at the store."""
        with unit_of_work(self.db):
            sessions.end(self.db, [terminal.id], self.clock.now())
        terminal.reasons.add("revoked")

    def disable(self) -> None:
        """The account, for a while."""
        accounts.disable(self.db, "ana", self.clock.now())
        with unit_of_work(self.db):
            self.db.execute("UPDATE account SET enabled = 1 WHERE agent_id = 'ana'")
        for each in self.terminals:
            each.reasons.add("disabled")

    def restart(self) -> None:
        """One process ends and another one takes its place."""
        n = self.luck.randrange(PROCESSES)
        self.processes[n].state.office.workers.stop()
        self.processes[n] = self._process()
        self.days.restarts += 1

    def step(self) -> None:
        """The server's clock is set, by up to two hours either way."""
        self.clock.advance(self.luck.randrange(-2 * HOUR, 2 * HOUR))
        self.days.steps += 1

    def to_an_edge(self, terminal: Terminal) -> None:
        """A second around an end of one terminal's session, where that is still to come."""
        edge = self.luck.choice((terminal.seen + LASTING.unused, terminal.ends, terminal.ends - 15 * MINUTE))
        ahead = edge + self.luck.randrange(-1_000, 1_000) - self.clock.now()
        if 0 < ahead < 20 * HOUR:
            self.clock.advance(ahead)

    async def shift(self) -> None:
        """Eight hours at four consoles, and the time until the next shift."""
        left = 8 * HOUR
        while left > 0 and not self.days.violation:
            pause = int(self.luck.expovariate(1 / (15 * MINUTE)))
            left -= pause
            self.clock.advance(pause)
            terminal = self.luck.choice(self.terminals)
            await self._one(terminal)
            for n, each in enumerate(self.terminals):
                if each.is_out:
                    self.terminals[n] = self._begin(n)
        self.clock.advance((16 if self.luck.random() < 0.05 else self.luck.choice((0, 4, 8))) * HOUR)

    async def _one(self, terminal: Terminal) -> None:
        chance = self.luck.random()
        if chance < 0.01:
            self.revoke(terminal)
        elif chance < 0.012:
            self.disable()
        elif chance < 0.016:
            await self.changes_the_password(terminal)
        elif chance < 0.03:
            self.restart()
        elif chance < 0.05:
            self.step()
        elif chance < 0.07:
            self.to_an_edge(terminal)
        elif chance < 0.12:
            await self.renews(terminal)
        await self.ask(terminal, "GET", "/v1/sessions/current")


def live(folder: Path, seed: int, shifts: int) -> Days:
    """So many shifts one after the other; what has happened."""

    async def lived() -> Days:
        world = Virtual(folder, seed)
        async with world.running():
            for _ in range(shifts):
                await world.shift()
                if world.days.violation:
                    break
        return world.days

    return asyncio.run(lived())
