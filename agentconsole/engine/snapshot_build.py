"""Making a snapshot while others write: its pages are read one by one, and what has changed meanwhile is read again."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing

from agentconsole.engine.following_team import TEAM_SETTINGS
from agentconsole.engine.personal_log import OWNED
from agentconsole.engine.snapshot import APPLICATION_ID, FORMAT, KNOWN, Place, packer, read_place, schema
from agentconsole.engine.snapshot_source import Source, source_of
from agentconsole.engine.tallies import counted_as
from agentconsole.store.connection import Connection

PAGE = 5_000
"""Rows read at once: a few milliseconds for which a writer waits on SQLite, and nobody on PostgreSQL."""
TOGETHER = 200
SMALL_ENOUGH = 500
"""Changed conversations that are read again within one instant; when there are more, they are first read as pages."""
ROUNDS = 8
PIECE = 1 << 20
STEPS = 10_000
"""Of SQLite's own machine, between two looks whether it is still wanted: less than a millisecond."""
_KEYS = {"contact": "id", "conversation": "id", "message": "n", "product": "id"}


class _OtherHistory(Exception):
    """While it was made the store was restored, or its numbers changed for every row: it is made anew."""


class NotWanted(Exception):
    """Nobody waits for it any more: it was left half made."""


def build(
    store: Connection, path: str, queues: frozenset[str] = frozenset(), is_over: Callable[[], bool] = bool
) -> Place:
    """Makes a snapshot of what somebody who sees these queues may see, all for none, at `path` (mode 0600).

    Raises NotWanted soon after `is_over` says so.
    """
    for attempt in range(ROUNDS):
        _make_file(path)
        try:
            with closing(sqlite3.connect(path, isolation_level=None, uri=True)) as target:
                target.set_progress_handler(is_over, STEPS)
                return _Building(store, target, queues).build()
        except sqlite3.OperationalError as error:
            if is_over():
                raise NotWanted from error
            raise
        except _OtherHistory:
            if attempt == ROUNDS - 1:
                raise
    raise AssertionError("no round is left")


def pack(path: str, packed: str, is_over: Callable[[], bool] = bool) -> int:
    """Writes the snapshot at `path` packed to `packed` (mode 0600); answers how many bytes that takes. Raises NotWanted
    soon after `is_over` says so."""
    _make_file(packed)
    packing, size = packer(), 0
    with open(path, "rb") as plain, open(packed, "wb") as out:
        while piece := plain.read(PIECE):
            if is_over():
                raise NotWanted
            size += out.write(packing.compress(piece))
        size += out.write(packing.flush())
    return size


def _make_file(path: str) -> None:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600))


class _Building:
    def __init__(self, store: Connection, target: sqlite3.Connection, queues: frozenset[str]) -> None:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-65536"):
            target.execute(f"PRAGMA {pragma}")
        for kind, _, _, sql in schema():
            if kind == "table" and sql:
                target.execute(sql)
        self._db = target
        self._source: Source = source_of(store, target)
        self._queues = tuple(sorted(queues))

    def build(self) -> Place:
        epoch, seq = self._head()
        for table in ("conversation", "message", "contact", "product"):
            self._copy_pages(table)
        # What is overwritten from here on was read before it was hidden.
        self._db.execute("PRAGMA secure_delete=ON")
        self._follow(epoch, seq)
        for kind, _, _, sql in schema():
            if kind == "index" and sql:
                self._db.execute(sql)
        self._db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        self._db.execute(f"PRAGMA user_version={FORMAT}")
        return read_place(self._db)

    def _head(self) -> tuple[str, int]:
        epoch, seq = self._source.read("SELECT epoch, seq FROM source.head WHERE ws = 1")[0]
        return epoch, seq

    def _copy_pages(self, table: str) -> None:
        key = _KEYS[table]
        last: object = -1 if key == "n" else ""
        seen, values = self._visible(table)
        while self._source.copy(table, f"WHERE {key} > ? {seen} ORDER BY {key} LIMIT ?", (last, *values, PAGE)):
            last = self._db.execute(f"SELECT max({key}) FROM main.{table}").fetchone()[0]

    def _visible(self, table: str) -> tuple[str, tuple[object, ...]]:
        """What narrows a table to the queues that may be seen, as SQL and the values in it."""
        if not self._queues:
            return "", ()
        own = f"queue IN ({', '.join('?' * len(self._queues))})"
        if table == "conversation":
            return f"AND {own}", self._queues
        same = {"message": "c.id = message.conv_id"}.get(table, f"c.contact_id = {table}.id")
        return f"AND EXISTS (SELECT 1 FROM source.conversation c WHERE {same} AND c.{own})", self._queues

    def _follow(self, epoch: str, since: int) -> None:
        """Reads again what has changed since, until that is little enough for one instant."""
        began = since
        for _ in range(ROUNDS):
            changed, reached = self._changed(epoch, since)
            if len(changed) <= SMALL_ENOUGH:
                break
            for start in range(0, len(changed), TOGETHER):
                self._copy_again(changed[start : start + TOGETHER])
            since = reached
        with self._source.moment():
            changed, _ = self._changed(epoch, since)
            for start in range(0, len(changed), TOGETHER):
                self._copy_again(changed[start : start + TOGETHER])
            self._copy_told(began)
            self._copy_small()
            self._add_up()

    def _changed(self, epoch: str, since: int) -> tuple[list[str], int]:
        """Raises _OtherHistory."""
        now, seq = self._head()
        moved = "SELECT count(*) FROM source.event WHERE seq > ? AND type = 'levels.set'"
        if now != epoch or self._source.read(moved, (since,))[0][0]:
            raise _OtherHistory
        sql = "SELECT DISTINCT conv_id FROM source.event WHERE seq > ? AND conv_id <> ''"
        return [row[0] for row in self._source.read(sql, (since,))], seq

    def _copy_again(self, ids: list[str]) -> None:
        marks = ", ".join("?" * len(ids))
        for table, column in (("message", "conv_id"), ("conversation", "id")):
            self._db.execute(f"DELETE FROM main.{table} WHERE {column} IN ({marks})", ids)
            seen, values = self._visible(table)
            order = " ORDER BY n" if table == "message" else ""
            self._source.copy(table, f"WHERE {column} IN ({marks}) {seen}{order}", (*ids, *values))
        theirs = self._db.execute(f"SELECT DISTINCT contact_id FROM main.conversation WHERE id IN ({marks})", ids)
        known = [row[0] for row in theirs]
        for table in ("contact", "product"):
            self._source.copy(table, f"WHERE id IN ({', '.join('?' * len(known))})", known, replacing=True)

    def _copy_told(self, since: int) -> None:
        """What sources have told about contacts meanwhile: their events belong to no conversation."""
        seen, values = self._visible("product")
        self._source.copy("product", f"WHERE updated_seq > ? {seen}", (since, *values), replacing=True)

    def _copy_small(self) -> None:
        for table in (*("agent", "agent_queue", "agent_scope", "chat_slot", "call_slot"), *KNOWN):
            # The file is for everybody: what is somebody's own is told to them alone.
            self._source.copy(table, "WHERE owner = ''" if table in OWNED else "")
        marks = ", ".join("?" * len(TEAM_SETTINGS))
        self._source.copy("setting", f"WHERE name IN ({marks})", TEAM_SETTINGS)
        self._source.copy("head", "WHERE ws = 1")
        self._db.execute("UPDATE main.head SET oldest_seq = seq + 1")

    def _add_up(self) -> None:
        """Drops what belongs to nothing that may be seen, and counts what is left."""
        for table in ("chat_slot", "call_slot"):
            self._db.execute(f"DELETE FROM main.{table} WHERE conv_id NOT IN (SELECT id FROM main.conversation)")
        self._db.execute("DELETE FROM main.contact WHERE id NOT IN (SELECT contact_id FROM main.conversation)")
        if self._queues:
            self._db.execute("DELETE FROM main.product WHERE id NOT IN (SELECT id FROM main.contact)")
        groups = self._db.execute(
            "SELECT channel, assignee, count(*) FROM main.conversation WHERE open = 1 GROUP BY channel, assignee"
        )
        self._db.executemany("INSERT INTO main.tally(name, n) VALUES (?, ?)", sorted(_tallies(groups).items()))


def _tallies(groups: Iterable[tuple[str, str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for channel, assignee, n in groups:
        for name in counted_as(channel, assignee):
            found[name] = found.get(name, 0) + n
    return found
