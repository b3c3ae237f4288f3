"""What of a team's rows one agent's copy has to hold, counted by hand: the rows of the queues they see."""

from __future__ import annotations

from collections import Counter
from typing import Any

from agentconsole.engine.personal_log import OWNED
from agentconsole.store.connection import Connection
from agentconsole.store.team.rows import queues_of

CONVERSATIONS = "SELECT * FROM conversation"
SLOTS = "SELECT agent_id, conv_id FROM"


def rows_of(db: Connection, name: str, where: str = "") -> dict[str, list[tuple[Any, ...]]]:
    """Every row of a copy, without the numbers each store gives for itself."""
    of = f"WHERE conv_id IN (SELECT id FROM conversation {where})" if where else ""
    theirs = f"WHERE id IN (SELECT contact_id FROM conversation {where})" if where else ""
    found = {
        "conversation": fetched(db, f"{CONVERSATIONS} {where}"),
        "message": [row[1:] for row in fetched(db, f"SELECT * FROM message {of}")],
        "contact": fetched(db, f"SELECT * FROM contact WHERE id IN (SELECT contact_id FROM conversation {where})"),
        "product": fetched(db, f"SELECT * FROM product {theirs}"),
        "chat_slot": fetched(db, f"{SLOTS} chat_slot {of}"),
        "call_slot": fetched(db, f"{SLOTS} call_slot {of}"),
        **{table: fetched(db, f"SELECT * FROM {table} WHERE owner IN ('', '{name}')") for table in OWNED},
        "own slots": fetched(db, f"SELECT * FROM chat_slot WHERE agent_id = '{name}'"),
        **{table: fetched(db, f"SELECT * FROM {table}") for table in ("agent", "agent_queue", "agent_scope")},
        "place": [(e, s, bytes(c)) for e, s, c in fetched(db, "SELECT epoch, seq, chain FROM head")],
        "tally": sorted((k, n) for k, n in fetched(db, "SELECT name, n FROM tally") if n),
    }
    return {table: sorted(rows) for table, rows in found.items()}


def fetched(db: Connection, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in db.execute(sql).fetchall()]


def visible(db: Connection, name: str) -> dict[str, list[tuple[Any, ...]]]:
    """What of the team's rows the agent may see, counted here by hand."""
    queues = queues_of(db, name)
    if not queues:
        return rows_of(db, name)
    found = rows_of(db, name, f"WHERE queue IN ({', '.join(repr(each) for each in queues)})")
    tally: Counter[str] = Counter()
    sql = "SELECT channel, assignee, queue FROM conversation WHERE open = 1"
    for channel, assignee, queue in fetched(db, sql):
        if queue in queues:
            tally.update({"open", f"open:{channel}", f"held:{assignee}" if assignee else "waiting"})
    found["tally"] = sorted(tally.items())
    return found
