"""One shift: a team, its contacts, everything that fails, and the quiet afterwards in which all has to come right."""

from __future__ import annotations

import random
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from unittest.mock import patch

from agentconsole.backends.base import BackendUnavailable
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.events import ScopeGranted, ScopeRevoked
from agentconsole.ids import seeded
from agentconsole.simulator.agents import SimulatedAgent
from agentconsole.simulator.arrivals import Deck, arrivals
from agentconsole.simulator.cast import Cast
from agentconsole.simulator.desk import Desk
from agentconsole.simulator.leading import Leading
from agentconsole.simulator.luck import luck
from agentconsole.simulator.playbook import playbook
from agentconsole.simulator.press import Press
from agentconsole.simulator.watch import Violation
from tests.proof.sync_shifts.console import Console
from tests.proof.sync_shifts.judge import Causes, is_quiet, judge, look_at
from tests.proof.sync_shifts.restoring import Restoring
from tests.proof.sync_shifts.seeing import Seeing
from tests.proof.sync_shifts.server import Server
from tests.proof.sync_shifts.stores import empty_store
from tests.proof.sync_shifts.world import HOUR, IN_MEMORY, MINUTE, SECOND, START, World

PEOPLE = {"ana": Role.AGENT, "bo": Role.AGENT, "cy": Role.AGENT, "lea": Role.LEAD}
LEADS = frozenset(name for name, role in PEOPLE.items() if role is Role.LEAD)
AGENTS = tuple(name for name in PEOPLE if name not in LEADS)
PER_HOUR = 3.2
BUSY_PER_HOUR = 14.0
"""In a shift of an hour or less there has to be something to do at once."""
SLIPS = 0.15
QUIET_WITHIN = 60 * SECOND
"""After the last fault every outbox has to be empty within so long."""
LOOK_SECONDS = 25.0
"""Five times the product's: nearly all of its looks find nothing, and what a lost poke costs only grows."""
CLOCK_SLACK = 500
"""Milliseconds by which a console may mistake the server's clock: half of its slowest answer in quiet times."""


def falls_behind(seed: int) -> bool:
    """Every second shift: the log is out of a console's reach once it was killed, its copy made anew of a snapshot."""
    return seed % 2 == 0


def gives_queues(seed: int) -> bool:
    """The others: agents see some queues only, are given more and lose them. Else everybody sees all."""
    return not falls_behind(seed)


def is_set_back(seed: int) -> bool:
    """Every third shift: the server is set back to a backup."""
    return seed % 3 == 0


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a shift came to."""

    seed: int
    commands: int
    accepted: int
    refused: int
    expired: int
    events: int
    faults: int
    kills: int
    outages: int
    logouts: int
    snapshots: int
    scopes: int
    restores: int
    violation: str = ""

    @property
    def line(self) -> str:
        told = self.violation or "nothing amiss"
        return (
            f"seed {self.seed}: {self.commands} commands, {self.accepted} accepted, {self.refused} refused, "
            f"{self.expired} expired, {self.events} events, {self.faults} faults, {self.kills} kills, "
            f"{self.outages} outages, {self.logouts} sessions ended, {self.snapshots} snapshots, "
            f"{self.scopes} times other queues, {self.restores} restores: {told}"
        )


class SyncShift:
    """`hours` of it. ana works at two computers, bo at two consoles on one, cy and the lead at one each."""

    def __init__(self, seed: int, hours: float) -> None:
        self.world = World(seed)
        self.server = Server(self.world, seed)
        self.outages = self.restores = 0
        self._seed, self._end = seed, START + int(hours * HOUR)
        self._book = playbook()
        self._waiting: list[Press] = []
        self.consoles: list[Console] = []
        self._causes = Causes(self.server, self.consoles)
        self._seeing: Seeing | None = None
        self._restoring = Restoring(self.world, self.server, self.consoles, seed, self._begin_history)

    def play(self) -> None:
        """To the end. Raises Violation."""
        for name, role in PEOPLE.items():
            self.server.hires(name, role)
        if gives_queues(self._seed):
            self._seeing = Seeing(self.world, self.server, self._seed, AGENTS)
        self._expect_contacts()
        shared = empty_store()
        places = (("ana", None), ("ana", None), ("bo", shared), ("bo", shared), ("cy", None), ("lea", None))
        for n, (name, file) in enumerate(places):
            self.consoles.append(self._console(n, name, file))
        for each in self.consoles:
            each.may_fall_behind = falls_behind(self._seed)
        self._plan_faults()
        if is_set_back(self._seed):
            self._restoring.plan(self._end - START)
        self.world.run(self._end)
        self._recover()
        self.world.run(self._end + QUIET_WITHIN)
        for each in self.consoles:
            if not is_quiet(each):
                raise Violation(
                    f"{each.terminal} still has something to send {QUIET_WITHIN // 1_000} s after all is well"
                )
        self.world.run(self._end + QUIET_WITHIN + 30 * SECOND)
        self._causes.look()
        judge(self.server, self.consoles, CLOCK_SLACK, is_limited=self._seeing is not None)

    def _console(self, n: int, name: str, file: object) -> Console:
        db = file or empty_store()
        desk = Desk(db, self._book.by_id, self._book.lines)  # type: ignore[arg-type]
        leading = Leading(desk, luck(self._seed, "leading", n), tuple(PEOPLE), LEADS)
        begins = START + SECOND * (n + 5)
        agent = SimulatedAgent(name, desk, luck(self._seed, "agent", n), begins, slips=SLIPS, with_leads=leading)
        console = Console(name, f"t{n}", self.server, db, seeded(self._seed * 100 + n), agent)  # type: ignore[arg-type]
        self.server.has_news.append(console.poke)
        console.plan_agent()
        return console

    # Contacts

    def _expect_contacts(self) -> None:
        self._cast = Cast(self.server.db, ())
        deck = Deck(self._book.scripts, luck(self._seed, "deck"))
        hours = (self._end - START) / HOUR
        per_hour = PER_HOUR if hours > 1 else BUSY_PER_HOUR
        for customer in arrivals(deck, self._seed, START, hours, per_hour, has_rushes=True):
            self._cast.expect(customer)
        self.world.after(SECOND, self._contacts_act)
        self.world.after(10 * SECOND, self._tick)

    def _contacts_act(self) -> None:
        """Their system keeps what the server cannot take, and brings it later, now and then twice."""
        if not self.world.is_failing:
            return
        presses = self._cast.presses(self.world.now)
        self._waiting += map(self._seeing.route, presses) if self._seeing else presses
        while self._waiting and self.server.takes(self._waiting[0]):
            if self.world.happens(0.03):
                self.server.takes(self._waiting[0])
            self._waiting.pop(0)
        self._cast.hear()
        due = self._cast.due_at() or self.world.now
        self.world.at(max(due, self.world.now + 2 * SECOND), self._contacts_act)

    def _tick(self) -> None:
        if self.world.is_failing:
            self.server.record_breaches()
            self._causes.look()
            for each in self.consoles:
                if each.is_alive and not each.is_busy:
                    look_at(each)
            self.world.after(10 * SECOND, self._tick)

    # Faults

    def _plan_faults(self) -> None:
        world = self.world
        world.every(20 * MINUTE, 100 * MINUTE, self._outage)
        world.every(20 * MINUTE, 120 * MINUTE, self._server_clock_steps)
        for each in self.consoles:
            world.every(3 * MINUTE, 40 * MINUTE, each.air.change)
            world.every(15 * MINUTE, 90 * MINUTE, each.kill)
            world.every(10 * MINUTE, 60 * MINUTE, each.threaten)
            world.every(10 * MINUTE, 120 * MINUTE, each.log_out)
            world.every(60 * MINUTE, 300 * MINUTE, lambda each=each: self._clock_steps(each))

    def _outage(self) -> None:
        self.server.is_up = False
        self.outages += 1
        self.world.after(self.world.luck.choice((3, 20, 90, 400)) * SECOND, self._server_comes_back)

    def _server_comes_back(self) -> None:
        self.server.is_up = not self.server.is_being_restored

    def _begin_history(self) -> None:
        """Contacts' system and the judge look from where the backup ends."""
        (here,) = self.server.rows("SELECT seq FROM head")[0]
        self._cast.begin_at(here)
        self._causes.begin_at(here)
        self.restores += 1

    def _server_clock_steps(self) -> None:
        """Not in the last minutes: what waits for an instant of the clock as it was waits a little longer by right."""
        if self.world.now < self._end - 3 * MINUTE:
            self.server.clock.skew = self.world.luck.randrange(-90 * SECOND, 90 * SECOND)

    def _clock_steps(self, console: Console) -> None:
        console.wall.skew = self.world.luck.randrange(-2 * HOUR, 2 * HOUR)

    def _recover(self) -> None:
        self.world.is_failing = False
        self._server_comes_back()
        for each in self.consoles:
            each.recover()

    def report(self, violation: str) -> SyncReport:
        states: Counter[str] = Counter()
        pressed: dict[str, None] = {}
        for each in self.consoles:
            pressed |= dict.fromkeys(each.pressed)
            for command_id, state in each.db.execute("SELECT command_id, state FROM outbox"):
                states[state] += command_id in each.pressed
        faults = sum(sum(each.air.seen.values()) for each in self.consoles)
        return SyncReport(
            self._seed,
            len(pressed),
            states["accepted"],
            states["refused"],
            states["expired"],
            self.server.rows("SELECT seq FROM head")[0][0],
            faults,
            sum(each.kills for each in self.consoles),
            self.outages,
            sum(each.logouts for each in self.consoles),
            self.server.snapshots,
            self.server.rows("SELECT count(*) FROM event WHERE type IN (?, ?)", ScopeGranted.type, ScopeRevoked.type)[
                0
            ][0],
            self.restores,
            violation,
        )


def timed() -> list[str]:
    """The modules that have taken the steady clock by its name: one left out would go by real time, and no shift be
    played twice."""
    found = (name for name, module in sys.modules.items() if hasattr(module, "monotonic_ms"))
    return [name for name in found if name.startswith(("agentconsole.clock", "agentconsole.sync."))]


@contextmanager
def on_virtual_time(shift: SyncShift) -> Iterator[None]:
    """The steady clock of every console is the world's, their luck the seed's, and each file has its lock."""
    random.seed(f"jitter/{shift._seed}")
    with ExitStack() as stack:
        for each in timed():
            stack.enter_context(patch(f"{each}.monotonic_ms", lambda: shift.world.now))
        locks = stack.enter_context(TemporaryDirectory(prefix="acsync", dir=IN_MEMORY))
        for each in ("line", "first_copy"):
            stack.enter_context(patch(f"agentconsole.sync.{each}.file_of", lambda db: f"{locks}/{id(db)}"))
        stack.enter_context(patch("agentconsole.sync.first_copy.held", held_by_one()))
        stack.enter_context(patch("agentconsole.sync.line.LOOK_SECONDS", LOOK_SECONDS))
        stack.enter_context(patch("agentconsole.sync.delivery.sleep", fails_again_and_again))
        for each in ("line", "delivery"):
            stack.enter_context(patch(f"agentconsole.sync.{each}.log.exception", shift.world.breaks))
        yield


def fails_again_and_again(_: float) -> None:
    """Stands where the courier rests before it tries a failed job once more, which here would fail for ever."""
    raise Violation("a job of the courier's fails")


def held_by_one() -> Callable[[str], AbstractContextManager[None]]:
    """The lock of a copy that is made. Whoever would wait for it comes again: here nobody can let the other go on."""
    taken: set[str] = set()

    @contextmanager
    def held(path: str) -> Iterator[None]:
        if path in taken:
            raise BackendUnavailable("The other console makes the copy.")
        taken.add(path)
        try:
            yield
        finally:
            taken.discard(path)

    return held


def run_sync_shift(seed: int, hours: float = 8) -> SyncReport:
    """Plays one to its end, or to the first thing that must not be."""
    shift = SyncShift(seed, hours)
    violation = ""
    with on_virtual_time(shift), closing(shift.server.db), closing(shift._restoring):
        try:
            shift.play()
        except (Violation, sqlite3.IntegrityError) as found:
            # A table that would not have it is a find, too.
            violation = str(found)
        if (broken := shift.world.broken) is not None:
            violation = str(broken) if isinstance(broken, Violation) else f"sync broke: {broken!r}"
        return shift.report(violation)
