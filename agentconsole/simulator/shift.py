"""A whole shift on a virtual clock: contacts, agents and faults over a real store, watched after every commit."""

from __future__ import annotations

from contextlib import closing

from agentconsole.clock import ManualClock
from agentconsole.domain.promises.service_levels import SECOND
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import AddAgent
from agentconsole.domain.values import dataclass
from agentconsole.domain.view import SYSTEM
from agentconsole.domain.words.counting import counted
from agentconsole.engine.engine import Engine
from agentconsole.ids import seeded
from agentconsole.simulator.agents import SimulatedAgent
from agentconsole.simulator.arrivals import Deck, arrivals
from agentconsole.simulator.cast import Cast
from agentconsole.simulator.desk import Desk
from agentconsole.simulator.faults import QUIET, BadLine, Chances, Tripwire
from agentconsole.simulator.leading import Leading
from agentconsole.simulator.luck import luck
from agentconsole.simulator.playbook import Playbook, playbook
from agentconsole.simulator.press import Press
from agentconsole.simulator.watch import Violation, Watch
from agentconsole.store.sqlite import MEMORY, open_store

START = 1_790_000_000_000
"""When simulated shifts begin: any instant will do, as long as it is always the same."""
PER_HOUR_AND_AGENT = 0.7
"""Contacts a flat hour brings for each agent; the rushes bring more than that, and everybody to their limit."""
SLIPS = 0.12
TICK = 10 * SECOND
HOUR = 3_600 * SECOND


@dataclass(frozen=True, slots=True)
class ShiftReport:
    """What a shift came to; `violations` is empty when every invariant held after every commit."""

    seed: int
    hours: float
    conversations: int
    accepted: int
    refused: int
    events: int
    faults: int
    violations: tuple[str, ...]

    @property
    def commands(self) -> int:
        """Key presses and words of contacts that came to an end."""
        return self.accepted + self.refused

    @property
    def line(self) -> str:
        """The shift in one line."""
        found = f"{counted(self.faults, 'fault')}, {counted(len(self.violations), 'violation')}"
        return (
            f"shift: {self.hours:g} h, {counted(self.conversations, 'conversation')}, "
            f"{counted(self.accepted, 'command')} accepted, {self.refused} refused, {found}, seed {self.seed}"
        )


class Shift:
    """One shift of `hours` with `agents` agents; the same again for the same seed."""

    def __init__(
        self, seed: int, hours: float = 8, agents: int = 6, *, path: str = MEMORY, book: Playbook | None = None
    ) -> None:
        """`path` is a new store's; in a file, a crash really opens it anew. Raises a StoreError."""
        self._seed, self._hours, self._path = seed, hours, path
        self._book = book or playbook()
        self.db = open_store(path)
        self.watch = Watch(self.db)
        self._clock = ManualClock(START)
        self._ids = Tripwire(seeded(seed))
        self._engine_db = self.db
        self.line = BadLine(self._boot, self._clock, self._ids, self.watch, luck(seed, "line"))
        desk = Desk(self.db, self._book.by_id, self._book.lines)
        self._team = self._book.team.agents[-agents:]
        leads = frozenset(mate.id for mate in self._team if mate.role is Role.LEAD)
        leading = Leading(desk, luck(seed, "leading"), [mate.id for mate in self._team], leads)
        self._cast = Cast(
            self.db,
            (
                SimulatedAgent(
                    mate.id,
                    desk,
                    luck(seed, "agent", mate.id),
                    START + SECOND + n,
                    slips=SLIPS,
                    with_leads=leading,
                )
                for n, mate in enumerate(self._team)
            ),
        )

    def _boot(self) -> Engine:
        if self._path != MEMORY:
            if self._engine_db is not self.db:
                self._engine_db.close()
            self._engine_db = open_store(self._path)
        return Engine(self._engine_db, self._clock, self._ids)

    def run(self) -> ShiftReport:
        """Plays it to the end, or to the first violation, and closes the store."""
        violations: tuple[str, ...] = ()
        with closing(self.db):
            try:
                self.play()
            except Violation as violation:
                violations = (str(violation),)
            report = self._report(violations)
        if self._engine_db is not self.db:
            self._engine_db.close()
        return report

    def play(self) -> None:
        """Plays it to the end and leaves the store open. Raises Violation."""
        for mate in self._team:
            self.line.take(Press(SYSTEM, AddAgent(mate.id, mate.full_name, mate.role)), START)
        deck = Deck(self._book.scripts, luck(self._seed, "deck"))
        per_hour = PER_HOUR_AND_AGENT * len(self._team)
        for customer in arrivals(deck, self._seed, START, self._hours, per_hour, has_rushes=True):
            self._cast.expect(customer)
        self._live(START + int(self._hours * HOUR))
        self.line.chances = QUIET
        self._settle()
        self.watch.end()

    def _live(self, end: int) -> None:
        ticked = START
        while (now := self._next()) is not None and now < end:
            for press in self._cast.presses(now):
                self.line.take(press, now)
            if self.line.deliver(now):
                self._cast.hear()
            if now - ticked >= TICK:
                self.line.tick(now)
                ticked = now

    def _next(self) -> int | None:
        return min((at for at in (self._cast.due_at(), self.line.due_at) if at is not None), default=None)

    def _settle(self) -> None:
        """Nobody presses any more; whatever is on its way arrives."""
        while (due := self.line.due_at) is not None:
            self.line.deliver(due)

    def _report(self, violations: tuple[str, ...]) -> ShiftReport:
        def count(table: str) -> int:
            return int(self.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - our own names

        outcomes = self.watch.outcomes
        faults = sum(self.line.seen.values())
        conversations, events = count("conversation"), count("event")
        done = outcomes["accepted"], outcomes["refused"]
        return ShiftReport(self._seed, self._hours, conversations, *done, events, faults, violations)


def run_shift(
    seed: int, hours: float = 8, agents: int = 6, *, path: str = MEMORY, chances: Chances | None = None
) -> ShiftReport:
    """Plays one shift. Raises StoreError when `path` is the trouble, ScriptError when a fixture is."""
    shift = Shift(seed, hours, agents, path=path)
    if chances is not None:
        shift.line.chances = chances
    return shift.run()
