"""A team's store as it was: its rows taken at one moment, and put back later as a restore from a backup does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from agentconsole.store.connection import Connection
from agentconsole.store.remote import Remote
from agentconsole.store.sqlite import unit_of_work
from agentconsole.store.team.backup import NUMBERS_LEFT_OUT

TABLES = (
    *("event", "event_body", "receipt", "tally", "tombstone", "agent", "contact", "conversation", "message"),
    *("chat_slot", "call_slot", "setting", "own_draft", "unsent"),
)
HEAD = ("epoch", "seq", "chain", "oldest_seq", "clock_ms", "next_number")


@dataclass(frozen=True)
class Backup:
    """Everything the log decides, at one moment; sessions and accounts are left alone."""

    head: tuple[Any, ...]
    rows: dict[str, list[tuple[Any, ...]]]

    @property
    def receipts(self) -> frozenset[str]:
        """The commands it has receipts of."""
        return frozenset(row[0] for row in self.rows["receipt"])


def taken(db: Connection) -> Backup:
    """The store now."""
    with unit_of_work(db):
        head = db.execute(f"SELECT {', '.join(HEAD)} FROM head WHERE ws = 1").fetchone()
        rows = {table: [tuple(row) for row in db.execute(f"SELECT * FROM {table}").fetchall()] for table in TABLES}
    return Backup(tuple(head), rows)


def put_back(db: Connection, backup: Backup, epoch: str = "", now: int = 0) -> None:
    """The store is again what it was. With an `epoch` as a restore writes it down, at `now`; without, as a file that
    was merely copied back."""
    with unit_of_work(db):
        if isinstance(db, Remote):
            # As `agentconsole server restore` does: a whole store takes its time.
            db.execute("SET LOCAL statement_timeout = 0")
        was = db.execute("SELECT epoch FROM head WHERE ws = 1").fetchone()[0]
        for table in ("event_body", *(each for each in TABLES if each != "event_body")):
            db.execute(f"DELETE FROM {table}")
        for table in TABLES:
            if rows := backup.rows[table]:
                db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        changed = ", ".join(f"{column} = ?" for column in HEAD)
        db.execute(f"UPDATE head SET {changed} WHERE ws = 1", backup.head)
        if epoch:
            told = (epoch, now, was, backup.head[1], backup.head[4])
            db.execute("INSERT INTO restored(epoch, at_ms, from_epoch, seq, clock_ms) VALUES (?, ?, ?, ?, ?)", told)
            db.execute(
                "UPDATE head SET epoch = ?, next_number = next_number + ? WHERE ws = 1", (epoch, NUMBERS_LEFT_OUT)
            )
