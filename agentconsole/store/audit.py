"""Reading the audit trail out of the log: indexed by time, limited, nothing kept beside it."""

from __future__ import annotations

from typing import NamedTuple

from agentconsole.store.connection import Connection
from agentconsole.store.tables import AUDITED

SHOWN = 1_000


class AuditRow(NamedTuple):
    """One event of the trail. `holder` is who held the conversation when it is looked at; instants are epoch ms."""

    seq: int
    at_ms: int
    actor: str
    type: str
    conv_id: str
    body: str
    scope: str


def audit_rows(
    db: Connection, since: int, until: int, conversation_id: str = "", actor: str = "", limit: int = SHOWN
) -> list[AuditRow]:
    """The newest of the trail between the two instants, the newest first. Erased ones have an empty body."""
    sql = (
        "SELECT e.seq, e.at_ms, e.actor, e.type, e.conv_id, coalesce(b.body, ''), e.scope FROM event e "
        f"LEFT JOIN event_body b ON b.seq = e.seq WHERE e.type IN ({AUDITED}) AND e.at_ms >= ? AND e.at_ms <= ? "
        "AND (? = '' OR e.conv_id = ?) AND (? = '' OR e.actor = ? OR b.body LIKE ? ESCAPE '!') "
        "ORDER BY e.at_ms DESC, e.seq DESC LIMIT ?"
    )
    named = f'%"{actor.replace("!", "!!").replace("%", "!%").replace("_", "!_")}"%'
    values = (since, until, conversation_id, conversation_id, actor, actor, named, limit)
    return [AuditRow(*row) for row in db.execute(sql, values).fetchall()]
