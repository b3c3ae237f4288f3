"""The log as it is copied to consoles: whole events with the salts of their bodies, so that a copy can be checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from agentconsole.engine.canon import GENESIS
from agentconsole.engine.writing import read_head
from agentconsole.store.connection import Connection

LONGEST_PAGE = 500


@dataclass(frozen=True, slots=True)
class Logged:
    """One event of the log. `salt` and `sha` are hex; `sha` is empty while the body is there to be hashed."""

    seq: int
    command_id: str
    part: int
    conv_id: str
    type: str
    v: int
    actor: str
    terminal: str
    at_ms: int
    client_ms: int
    scope: str
    salt: str
    body: str
    sha: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """The events after `since` up to `to`, complete by the log's word. `to_hash` is the chain's hash at `to`."""

    epoch: str
    since: int
    to: int
    to_hash: str
    more: bool
    head_seq: int
    head_hash: str
    events: tuple[Logged, ...]


class OutOfReach(LookupError):
    """The place asked for is not in this log: `reason` is `epoch`, `ahead` or `horizon`."""

    def __init__(self, reason: str) -> None:
        """With the one word that tells a console what to do."""
        self.reason = reason
        super().__init__(f"the log cannot be told from there: {reason}")


_SQL = (
    "SELECT e.seq, e.command_id, e.part, e.conv_id, e.type, e.v, e.actor, e.terminal, e.at_ms, e.client_ms, e.scope, "
    "b.salt, b.body, e.body_sha FROM event e LEFT JOIN event_body b ON b.seq = e.seq "
    "WHERE e.seq > ? ORDER BY e.seq LIMIT ?"
)


def window(db: Connection, epoch: str, since: int, limit: int = LONGEST_PAGE) -> Window:
    """At most `limit` events after `since` of the history called `epoch`, oldest first; any history when it is empty.

    Raises OutOfReach.
    """
    db.execute("BEGIN")
    try:
        head = read_head(db)
        oldest = db.execute("SELECT oldest_seq FROM head WHERE ws = 1").fetchone()[0]
        if epoch and epoch != head.epoch:
            raise OutOfReach("epoch")
        if since > head.seq:
            raise OutOfReach("ahead")
        if since + 1 < oldest:
            raise OutOfReach("horizon")
        events = tuple(_logged(row) for row in db.execute(_SQL, (since, limit)).fetchall())
        to = events[-1].seq if events else since
        to_hash = _hash_at(db, to)
    finally:
        db.execute("COMMIT")
    return Window(head.epoch, since, to, to_hash.hex(), to < head.seq, head.seq, head.chain.hex(), events)


def _hash_at(db: Connection, seq: int) -> bytes:
    row = db.execute("SELECT hash FROM event WHERE seq = ?", (seq,)).fetchone()
    return bytes(row[0]) if row else GENESIS


def _logged(row: tuple[Any, ...]) -> Logged:
    seq, command_id, part, conv_id, type_, v, actor, terminal, at, client, scope, salt, body, sha = row
    told = ("", "", sha.hex()) if body is None else (salt.hex(), body, "")
    return Logged(seq, command_id, part, conv_id, type_, v, actor, terminal, at, client, scope, *told)
