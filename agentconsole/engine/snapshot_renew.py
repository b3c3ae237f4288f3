"""A copy that consoles have open takes over a snapshot row by row: what is the same stays, and nothing is ever empty.

Every page is a transaction of its own; the copy's place in the log is the last thing to change, so a renewal that was
cut is simply made again. What the agent typed, sent and was answered is not touched.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from agentconsole.engine import origin, personal_log
from agentconsole.engine.following_team import TEAM_SETTINGS
from agentconsole.engine.snapshot import KNOWN, Place, columns
from agentconsole.store import newer_rows
from agentconsole.store.files.place import uri
from agentconsole.store.searching import erased, indexing
from agentconsole.store.sqlite import unit_of_work

PAGE = 250
"""Conversations, with their messages, that are compared and changed at once."""
WHOLE = (*("agent", "agent_queue", "agent_scope", "tally", "chat_slot", "call_slot"), *KNOWN)
_SAME_ONE = ("received_ms", "contact_id", "source", "external_id")
"""What a conversation of the same number has in common with itself: a restored server may give a number again."""


def renew(db: sqlite3.Connection, snapshot: str, tell: Callable[[int], None]) -> Place:
    """Makes the copy what the checked snapshot at that path says; `tell` hears how much is done, in percent."""
    indexing.complete(db)
    with _beside(db, snapshot):
        total = max(1, *(_count(db, f"{schema}.conversation") for schema in ("main", "new")))
        for done, (after, upto) in enumerate(_pages(db, "main.conversation")):
            _drop(db, after, upto)
            tell(min(30, 30 * done * PAGE // total))
        for done, (after, upto) in enumerate(_pages(db, "new.conversation")):
            _put(db, after, upto)
            tell(30 + min(65, 65 * done * PAGE // total))
        for table in ("contact", "product"):
            for after, upto in _pages(db, f"new.{table}"):
                with unit_of_work(db):
                    _upsert(db, table, "WHERE id > ? AND id <= ?", (after, upto))
        for table in ("event_body", "event"):
            while _forget_some(db, table):
                pass
        return _settle(db)


@contextmanager
def _beside(db: sqlite3.Connection, snapshot: str) -> Iterator[None]:
    db.execute("ATTACH ? AS new", (uri(snapshot, "ro"),))
    try:
        yield
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")
        db.execute("DETACH new")


def _count(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _pages(db: sqlite3.Connection, table: str) -> Iterator[tuple[str, str]]:
    """The table's ids in pages: behind which one each begins, and with which one it ends."""
    after = ""
    sql = f"SELECT max(id) FROM (SELECT id FROM {table} WHERE id > ? ORDER BY id LIMIT ?)"
    while (upto := db.execute(sql, (after, PAGE)).fetchone()[0]) is not None:
        yield after, upto
        after = upto


def _drop(db: sqlite3.Connection, after: str, upto: str) -> None:
    """Takes out the conversations that are not in the snapshot."""
    same = " AND ".join(f"n.{name} = m.{name}" for name in ("id", *_SAME_ONE))
    sql = (
        "SELECT id FROM main.conversation m WHERE id > ? AND id <= ? "
        f"AND NOT EXISTS (SELECT 1 FROM new.conversation n WHERE {same})"
    )
    gone = db.execute(sql, (after, upto)).fetchall()
    if gone:
        with unit_of_work(db):
            db.executemany("DELETE FROM main.message WHERE conv_id = ?", gone)
            db.executemany("DELETE FROM main.conversation WHERE id = ?", gone)


def _put(db: sqlite3.Connection, after: str, upto: str) -> None:
    """Brings the snapshot's conversations of one page with their messages; those that are the same stay."""
    said = [name for name in columns("message") if name != "n"]
    same = " AND ".join(f"{{0}}.{name} = {{1}}.{name}" for name in said)
    told = ", ".join(said)
    with unit_of_work(db):
        db.execute(
            "DELETE FROM main.message WHERE conv_id > ? AND conv_id <= ? AND NOT EXISTS "
            f"(SELECT 1 FROM new.message n WHERE {same.format('n', 'message')})",
            (after, upto),
        )
        db.execute(
            f"INSERT INTO main.message({told}) SELECT {told} FROM new.message n WHERE conv_id > ? AND conv_id <= ? "
            "AND NOT EXISTS (SELECT 1 FROM main.message m WHERE m.conv_id = n.conv_id AND m.k = n.k) ORDER BY n.n",
            (after, upto),
        )
        _upsert(db, "conversation", "WHERE id > ? AND id <= ?", (after, upto))


def _upsert(db: sqlite3.Connection, table: str, where: str, values: tuple[object, ...]) -> None:
    names = columns(table)
    told, rest = ", ".join(names), names[1:]
    changed = " OR ".join(f"{table}.{name} IS NOT excluded.{name}" for name in rest)
    db.execute(
        f"INSERT INTO main.{table}({told}) SELECT {told} FROM new.{table} {where} ON CONFLICT(id) DO UPDATE SET "
        + ", ".join(f"{name} = excluded.{name}" for name in rest)
        + f" WHERE {changed}",
        values,
    )


def _forget_some(db: sqlite3.Connection, table: str) -> int:
    with unit_of_work(db):
        sql = f"DELETE FROM main.{table} WHERE seq IN (SELECT seq FROM main.{table} LIMIT ?)"
        return db.execute(sql, (20 * PAGE,)).rowcount


def _settle(db: sqlite3.Connection) -> Place:
    """What is small is taken over as a whole, and with it the place in the log."""
    with unit_of_work(db):
        for table in ("contact", "product"):
            db.execute(f"DELETE FROM main.{table} WHERE id NOT IN (SELECT id FROM new.{table})")
        for table in WHOLE:
            # The agent's own, which the file does not hold, is there until it is asked for anew.
            team = "WHERE owner = ''" if table in personal_log.OWNED else ""
            db.execute(f"DELETE FROM main.{table} {team}")
            db.execute(f"INSERT OR REPLACE INTO main.{table} SELECT * FROM new.{table}")
        for table in ("event_body", "event", "receipt", "tombstone", "gap"):
            db.execute(f"DELETE FROM main.{table}")
        told = (*TEAM_SETTINGS, newer_rows.NOTE, personal_log.NOTE)
        db.execute(f"DELETE FROM main.setting WHERE name IN ({', '.join('?' * len(told))})", told)
        db.execute("INSERT INTO main.setting SELECT * FROM new.setting")
        names = columns("head")
        db.execute(f"UPDATE main.head SET ({', '.join(names)}) = (SELECT {', '.join(names)} FROM new.head)")
        place = Place(*db.execute("SELECT epoch, seq, chain FROM main.head").fetchone())
        origin.note(db, place)
        erased.note(db)
        return place
