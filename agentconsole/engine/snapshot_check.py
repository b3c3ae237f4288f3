"""What is looked at before a snapshot is believed: it comes from elsewhere, and becomes the store an agent works on."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.terms import Channel, Status
from agentconsole.engine.following_team import TEAM_SETTINGS
from agentconsole.engine.snapshot import APPLICATION_ID, FORMAT, TABLES, Place, read_place, schema
from agentconsole.store.files.place import uri
from agentconsole.wire import LARGEST

EPOCH = re.compile(r"[0-9a-f]{1,32}")
_TYPES = {"TEXT": "text", "INTEGER": "integer", "BLOB": "blob"}
_HEADER = 100
"""Bytes of a SQLite file's header; 18 and 19 say whether it has a write-ahead log, which is no part of a snapshot."""


class SnapshotRefused(ValueError):
    """The file is no snapshot, or none that this program can use; nothing was made of it."""


class NobodyThere(LookupError):
    """The snapshot names nobody who is called like the agent it was asked for."""


def check(path: str, actor: str) -> Place:
    """Where the snapshot at `path` was taken. Raises SnapshotRefused, and NobodyThere when it does not name the actor.

    The list of tables must be ours to the letter, so that no trigger, view or expression of somebody else's is ever
    run, and every row that a list or a rule reads must have the shape of one. Messages are looked at when they are
    indexed.
    """
    _check_header(path)
    try:
        with closing(sqlite3.connect(uri(path, "ro"), uri=True, isolation_level=None)) as db:
            for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "query_only=ON"):
                db.execute(f"PRAGMA {pragma}")
            _check_schema(db)
            _check_rows(db)
            place = read_place(db)
            if db.execute("SELECT 1 FROM agent WHERE id = ?", (actor,)).fetchone() is None:
                raise NobodyThere(actor)
            return place
    except (sqlite3.Error, ValueError, TypeError) as error:
        if isinstance(error, SnapshotRefused):
            raise
        raise SnapshotRefused("the snapshot cannot be read") from error


def _check_header(path: str) -> None:
    with open(path, "rb") as file:
        header = file.read(_HEADER)
    if len(header) < _HEADER or not header.startswith(b"SQLite format 3\0") or header[18:20] != b"\1\1":
        raise SnapshotRefused("the snapshot is no SQLite file")
    said = int.from_bytes(header[68:72]), int.from_bytes(header[60:64])
    if said != (APPLICATION_ID, FORMAT):
        raise SnapshotRefused("the snapshot is of another kind")


def _check_schema(db: sqlite3.Connection) -> None:
    has = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()
    if sorted(has, key=lambda row: (row[0] == "index", row[1])) != list(schema()):
        raise SnapshotRefused("the snapshot's tables are not those of this version")


def _check_rows(db: sqlite3.Connection) -> None:
    for table in TABLES:
        if table == "message":
            continue
        told = db.execute(f"PRAGMA table_info({table})").fetchall()
        strange = [f"typeof({name}) <> '{_TYPES[kind]}'" for _, name, kind, *_ in told]
        where = " OR ".join((*strange, *_MORE.get(table, ())))
        if db.execute(f"SELECT 1 FROM {table} WHERE {where} LIMIT 1").fetchone():
            raise SnapshotRefused(f"the snapshot's rows of {table} are none of ours")
    heads = db.execute("SELECT ws, epoch, seq, oldest_seq, length(chain), clock_ms, next_number FROM head").fetchall()
    if len(heads) != 1 or not EPOCH.fullmatch(heads[0][1]) or heads[0][4] != 32 or heads[0][0] != 1:
        raise SnapshotRefused("the snapshot does not say where it was taken")
    _, _, seq, oldest, _, clock, number = heads[0]
    if not (0 <= seq < LARGEST and oldest == seq + 1 and 0 <= clock < LARGEST and 0 < number < LARGEST):
        raise SnapshotRefused("the snapshot's place is none")


def _among(column: str, values: type[Channel | Status | Role | Presence]) -> str:
    return f"{column} NOT IN ({', '.join(repr(str(each.value)) for each in values)})"


_MORE = {
    "conversation": (
        *("NOT json_valid(facts)", "NOT json_valid(tags)", "open NOT IN (0, 1)"),
        *(_among("channel", Channel), _among("status", Status)),
    ),
    "agent": (_among("role", Role), _among("presence", Presence)),
    "setting": (f"name NOT IN {TEAM_SETTINGS!r}", "NOT json_valid(value)"),
    "product": ("NOT json_valid(told)",),
    "chat_slot": ("slot_no NOT IN (1, 2)",),
}
