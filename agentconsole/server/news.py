"""What a commit of this process is to those who listen: where the log ends now, and whom it concerns most."""

from __future__ import annotations

from typing import NamedTuple

from agentconsole.backends.poke import trace
from agentconsole.engine.engine import Engine
from agentconsole.store.connection import Connection


class News(NamedTuple):
    """`concerned` are the agents who hold the conversations it was about: they look at once, as do those who have one
    of them open, whom `about` tells by traces; everybody else soon."""

    epoch: str
    seq: int
    concerned: frozenset[str]
    about: frozenset[int]


def news_of(db: Connection, engine: Engine) -> News:
    """What the engine's commands have come to. Raises StoreError."""
    sql = "SELECT assignee FROM conversation WHERE id = ? AND assignee <> ''"
    rows = (db.execute(sql, (each,)).fetchone() for each in engine.about)
    return News(*engine.place, frozenset(row[0] for row in rows if row), frozenset(map(trace, engine.about)))
