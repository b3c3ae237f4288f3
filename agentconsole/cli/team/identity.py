"""`agentconsole team identity`: by which ways the team makes sure who it is, how long that holds, where one is due."""

from __future__ import annotations

from dataclasses import asdict, replace

import rich_click as click

from agentconsole.cli.errors import Misused
from agentconsole.cli.lines.kinds import span_in
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.team.own_copy import seen
from agentconsole.domain.customer.commands import SetIdentityPolicy
from agentconsole.domain.customer.identity import IdentityPolicy, WayToCheck
from agentconsole.domain.queue import span
from agentconsole.store.team.policy import find_identity_policy

AS_LONG = "conversation"


@line_command(
    "identity",
    example="team identity pin:PIN callback:'Call back on file':good=billing+dns --holds 4h --needed account",
)
@click.argument("ways", nargs=-1, metavar="[ID:NAME[:good=CATEGORY+CATEGORY]]...")
@click.option("--holds", metavar=f"SPAN|{AS_LONG}", default="", help="How long a check holds for the contact.")
@click.option("--needed", multiple=True, metavar="CATEGORY", help="Nothing without a check here; may be given again.")
@click.option("--usual", is_flag=True, help="Back to the usual ways, each good for everything.")
def identity(session: Session, ways: tuple[str, ...], holds: str, needed: tuple[str, ...], usual: bool) -> None:
    """Show how identity is checked, or set the ways, what each is good for, how long a check holds, and where one is
    needed. What you do not name stays."""
    with seen(session) as db:
        now = find_identity_policy(db)
    if not (ways or holds or needed or usual):
        session.answer(asdict(now), _in_words(now))
        return
    named = tuple(_way(each) for each in ways)
    wanted = replace(now, ways=() if usual else named or now.ways, needed_in=needed or now.needed_in)
    session.set_up(SetIdentityPolicy(replace(wanted, holds_for=_held(holds)) if holds else wanted))


def _held(holds: str) -> int:
    return 0 if holds == AS_LONG else span_in("holds", holds)


def _way(words: str) -> WayToCheck:
    way_id, name, *rest = (part.strip() for part in (*words.split(":"), ""))
    told = [part for part in rest if part]
    if not way_id or not name or len(told) > 1 or not all(part.startswith("good=") for part in told):
        raise Misused(f"{words!r} is no way; write it as pin:PIN or callback:'Call back on file':good=billing+dns.")
    return WayToCheck(way_id, name, tuple(each for part in told for each in part[5:].split("+") if each))


def _in_words(policy: IdentityPolicy) -> str:
    lines = [f"{each.id:<12}{each.name}  ·  good for {', '.join(each.good_for) or 'all'}" for each in policy.offered]
    lines += [f"A check holds {span(policy.holds_for)}." if policy.holds_for else "A check holds for its conversation."]
    lines += [f"Needed for {', '.join(policy.needed_in)}."] if policy.needed_in else ["Nothing needs one."]
    return "\n".join(lines)
