"""Many shifts in a row, one seed each: the proof that `agentconsole simulate` prints."""

from __future__ import annotations

from collections.abc import Callable

from agentconsole.domain.values import dataclass
from agentconsole.domain.words.counting import counted
from agentconsole.simulator.shift import ShiftReport, run_shift


@dataclass(frozen=True, slots=True)
class SimulationReport:
    """What all the shifts came to; `failed` are the reports of those in which an invariant did not hold."""

    shifts: int
    first_seed: int
    conversations: int
    commands: int
    events: int
    faults: int
    failed: tuple[ShiftReport, ...]

    @property
    def is_clean(self) -> bool:
        """Whether every invariant held after every commit of every shift."""
        return not self.failed

    @property
    def line(self) -> str:
        """Everything in one line, with the seeds that failed."""
        seeds = f"; seeds {', '.join(str(each.seed) for each in self.failed)}" if self.failed else ""
        return (
            f"{counted(self.shifts, 'shift')} from seed {self.first_seed}: "
            f"{counted(self.conversations, 'conversation')}, {counted(self.commands, 'command')}, "
            f"{counted(self.events, 'event')}, {counted(self.faults, 'fault')}, "
            f"{counted(len(self.failed), 'violation')}{seeds}"
        )


def simulate(shifts: int, seed: int, progress: Callable[[ShiftReport], None], hours: float = 8) -> SimulationReport:
    """Plays `shifts` shifts with the seeds from `seed` on, telling `progress` of each as it ends."""
    reports = []
    for each in range(seed, seed + shifts):
        report = run_shift(each, hours)
        progress(report)
        reports.append(report)
    return SimulationReport(
        shifts=shifts,
        first_seed=seed,
        conversations=sum(r.conversations for r in reports),
        commands=sum(r.commands for r in reports),
        events=sum(r.events for r in reports),
        faults=sum(r.faults for r in reports),
        failed=tuple(r for r in reports if r.violations),
    )
