"""`agentconsole audit`: who saw, whispered, took, gave, changed roles and took out, and that the log of it is whole."""

from __future__ import annotations

import rich_click as click

from agentconsole.cli import output, times
from agentconsole.cli.errors import InvalidData
from agentconsole.cli.kinds import ConversationId, Instant
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.workspace.audit_views import AuditLine


@line_command("audit", example="audit --from 8h --agent mo")
@click.option("--from", "since", type=Instant(past=True), default=0, help="Only what happened since then.")
@click.option("--to", "until", type=Instant(past=True), help="Only what happened until then.")
@click.option("--conversation", type=ConversationId(), metavar="ID", help="Only about this conversation.")
@click.option("--agent", default="", metavar="AGENT", help="Only what they did or what concerns them.")
def command(session: Session, since: int, until: int | None, conversation: str | None, agent: str) -> None:
    """The audit trail, newest first: all of it for a lead, what concerns them for an agent. The chain is checked."""
    from agentconsole.engine import origin
    from agentconsole.engine.chain import check_chain
    from agentconsole.engine.faults import Faults, silent
    from agentconsole.engine.writing import read_head
    from agentconsole.store.rows import find_agents
    from agentconsole.workspace.audit_views import audit

    with session.reading() as db:
        me = find_agents(db)[session.known_agent(db)]
        faults = Faults()
        check_chain(db, read_head(db), faults, silent, origin.find(db))
        only_for = "" if me.is_lead else me.id
        end = session.now if until is None else until
        lines = audit(db, since, end, conversation_id=conversation or "", agent=agent, only_for=only_for)
    words = "\n".join(map(_line, lines)) or "Nothing of that kind has happened."
    session.answer([_fields(line) for line in lines], words)
    if faults.count:
        raise InvalidData(f"The log is not whole: {faults.kept[0]}; what is shown cannot be relied on.")


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
    return output.row([(times.told(line.at), 19), (line.actor, 12), (about, 8), (line.words, 0)])
