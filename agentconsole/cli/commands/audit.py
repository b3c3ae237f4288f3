"""`agentconsole audit`: who saw, whispered, took, gave, changed roles and took out, and that the log of it is whole."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

import rich_click as click

from agentconsole.backends.base import BackendError
from agentconsole.cli import output
from agentconsole.cli.errors import InvalidData
from agentconsole.cli.lines import times
from agentconsole.cli.lines.kinds import ConversationId, Instant
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.team.own_copy import Own, own_record, team_of
from agentconsole.tongue import said

if TYPE_CHECKING:
    from agentconsole.backends.api import AuditLine


@line_command("audit", example="audit --from 8h --agent mo")
@click.option("--from", "since", type=Instant(past=True), default=0, help="Only what happened since then.")
@click.option("--to", "until", type=Instant(past=True), help="Only what happened until then.")
@click.option("--conversation", type=ConversationId(), metavar="ID", help="Only about this conversation.")
@click.option("--agent", default="", metavar="AGENT", help="Only what they did or what concerns them.")
def command(session: Session, since: int, until: int | None, conversation: str | None, agent: str) -> None:
    """The audit trail, newest first: all of it for a lead, what concerns them for an agent. The chain is checked:
    in a team, that of your copy."""
    from agentconsole.domain.terms import FAR
    from agentconsole.engine import origin
    from agentconsole.engine.chain import check_chain
    from agentconsole.engine.faults import Faults, silent
    from agentconsole.engine.writing import read_head

    asked = Wanted(since, FAR if until is None else until, conversation or "", agent)
    with own_record(session) as own:
        faults = Faults()
        check_chain(own.db, read_head(own.db), faults, silent, origin.find(own.db))
        lines = _of_team(session, asked)
        if lines is None:
            lines = _of_store(own, asked)
    words = "\n".join(map(_line, lines)) or said("Nothing of that kind has happened.")
    session.answer([_fields(line) for line in lines], words)
    if faults.count:
        raise InvalidData(f"The log is not whole: {faults.kept[0]}; what is shown cannot be relied on.")


class Wanted(NamedTuple):
    """Which part of the trail; empty names narrow nothing."""

    since: int
    until: int
    conversation_id: str
    agent: str


def _of_store(own: Own, asked: Wanted) -> tuple[AuditLine, ...]:
    from agentconsole.store.team.rows import find_agents
    from agentconsole.workspace.audit_views import audit

    me = find_agents(own.db)[own.actor]
    since, until, conversation_id, agent = asked
    only_for = "" if me.is_lead else me.id
    return audit(own.db, since, until, conversation_id=conversation_id, agent=agent, only_for=only_for)


def _of_team(session: Session, asked: Wanted) -> tuple[AuditLine, ...] | None:
    """The whole of it, as the team's server has it: a copy begins where it was made. None where there is no team, and
    where the server cannot be asked, which is said."""
    team = team_of(session)
    if team is None:
        return None
    from agentconsole.cli.team.access import access_to

    try:
        with closing(access_to(team, session).reach()) as server:
            return server.audit(*asked)
    except BackendError as error:
        output.complain(f"{error} This is what your copy of the team has of the trail.")
        return None


def _fields(line: AuditLine) -> dict[str, object]:
    return {
        "seq": line.seq,
        "at_ms": line.at,
        "actor": line.actor,
        "kind": line.kind,
        "conversation": line.conversation_id,
        "words": line.words,
        "concerns": list(line.concerns),
    }


def _line(line: AuditLine) -> str:
    about = f"#{line.conversation_id}" if line.conversation_id else ""
    return output.row([(times.told(line.at), 19), (line.actor, 12), (about, 8), (said(line.words), 0)])
