"""The whole team at a glance: who holds how much, what is late, what was done lately. Indexed and limited."""

import sqlite3
from itertools import takewhile
from typing import NamedTuple

from agentconsole.store.queries import QueueEntry
from agentconsole.store.queue_rows import COLUMNS

LATE_SHOWN = 100
"""Late conversations a board asks for: more than anybody can see to at once."""
LOAD_READ = 20_000
"""Events a first look at the load goes back at most: half an hour of two hundred busy agents has fewer."""


class Holding(NamedTuple):
    """What one agent holds. From `due_ms` on: the conversation whose promise breaks first."""

    agent: str
    tickets: int
    on_hold: int
    due_ms: int
    due_kind: str
    conversation: str
    contact_name: str


class Deed(NamedTuple):
    """Something an agent did to a conversation; `at_ms` is epoch ms, UTC."""

    seq: int
    actor: str
    at_ms: int


def holdings(db: sqlite3.Connection) -> list[Holding]:
    """One row an agent who holds anything: the tickets, the calls on hold, and what is due first."""
    # SQLite takes the columns beside min() from the row the minimum stands in.
    sql = (
        "SELECT assignee, sum(channel = 'ticket'), sum(status = 'on_hold'), min(due_ms), "
        "due_kind, id, contact_name FROM conversation WHERE open = 1 AND assignee > '' GROUP BY assignee"
    )
    return [Holding(*row) for row in db.execute(sql)]


def held_now(db: sqlite3.Connection) -> tuple[dict[str, int], frozenset[str]]:
    """How many chats each agent holds, and who is on a call."""
    chats = dict(db.execute("SELECT agent_id, count(*) FROM chat_slot GROUP BY agent_id").fetchall())
    return chats, frozenset(row[0] for row in db.execute("SELECT agent_id FROM call_slot"))


def late_rows(db: sqlite3.Connection, now: int, limit: int = LATE_SHOWN) -> list[QueueEntry]:
    """Open conversations whose promise is broken, the longest broken first."""
    sql = (
        f"SELECT {COLUMNS} FROM conversation WHERE open = 1 AND place_ms > 0 AND place_ms <= ? "
        "ORDER BY place_ms, waiting_ms, id LIMIT ?"
    )
    return [QueueEntry(*row) for row in db.execute(sql, (now, limit))]


def called_rows(db: sqlite3.Connection, limit: int = LATE_SHOWN) -> list[str]:
    """Open conversations for which a lead is called: those nobody has answered, the oldest call first, then those
    that somebody is on."""
    sql = (
        "SELECT id FROM (SELECT id, calls_ms FROM conversation WHERE calls_ms < 253402300799999 AND open = 1 "
        "ORDER BY calls_ms, id LIMIT ?) UNION ALL SELECT id FROM (SELECT id FROM conversation WHERE open = 1 "
        "AND instr(facts, '\"escalation\":{') > 0 AND calls_ms = 253402300799999 "
        "ORDER BY id LIMIT ?)"
    )
    return [str(row[0]) for row in db.execute(sql, (limit, limit))]


def offered_to(db: sqlite3.Connection, agent_id: str) -> list[str]:
    """What the agent has been asked to take and has not answered for."""
    sql = "SELECT id FROM conversation WHERE offered_to = ? AND offered_to <> '' AND open = 1 ORDER BY id LIMIT 20"
    return [str(row[0]) for row in db.execute(sql, (agent_id,))]


def head_seq(db: sqlite3.Connection) -> int:
    """The number of the newest event; 0 where nothing has happened."""
    row = db.execute("SELECT seq FROM head WHERE ws = 1").fetchone()
    return int(row[0]) if row else 0


def deeds(db: sqlite3.Connection, after: int, since: int, limit: int = LOAD_READ) -> list[Deed]:
    """What was done to conversations after an event and after an instant, newest first; read no further than that."""
    sql = "SELECT seq, actor, at_ms FROM event WHERE seq > ? AND conv_id <> '' ORDER BY seq DESC LIMIT ?"
    return list(takewhile(lambda deed: deed.at_ms > since, (Deed(*row) for row in db.execute(sql, (after, limit)))))
