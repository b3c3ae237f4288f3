"""`agentconsole team …`: what the team promises its contacts, who answers a raised hand, and a word to everybody."""

from __future__ import annotations

from dataclasses import asdict, fields, replace

import rich_click as click

from agentconsole.cli.errors import Misused
from agentconsole.cli.lines.from_domain import from_domain
from agentconsole.cli.lines.kinds import span_in
from agentconsole.cli.lines.rungs import rung_in, rung_line
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command, noun
from agentconsole.cli.team.disposition import disposition
from agentconsole.cli.team.identity import identity
from agentconsole.cli.team.own_copy import seen
from agentconsole.domain.leads.supervision import Supervision
from agentconsole.domain.promises.service_levels import ServiceLevels
from agentconsole.domain.queue import span
from agentconsole.domain.team.commands import Broadcast, SetLadder, SetLevels, SetSupervision
from agentconsole.store.team.policy import find_ladder, find_supervision
from agentconsole.store.team.rows import find_agents, find_levels


@noun("team")
def command() -> None:
    """What the team promises, its escalation ladder, and a word to everybody."""


@line_command("levels", example="team levels chat_first_reply=45s breach_after=6m")
@click.argument("changes", nargs=-1, metavar="[NAME=SPAN]...")
def levels(session: Session, changes: tuple[str, ...]) -> None:
    """Show the numbers, or set some: spans such as 45s, 10m, 1h30m or 90d. They cannot be switched off."""
    wanted = [_change(each) for each in changes]
    with seen(session) as db:
        now = find_levels(db)
    if not wanted:
        _show(session, now)
    else:
        # A number that makes no sense raises before anything is asked of the engine.
        session.set_up(SetLevels(replace(now, **dict(wanted))))


def _show(session: Session, now: ServiceLevels) -> None:
    words = "\n".join(f"{name:<22}{span(ms)}" for name, ms in asdict(now).items())
    session.answer([{"id": name, "ms": ms} for name, ms in asdict(now).items()], words)


def _change(words: str) -> tuple[str, int]:
    name, _, amount = words.partition("=")
    names = [each.name for each in fields(ServiceLevels)]
    if name not in names:
        raise Misused(f"There is no number called {name!r}; there are {', '.join(names)}.")
    return name, span_in(name, amount)


@line_command(
    "ladder", example="team ladder lead:'Team lead':limit=100.00 tier2:'Tier 2':agents=bo+li:limit=480.00:minutes=30"
)
@click.argument("rungs", nargs=-1, metavar="[ID:NAME[:agents=A+B][:contact=WHERE][:limit=AMOUNT][:minutes=N]]...")
def ladder(session: Session, rungs: tuple[str, ...]) -> None:
    """Show the escalation ladder, or set it, the lowest rung first. Without agents and contact a rung is every lead."""
    if rungs:
        session.set_up(SetLadder(tuple(rung_in(each) for each in rungs)))
        return
    with seen(session) as db:
        now, agents = find_ladder(db), find_agents(db)
    session.answer([asdict(each) for each in now], "\n".join(rung_line(each, agents) for each in now))


@line_command("supervision", example="team supervision --notice-after 2m")
@click.option(
    "--notice-after", metavar="SPAN", default="", help="How long after a lead begins to read the agent is told."
)
def supervision(session: Session, notice_after: str) -> None:
    """Show how reading along is told to the agent, or set it: at once unless you say otherwise, never not at all."""
    if notice_after:
        session.set_up(SetSupervision(Supervision(span_in("notice-after", notice_after))))
        return
    with seen(session) as db:
        after = find_supervision(db).notice_after
    words = f"The agent is told {span(after)} after a lead begins to read." if after else "The agent is told at once."
    session.answer({"notice_after_ms": after}, words)


command.add_command(levels)
command.add_command(ladder)
command.add_command(supervision)
command.add_command(identity)
command.add_command(disposition)
command.add_command(from_domain(Broadcast, "team broadcast 'The mail cluster is back.'"))
