"""What the team knows, as rows: canned responses, found by their owner and their name; the rest is beside."""

from __future__ import annotations

import msgspec

from agentconsole.domain.canned import Canned
from agentconsole.domain.events import Event
from agentconsole.domain.knowledge_events import CannedRemoved, CannedSaved
from agentconsole.store.articles import follow_article
from agentconsole.store.connection import Connection
from agentconsole.store.incidents import follow_incident

_encoder = msgspec.json.Encoder()


def follow_knowledge(db: Connection, event: Event, at: int) -> bool:
    """Makes the rows follow the event; whether it was about what is known here. Belongs inside `unit_of_work`."""
    match event:
        case CannedSaved(canned):
            row = (canned.owner, canned.name, canned.body, _encoder.encode(canned.deeds).decode())
            db.execute(
                "INSERT INTO canned(owner, name, body, deeds) VALUES (?,?,?,?) ON CONFLICT(owner, name) "
                "DO UPDATE SET body = excluded.body, deeds = excluded.deeds",
                row,
            )
        case CannedRemoved(name, owner):
            db.execute("DELETE FROM canned WHERE owner = ? AND name = ?", (owner, name))
        case _:
            return follow_article(db, event, at) or follow_incident(db, event, at)
    return True


def canned_of(db: Connection, owner: str) -> tuple[Canned, ...]:
    """The owner's responses by name; the team's for the empty one."""
    rows = db.execute("SELECT name, body, owner, deeds FROM canned WHERE owner = ? ORDER BY name", (owner,))
    return tuple(Canned(name, body, of, _decoded(deeds)) for name, body, of, deeds in rows)


def _decoded(deeds: str) -> tuple[str, ...]:
    return msgspec.json.decode(deeds, type=tuple[str, ...])


def every_canned(db: Connection) -> list[tuple[str, str, str, str]]:
    """All rows, for whoever compares two stores."""
    return db.execute("SELECT owner, name, body, deeds FROM canned ORDER BY owner, name").fetchall()
