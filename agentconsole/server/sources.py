"""Sources: the systems that deliver what contacts do, each with a key of its own that can be taken back."""

from __future__ import annotations

import re
from hashlib import sha256

from agentconsole.ids import token
from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import unit_of_work

PREFIX = "aci_"
NAME = re.compile(r"[a-z][a-z0-9._-]{0,31}")


class UnknownSource(PermissionError):
    """The key belongs to no source, or was taken back."""


class BadName(ValueError):
    """A source cannot be called that; the message says how it can."""


def add(db: Connection, name: str, now: int) -> str:
    """A new key for the source, which is told this once; the one before ends. Raises BadName."""
    if not NAME.fullmatch(name):
        raise BadName("A source is called by a letter a to z and at most 31 of a-z, 0-9, dot, dash, underscore.")
    key = PREFIX + token()
    with unit_of_work(db):
        db.execute(
            "INSERT INTO intake_key(source, key_sha, created_ms, revoked_ms) VALUES (?, ?, ?, 0) ON CONFLICT(source) "
            "DO UPDATE SET key_sha = excluded.key_sha, created_ms = excluded.created_ms, revoked_ms = 0",
            (name, _hash(key), now),
        )
    return key


def disable(db: Connection, name: str, now: int) -> None:
    """The source delivers nothing any more. Raises LookupError."""
    with unit_of_work(db):
        if not db.execute("UPDATE intake_key SET revoked_ms = ? WHERE source = ?", (now, name)).rowcount:
            raise LookupError(name)


def every(db: Connection) -> list[tuple[str, bool]]:
    """All sources by name, and whether they may deliver."""
    rows = db.execute("SELECT source, revoked_ms FROM intake_key ORDER BY source")
    return [(row[0], row[1] == 0) for row in rows]


def source_of(db: Connection, key: str) -> str:
    """Whose key it is. Raises UnknownSource."""
    row = db.execute("SELECT source FROM intake_key WHERE key_sha = ? AND revoked_ms = 0", (_hash(key),)).fetchone()
    if row is None:
        raise UnknownSource
    return str(row[0])


def _hash(key: str) -> bytes:
    return sha256(key.encode()).digest()
