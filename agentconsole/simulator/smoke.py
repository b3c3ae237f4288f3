"""The demo without a terminal: simulated agents only, on a virtual clock, watched after every commit."""

from __future__ import annotations

from contextlib import closing

from agentconsole.clock import ManualClock
from agentconsole.domain.promises.service_levels import SECOND
from agentconsole.domain.values import dataclass
from agentconsole.engine.engine import Engine
from agentconsole.engine.verify import verify
from agentconsole.ids import seeded
from agentconsole.simulator.demo import DemoDriver
from agentconsole.simulator.shift import HOUR, START
from agentconsole.simulator.watch import Violation, Watch
from agentconsole.store.sqlite import MEMORY, open_store
from agentconsole.wire import Envelope

TICK = 10 * SECOND


@dataclass(frozen=True, slots=True)
class SmokeReport:
    """What the simulated hours came to, the backlog included in the conversations alone."""

    seed: int
    hours: float
    conversations: int
    accepted: int
    refused: int
    violations: tuple[str, ...]

    @property
    def line(self) -> str:
        """The summary `--demo --smoke` prints."""
        return (
            f"demo smoke: {self.hours:g} h, {self.conversations} conversations, {self.accepted} commands accepted, "
            f"{self.refused} refused, {len(self.violations)} violations, seed {self.seed}"
        )


def smoke(seed: int, hours: float = 1) -> SmokeReport:
    """Plays the demo with a simulated visitor. Raises ScriptError when a fixture cannot be used."""
    clock, ids = ManualClock(START), seeded(seed)
    with closing(open_store(MEMORY)) as db:
        engine, watch = Engine(db, clock, ids), Watch(db)

        def submit(envelope: Envelope) -> None:
            watch.answered(envelope, engine.submit(envelope))
            watch.look()

        driver = DemoDriver(db, submit, seed=seed, is_visitor_simulated=True, ids=ids)
        violations: tuple[str, ...] = ()
        try:
            driver.begin(START)
            _play(driver, engine, clock, START + int(hours * HOUR))
            watch.look()
        except Violation as violation:
            violations = (str(violation),)
        violations += tuple(str(fault) for fault in verify(db).faults)
        conversations = int(db.execute("SELECT count(*) FROM conversation").fetchone()[0])
    done = watch.outcomes
    return SmokeReport(seed, hours, conversations, done["accepted"], done["refused"], violations)


def _play(driver: DemoDriver, engine: Engine, clock: ManualClock, end: int) -> None:
    ticked, due = START, driver.step(START)
    while due is not None and due < end:
        clock.advance(due - clock.now())
        due = driver.step(clock.now())
        if clock.now() - ticked >= TICK:
            engine.record_breaches()
            ticked = clock.now()
