"""The writing of a console that works for a server: what each try came to, and the receipts that came back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from agentconsole.backends.api import LARGEST_BODY, LONGEST_BATCH
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.values import dataclass
from agentconsole.domain.words.wording import besides
from agentconsole.engine.canon import fingerprint
from agentconsole.engine.receipts import Answer, Receipt, receipt_from
from agentconsole.ids import Ids
from agentconsole.store.own import outbox
from agentconsole.store.own.outbox import Attempt, State, Waiting
from agentconsole.store.sqlite import unit_of_work
from agentconsole.sync import handing_in
from agentconsole.sync.ledger import give_back
from agentconsole.sync.unsaying import unsay, unsay_ended
from agentconsole.wire import Envelope, WireError, from_wire

LEASE = MINUTE
"""Milliseconds for which a batch belongs to one console: longer than its request may take."""
ROOM = LARGEST_BODY * 3 // 4


@dataclass(frozen=True, slots=True)
class Shown:
    """What a look at the receipts came to. `has_doubts`: something was accepted that the copy says nothing of.
    `has_waiting`: events to come may show more. `has_more`: they were more than one look takes."""

    has_new: bool = False
    has_doubts: bool = False
    has_waiting: bool = False
    has_more: bool = False


NOTHING = Shown()
AT_ONCE = 500
"""Receipts that are shown in one look."""


def take_batch(db: sqlite3.Connection, server: str, actor: str, now: int) -> list[Waiting]:
    """The commands whose turn has come, as many as one request has room for, taken for this console."""
    if not outbox.next_due(db, server, actor, now, 1):
        return []
    with unit_of_work(db):
        rows = outbox.take(db, server, actor, now, LEASE, LONGEST_BATCH)
        size, kept = 0, 0
        for row in rows:
            size += len(row.wire.encode(errors="surrogateescape"))
            kept += size <= ROOM or kept == 0
        for row in rows[kept:]:
            outbox.mark(db, row.command_id, State.READY, now)
    return rows[:kept]


def put_back(db: sqlite3.Connection, rows: Iterable[Waiting], began: int, now: int, result: str, next_at: int) -> None:
    """The commands had no answer: they stay as they are, and the try is on record."""
    with unit_of_work(db):
        for row in rows:
            outbox.mark(db, row.command_id, State.READY, next_at)
            outbox.record_attempt(db, row.command_id, Attempt(began, max(0, now - began), result))


def settle(db: sqlite3.Connection, server: str, row: Waiting, answer: Answer, began: int, now: int, ids: Ids) -> str:
    """Files the server's receipt; the text of a refused command goes back to its draft. Answers that text, if any.
    Raises WireError."""
    receipt, envelope = answer.receipt, from_wire(row.wire)
    # The text comes first: whoever is killed in between sends again, and hears the same refusal.
    text = "" if receipt.is_accepted else give_back(db, server, envelope, now, receipt.code)
    with unit_of_work(db):
        outbox.mark(db, row.command_id, State.ACCEPTED if receipt.is_accepted else State.REFUSED)
        outbox.record_attempt(db, row.command_id, Attempt(began, max(0, now - began), receipt.outcome.value))
        db.execute(
            "INSERT OR IGNORE INTO my_receipt(command_id, pressed_ms, saved_ms, settled_ms, body) VALUES (?,?,?,?,?)",
            (row.command_id, envelope.client_ms, row.created_at, now, answer.text),
        )
        unsay(db, envelope, receipt)
        handing_in.follow(db, server, envelope, receipt, now, ids)
    return text


def close(
    db: sqlite3.Connection, server: str, row: Waiting, state: State, began: int, now: int, result: str
) -> tuple[Envelope, str]:
    """A command that ends without a receipt; its text goes back to its draft. Answers both."""
    envelope = from_wire(row.wire)
    text = give_back(db, server, envelope, now)
    with unit_of_work(db):
        outbox.mark(db, row.command_id, state)
        outbox.record_attempt(db, row.command_id, Attempt(began, max(0, now - began), result))
        unsay_ended(db, envelope, row.lane)
    return envelope, text


def show_receipts(db: sqlite3.Connection, server: str, actor: str) -> Shown:
    """Puts receipts beside the events they speak of, once those are here.

    Until then the command counts as on its way, so that its words are on the screen all the time.
    """
    rows = db.execute(
        "SELECT m.body, CAST(o.wire AS BLOB) FROM outbox o JOIN my_receipt m ON m.command_id = o.command_id "
        "WHERE o.server = ? AND o.actor = ? AND o.state IN ('accepted', 'refused') AND NOT EXISTS "
        "(SELECT 1 FROM receipt r WHERE r.command_id = o.command_id) AND NOT EXISTS "
        "(SELECT 1 FROM question q WHERE q.command_id = o.command_id AND q.why = 'lost' "
        "AND q.answer <> 'send') ORDER BY o.created_ms DESC LIMIT ?",
        (server, actor, AT_ONCE),
    ).fetchall()
    if not rows:
        return NOTHING
    (here,) = db.execute("SELECT seq FROM head WHERE ws = 1").fetchone()
    has_new = has_doubts = has_waiting = False
    with unit_of_work(db):
        for body, wire in rows:
            receipt = receipt_from(body)
            if receipt.seq <= here and _proves(db, receipt):
                _insert(db, receipt, body, _digest(wire))
                has_new = True
            else:
                has_waiting = True
                has_doubts |= receipt.is_accepted
    return Shown(has_new, has_doubts, has_waiting, len(rows) == AT_ONCE)


def _proves(db: sqlite3.Connection, receipt: Receipt) -> bool:
    """Whether the receipt speaks of the history that is here: one of a server's lost hours does not."""
    row = db.execute("SELECT hash FROM event WHERE seq = ?", (receipt.seq,)).fetchone()
    return row is None or bytes(row[0]).hex() == receipt.hash


def free_leases(db: sqlite3.Connection, server: str, actor: str, now: int) -> None:
    """What the sender before had taken is free at once: it has died, or given its place up."""
    with unit_of_work(db):
        sql = "UPDATE outbox SET next_ms = ? WHERE server = ? AND actor = ? AND state = 'sending' AND next_ms > ?"
        db.execute(sql, (now, server, actor, now))


def _insert(db: sqlite3.Connection, r: Receipt, body: str, digest: bytes) -> None:
    db.execute(
        "INSERT OR IGNORE INTO receipt(command_id, actor, kind, conv_id, fp, outcome, code, seq, rev, at_ms, "
        "client_ms, body) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            *(r.id, r.actor, r.kind, r.conversation, digest, r.outcome.value, r.code),
            *(r.seq, r.rev, r.at_ms, r.client_ms, body),
        ),
    )


def _digest(wire: bytes) -> bytes:
    """What tells the command from another with its id; none of one whose bytes were damaged since it was sent."""
    try:
        return fingerprint(from_wire(wire))
    except WireError:
        return b""


def drafts_kept(db: sqlite3.Connection, server: str, actor: str) -> int:
    """How many drafts with words in them are here."""
    sql = "SELECT count(*) FROM draft WHERE server = ? AND actor = ? AND trim(body) <> '' AND conv_id NOT LIKE ?"
    return int(db.execute(sql, (server, actor, besides("%"))).fetchone()[0])
