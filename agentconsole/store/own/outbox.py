"""Commands the authority has not answered yet: kept as the bytes to send, one lane after the other.

A row is bound to the (server, actor) that wrote it and is never sent as anybody else. Nothing here opens a
transaction: call it inside `unit_of_work`, together with whatever else belongs to the same step.
"""

import sqlite3
from enum import StrEnum

from agentconsole.domain.terms import FAR
from agentconsole.domain.values import dataclass
from agentconsole.store.connection import Connection


class State(StrEnum):
    """How far a command has come."""

    READY = "ready"
    SENDING = "sending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    HELD = "held"
    EXPIRED = "expired"


OPEN = frozenset({State.READY, State.SENDING, State.UNCERTAIN, State.HELD})
_MOVES: dict[State, frozenset[State]] = {
    State.READY: frozenset({State.SENDING, State.HELD, State.EXPIRED}),
    State.SENDING: OPEN - {State.SENDING} | {State.ACCEPTED, State.REFUSED, State.EXPIRED},
    State.UNCERTAIN: OPEN - {State.UNCERTAIN} | {State.ACCEPTED, State.REFUSED, State.EXPIRED},
    State.HELD: frozenset({State.READY, State.EXPIRED}),
    State.ACCEPTED: frozenset(),
    State.REFUSED: frozenset(),
    State.EXPIRED: frozenset(),
}


LONGEST_WAIT = 90_000
"""Milliseconds: nothing waits longer by intent. What seems to do so waits for an instant of a clock set back since."""


class IllegalMove(ValueError):
    """A row was asked to leave a state by a way that does not exist; a bug in the caller."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of the outbox; instants in milliseconds since 1970 UTC, `not_after_at` in the server's time."""

    command_id: str
    server: str
    actor: str
    lane: str
    n: int
    wire: str
    state: State
    tries: int
    next_at: int
    not_after_at: int | None
    created_at: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to send a command: when, how long it took in ms, and what came of it."""

    at: int
    took: int
    result: str


_COLUMNS = "command_id, server, actor, lane, n, CAST(wire AS BLOB), state, tries, next_ms, not_after_ms, created_ms"


_UNTRIED = "(o.state = 'ready' AND o.tries = 0)"
_IS_HEAD = (
    "NOT EXISTS (SELECT 1 FROM outbox AS e WHERE e.server = o.server AND e.actor = o.actor "
    "AND e.lane = o.lane AND e.n < o.n AND e.state IN ('ready', 'sending', 'uncertain', 'held') "
    "AND NOT (e.state = 'held' AND EXISTS "
    "(SELECT 1 FROM question AS q WHERE q.command_id = e.command_id AND q.why = 'unreadable')))"
)


def add(
    connection: sqlite3.Connection,
    *,
    command_id: str,
    server: str,
    actor: str,
    lane: str,
    wire: str,
    now: int,
    not_after_at: int | None = None,
) -> int:
    """Put a command at the end of its lane, ready to be sent, and return its place there.

    The lane is the conversation's id, or one name for what concerns no conversation. Raises
    sqlite3.IntegrityError when the id is in the outbox already.
    """
    row = connection.execute(
        "INSERT INTO outbox SELECT ?, ?, ?, ?, coalesce(max(n), 0) + 1, ?, 'ready', 0, ?, ?, ? "
        "FROM outbox WHERE server = ? AND actor = ? AND lane = ? RETURNING n",
        (command_id, server, actor, lane, wire, now, not_after_at, now, server, actor, lane),
    ).fetchone()
    return int(row[0])


def next_due(connection: sqlite3.Connection, server: str, actor: str, now: int, limit: int = 50) -> list[Waiting]:
    """The commands whose turn has come: heads of their lanes with `next_at` reached, oldest first.

    A head that is sending, uncertain or held keeps the rest of its lane waiting, so that effects come in the
    order the agent pressed; a refused or expired one does not, nor one that is held because nobody can read it.
    A row still "sending" is due again when its lease is over: whoever took it has died. What was never tried waits
    for no clock: it may have been set back since.
    """
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM outbox AS o "
        "WHERE server = ? AND actor = ? AND state IN ('ready', 'sending', 'uncertain') "
        f"AND (next_ms <= ? OR next_ms > ? OR {_UNTRIED}) AND {_IS_HEAD} "
        "ORDER BY created_ms, command_id LIMIT ?",
        (server, actor, now, now + LONGEST_WAIT, limit),
    )
    return [_waiting(row) for row in rows]


def next_due_at(connection: sqlite3.Connection, server: str, actor: str) -> int:
    """The instant at which a head of a lane may be sent (again), 0 for one that was never tried; FAR when none waits.
    What is behind a head is due no sooner than that."""
    row = connection.execute(
        f"SELECT min(CASE WHEN {_UNTRIED} THEN 0 ELSE next_ms END) FROM outbox AS o "
        f"WHERE server = ? AND actor = ? AND state IN ('ready', 'sending', 'uncertain') AND {_IS_HEAD}",
        (server, actor),
    ).fetchone()
    return FAR if row[0] is None else int(row[0])


def take(
    connection: sqlite3.Connection, server: str, actor: str, now: int, lease: int, limit: int = 50
) -> list[Waiting]:
    """Take what is due for sending: no other console gets it for `lease` ms.

    The rows come back as they were before, so a state of "sending" or "uncertain" tells that an earlier try
    may have reached the server.
    """
    taken = next_due(connection, server, actor, now, limit)
    connection.executemany(
        "UPDATE outbox SET state = 'sending', tries = tries + 1, next_ms = ? WHERE command_id = ?",
        [(now + lease, row.command_id) for row in taken],
    )
    return taken


def mark(connection: sqlite3.Connection, command_id: str, state: State, next_at: int | None = None) -> None:
    """Move a row on to `state`, to be looked at again at `next_at`.

    Raises IllegalMove for a way that does not exist, such as out of "accepted", and KeyError for an unknown id.
    """
    was = find(connection, command_id)
    if state not in _MOVES[was.state]:
        raise IllegalMove(f"{command_id} cannot go from {was.state} to {state}")
    connection.execute(
        "UPDATE outbox SET state = ?, next_ms = ? WHERE command_id = ?",
        (state, was.next_at if next_at is None else next_at, command_id),
    )


def offer_again(connection: sqlite3.Connection, command_id: str, now: int) -> None:
    """Make an accepted row ready once more, with the same bytes: the server was restored and does not know it.

    Raises IllegalMove for a row in any other state.
    """
    was = find(connection, command_id)
    if was.state is not State.ACCEPTED:
        raise IllegalMove(f"{command_id} is {was.state}, not accepted")
    connection.execute("UPDATE outbox SET state = 'ready', next_ms = ? WHERE command_id = ?", (now, command_id))


def put_wire(connection: sqlite3.Connection, command_id: str, wire: str) -> None:
    """Keep these bytes in place of what was sent; of a row that has ended."""
    connection.execute("UPDATE outbox SET wire = ? WHERE command_id = ?", (wire, command_id))


def find(connection: sqlite3.Connection, command_id: str) -> Waiting:
    """The row of one command; raises KeyError when the outbox does not hold it."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM outbox WHERE command_id = ?",
        (command_id,),
    ).fetchone()
    if row is None:
        raise KeyError(command_id)
    return _waiting(row)


def unfinished(connection: sqlite3.Connection, server: str, actor: str) -> list[Waiting]:
    """Everything of this actor that has no final answer, in the order it was pressed."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM outbox WHERE server = ? AND actor = ? "
        "AND state IN ('ready', 'sending', 'uncertain', 'held') ORDER BY created_ms, command_id",
        (server, actor),
    )
    return [_waiting(row) for row in rows]


def everybodys_unfinished(connection: sqlite3.Connection) -> list[Waiting]:
    """The same of every actor this file was ever used by."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM outbox WHERE state IN ('ready', 'sending', 'uncertain', 'held')")
    return [_waiting(row) for row in rows]


def record_attempt(connection: sqlite3.Connection, command_id: str, attempt: Attempt) -> None:
    """Keep what a try to send came to: the evidence of what the tool did."""
    connection.execute(
        "INSERT INTO attempt(command_id, at_ms, took_ms, result) VALUES (?, ?, ?, ?)",
        (command_id, attempt.at, attempt.took, attempt.result),
    )


def attempts(connection: Connection, command_id: str) -> tuple[Attempt, ...]:
    """Every try to send that command, oldest first."""
    rows = connection.execute(
        "SELECT at_ms, took_ms, result FROM attempt WHERE command_id = ? ORDER BY at_ms, rowid", (command_id,)
    )
    return tuple(Attempt(*row) for row in rows.fetchall())


def kept(wire: bytes) -> str:
    """The text of a column of the outbox, read as bytes: SQLite gives no text out that is not UTF-8 any more, and what
    stands in the place of such bytes is no JSON either."""
    return wire.decode(errors="surrogateescape")


def _waiting(row: tuple[str, str, str, str, int, bytes, str, int, int, int | None, int]) -> Waiting:
    command_id, server, actor, lane, n, wire, state, tries, next_at, not_after_at, created_at = row
    here = (command_id, server, actor, lane, n, kept(wire), State(state))
    return Waiting(*here, tries, next_at, not_after_at, created_at)
