"""`agentconsole simulate`: whole shifts on a virtual clock, or customers and agents at a server that runs."""

from __future__ import annotations

import msgspec
import rich_click as click

from agentconsole.cli import output
from agentconsole.cli.errors import InvalidData, Misused
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.simulator.shift import ShiftReport
from agentconsole.simulator.simulate import SimulationReport, simulate


@line_command("simulate", example="simulate --shifts 50 --seed 1")
@click.option("--shifts", type=click.IntRange(1, 1_000_000), default=1, show_default=True, help="How many.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="The first one's number.")
@click.option("--hours", type=click.FloatRange(0.1, 24), default=8, show_default=True, help="How long each is.")
@click.option("--server", metavar="URL", default="", help="Try a running server out instead, in real time.")
@click.option("--key", envvar="AGENTCONSOLE_INTAKE_KEY", default="", help="What `server source add NAME` printed.")
@click.option("--agents", metavar="FILE", default="", help="One agent to play a line: the name and the one-time code.")
@click.option("--minutes", type=click.FloatRange(0.01, 1_440), default=10, show_default=True, help="How long there.")
@click.option("--speed", type=click.FloatRange(0.1, 100), default=1, show_default=True, help="How fast they are.")
def command(
    session: Session,
    shifts: int,
    seed: int,
    hours: float,
    server: str,
    key: str,
    agents: str,
    minutes: float,
    speed: float,
) -> None:
    """Play shifts with customers, agents and faults; no store of yours is touched.

    With --server, customers write to that server through its intake, and the agents of --agents sign in and work there.
    Without --agents you answer: customers hear what the agent signed in on this computer sees.
    """
    if server:
        _try_out(session, server, key, agents, minutes, seed, speed)
    elif key or agents:
        raise Misused("--key and --agents belong to --server.")
    else:
        _shifts(session, shifts, seed, hours)


def _try_out(session: Session, url: str, key: str, agents: str, minutes: float, seed: int, speed: float) -> None:
    # Only this needs HTTP and the sync code.
    from agentconsole.cli.team.trying_out import try_out

    if not key:
        raise Misused("Say with which key: `agentconsole server source add NAME` prints one.")
    report = try_out(session, url, key, agents, minutes=minutes, seed=seed, speed=speed)
    for words in report.wrong:
        output.complain(words)
    session.answer({"id": f"live-{seed}", "clean": not report.wrong, **msgspec.to_builtins(report)}, report.line)
    if report.wrong:
        raise InvalidData("a receipt is not borne out by the server's log, or a command never ended.")


def _shifts(session: Session, shifts: int, seed: int, hours: float) -> None:
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
