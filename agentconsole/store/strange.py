"""Events nothing could follow from here, because a version to come has written them: remembered by conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.values import dataclass

if TYPE_CHECKING:
    from agentconsole.store.connection import Connection

KIND = "strange"
"""Under which the tombstones file them; the conversation's number is the rest of the kind."""


@dataclass(frozen=True, slots=True)
class Strange:
    """That something happened, by whom and when: all that can be said of it."""

    seq: int
    type: str
    actor: str
    at_ms: int


def remember(db: Connection, conversation_id: str, seq: int) -> None:
    """Nothing could follow from the event `seq`; the conversation shows one neutral line for it."""
    values = (f"{KIND}:{conversation_id}", str(seq), seq)
    db.execute("INSERT INTO tombstone(kind, id, seq) VALUES (?, ?, ?) ON CONFLICT(kind, id) DO NOTHING", values)


def of_conversation(db: Connection, conversation_id: str, since_seq: int, limit: int = 20) -> list[Strange]:
    """The newest of them from `since_seq` on, oldest first."""
    rows = db.execute(
        "SELECT e.seq, e.type, e.actor, e.at_ms FROM tombstone t JOIN event e ON e.seq = t.seq WHERE t.kind = ? "
        "AND t.seq >= ? ORDER BY t.seq DESC LIMIT ?",
        (f"{KIND}:{conversation_id}", since_seq, limit),
    ).fetchall()
    return [Strange(*row) for row in reversed(rows)]


def bodies(db: Connection, limit: int = 100) -> list[tuple[str, str]]:
    """Type and body of them, whichever conversation they belong to."""
    rows = db.execute(
        "SELECT e.type, b.body FROM tombstone t JOIN event e ON e.seq = t.seq JOIN event_body b ON b.seq = e.seq "
        "WHERE t.kind >= ? AND t.kind < ? LIMIT ?",
        (f"{KIND}:", f"{KIND};", limit),
    ).fetchall()
    return [(str(kind), str(body)) for kind, body in rows]
