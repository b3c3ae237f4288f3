"""`agentconsole simulate`: whole shifts on a virtual clock, every rule checked after every commit."""

from __future__ import annotations

import msgspec
import rich_click as click

from agentconsole.cli import output
from agentconsole.cli.errors import InvalidData
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.simulator.shift import ShiftReport
from agentconsole.simulator.simulate import SimulationReport, simulate


@line_command("simulate", example="simulate --shifts 50 --seed 1")
@click.option("--shifts", type=click.IntRange(1, 1_000_000), default=1, show_default=True, help="How many.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="The first one's number.")
@click.option("--hours", type=click.FloatRange(0.1, 24), default=8, show_default=True, help="How long each is.")
def command(session: Session, shifts: int, seed: int, hours: float) -> None:
    """Play shifts with customers, agents and faults; no store of yours is touched."""

    def tell(report: ShiftReport) -> None:
        if not session.is_json:
            output.show(report.line)
        for violation in report.violations:
            output.complain(f"seed {report.seed}: {violation}")

    report = simulate(shifts, seed, tell, hours)
    session.answer(_fields(report), report.line)
    if not report.is_clean:
        raise InvalidData("a rule did not hold; the seeds above play the same shifts again.")


def _fields(report: SimulationReport) -> dict[str, object]:
    found: dict[str, object] = msgspec.to_builtins(report)
    return {"id": f"shifts-{report.first_seed}", "clean": report.is_clean, **found}
