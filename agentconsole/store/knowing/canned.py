"""What the team knows, as rows: canned responses, found by their owner and their name; the rest is beside."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from agentconsole.domain.events import Event
from agentconsole.domain.knowledge.canned import Canned
from agentconsole.domain.knowledge.canned_events import CannedRemoved, CannedSaved
from agentconsole.store.connection import Connection
from agentconsole.store.knowing.articles import follow_article
from agentconsole.store.knowing.incidents import follow_incident
from agentconsole.typed import decoded

_encoder = msgspec.json.Encoder()
_GET = "SELECT name, body, owner, deeds FROM canned WHERE owner = ?"


def follow_knowledge(db: Connection, event: Event, at: int) -> bool:
    """Makes the rows follow the event; whether it was about what is known here. Belongs inside `unit_of_work`."""
    match event:
        case CannedSaved(canned):
            put_canned(db, canned)
        case CannedRemoved(name, owner):
            db.execute("DELETE FROM canned WHERE owner = ? AND name = ?", (owner, name))
        case _:
            return follow_article(db, event, at) or follow_incident(db, event, at)
    return True


def put_canned(db: Connection, canned: Canned) -> None:
    """Keeps the response in place of its owner's of that name. Belongs inside `unit_of_work`."""
    row = (canned.owner, canned.name, canned.body, _encoder.encode(canned.deeds).decode())
    db.execute(
        "INSERT INTO canned(owner, name, body, deeds) VALUES (?,?,?,?) ON CONFLICT(owner, name) "
        "DO UPDATE SET body = excluded.body, deeds = excluded.deeds",
        row,
    )


def canned_of(db: Connection, owner: str) -> tuple[Canned, ...]:
    """The owner's responses by name; the team's for the empty one."""
    return _canned(db.execute(f"{_GET} ORDER BY name", (owner,)))


def canned_after(db: Connection, owner: str, after: str, limit: int) -> tuple[Canned, ...]:
    """At most so many of them, from behind that name on."""
    return _canned(db.execute(f"{_GET} AND name > ? ORDER BY name LIMIT ?", (owner, after, limit)))


def _canned(rows: Iterable[tuple[str, str, str, str]]) -> tuple[Canned, ...]:
    return tuple(Canned(name, body, owner, _decoded(deeds)) for name, body, owner, deeds in rows)


def _decoded(deeds: str) -> tuple[str, ...]:
    return decoded(deeds, tuple[str, ...])


def every_canned(db: Connection) -> list[tuple[str, str, str, str]]:
    """All rows, for whoever compares two stores."""
    return db.execute("SELECT owner, name, body, deeds FROM canned ORDER BY owner, name").fetchall()
