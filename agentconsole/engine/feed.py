"""The feed: what has happened since a place in the log, gap-free and in order."""

from __future__ import annotations

from agentconsole.domain.values import dataclass
from agentconsole.engine.writing import read_head
from agentconsole.store.connection import Connection


@dataclass(frozen=True, slots=True)
class Change:
    """One event as the feed hands it out; `body` is its JSON text, empty once erased."""

    seq: int
    command_id: str
    conversation: str
    type: str
    actor: str
    at_ms: int
    body: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The window (since, to], complete by the log's own word; `more` when the limit cut it."""

    since: int
    to: int
    more: bool
    events: tuple[Change, ...]
    epoch: str
    head_hash: str


def changes(db: Connection, since: int, limit: int = 500) -> Changes:
    """At most `limit` events after `since`, oldest first."""
    db.execute("BEGIN")
    try:
        head = read_head(db)
        rows = db.execute(
            "SELECT e.seq, e.command_id, e.conv_id, e.type, e.actor, e.at_ms, coalesce(b.body, '') FROM event e "
            "LEFT JOIN event_body b ON b.seq = e.seq WHERE e.seq > ? ORDER BY e.seq LIMIT ?",
            (since, limit),
        ).fetchall()
    finally:
        db.execute("COMMIT")
    events = tuple(Change(*row) for row in rows)
    to = events[-1].seq if events else max(since, 0)
    return Changes(since, to, to < head.seq, events, head.epoch, head.chain.hex())
