"""Which leads read along where, and when a console of theirs was last heard of."""

from __future__ import annotations

from agentconsole.store.connection import Connection

AT_ONCE = 100
"""Conversations looked at in one go."""


def read_along(db: Connection) -> list[tuple[str, str]]:
    """Every lead who reads along or has joined, with the conversation: few, in an index of their own."""
    sql = "SELECT id, read_by FROM conversation WHERE read_by <> '' ORDER BY read_by, id LIMIT ?"
    rows = db.execute(sql, (AT_ONCE,)).fetchall()
    return [(str(own), lead) for own, leads in rows for lead in str(leads).split()]


def heard_at(db: Connection, agent_id: str) -> int:
    """When a terminal of the agent's that is still signed in was last heard of, to the minute; 0 for none."""
    sql = "SELECT max(seen_ms) FROM session WHERE agent_id = ? AND revoked_ms = 0"
    row = db.execute(sql, (agent_id,)).fetchone()
    return int(row[0] or 0)
