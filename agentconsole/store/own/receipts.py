"""The console's own receipts and the wire bytes behind them: for how long they are kept, and what each try came to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from agentconsole.domain.promises.service_levels import DAY, WEEK

if TYPE_CHECKING:
    from agentconsole.store.connection import Connection

WIRE_KEPT = WEEK
"""Milliseconds after the answer for which the exact bytes stay: a restored server may want them (protocol.md, 3.6)."""
RECEIPTS_KEPT = 400 * DAY
"""Milliseconds for which receipts and tries stay: longer than a year of shifts (protocol.md, 3.2)."""
AT_ONCE = 1_000
"""Rows one step of pruning takes, so that nobody waits for the store."""


def known_of(db: Connection, actor: str, ids: Sequence[str]) -> tuple[str, ...]:
    """Which of these commands of the actor's have a receipt here."""
    if not ids:
        return ()
    marks = ", ".join("?" * len(ids))
    sql = f"SELECT command_id FROM receipt WHERE actor = ? AND command_id IN ({marks})"
    return tuple(str(row[0]) for row in db.execute(sql, (actor, *ids)).fetchall())


def ended_of(db: Connection, ids: Sequence[str]) -> list[tuple[str, str, str, str]]:
    """Which of these commands are not on their way any more: id, state, the receipt's text, the words of a question
    about it; the last two empty where there is none."""
    marks = ", ".join("?" * len(ids))
    sql = (
        "SELECT o.command_id, o.state, coalesce(m.body, ''), coalesce(q.words, '') FROM outbox o "
        "LEFT JOIN my_receipt m ON m.command_id = o.command_id LEFT JOIN question q ON q.command_id = o.command_id "
        f"WHERE o.state IN ('accepted', 'refused', 'expired', 'held') AND o.command_id IN ({marks})"
    )
    return db.execute(sql, tuple(ids)).fetchall()


def prune(db: Connection, now: int) -> int:
    """Forgets what has been kept long enough, AT_ONCE rows of each kind at most; answers how many. Call it inside
    `unit_of_work`.

    Commands without a final answer stay however old they are, and so do those a question is open about.
    """
    ended = (
        "SELECT o.command_id FROM outbox o LEFT JOIN my_receipt m ON m.command_id = o.command_id "
        "WHERE o.state IN ('accepted', 'refused', 'expired') AND o.created_ms < ? "
        "AND coalesce(m.settled_ms, o.created_ms) < ? AND NOT EXISTS "
        "(SELECT 1 FROM question q WHERE q.command_id = o.command_id AND q.answer = '') LIMIT ?"
    )
    wires = db.execute(f"DELETE FROM outbox WHERE command_id IN ({ended})", (now - WIRE_KEPT,) * 2 + (AT_ONCE,))
    old = "SELECT command_id FROM my_receipt WHERE settled_ms < ? LIMIT ?"
    receipts = db.execute(f"DELETE FROM my_receipt WHERE command_id IN ({old})", (now - RECEIPTS_KEPT, AT_ONCE))
    tries = db.execute(
        "DELETE FROM attempt WHERE rowid IN (SELECT rowid FROM attempt WHERE at_ms < ? ORDER BY rowid LIMIT ?) "
        "AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.command_id = attempt.command_id) "
        "AND NOT EXISTS (SELECT 1 FROM my_receipt m WHERE m.command_id = attempt.command_id)",
        (now - RECEIPTS_KEPT, AT_ONCE),
    )
    return wires.rowcount + receipts.rowcount + tries.rowcount
