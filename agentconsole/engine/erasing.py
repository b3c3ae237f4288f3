"""Erasing a contact: their words leave rows, log and index on the authority and in every copy; the chain still holds.

What stays of them in the log is that there was something, when, and whose hands it went through. Receipts stay, too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import msgspec

from agentconsole.domain.customer_commands import EraseContact
from agentconsole.domain.customer_events import ContactDescribed
from agentconsole.engine.passing import go
from agentconsole.store.connection import Connection
from agentconsole.store.rows import find_conversation

KIND = "erased"
"""Under which the tombstones file it."""
_UNSENT = ("own_draft", "unsent")
_TYPED = ("draft", "draft_elsewhere", "seen")


def erase(db: Connection, conversation_ids: Sequence[str], seq: int) -> None:
    """Takes the conversations out, whoever is known by them alone, and what was typed in them, as event `seq` says.

    A copy has the conversations its agent may see. Belongs inside `unit_of_work`.
    """
    for conversation_id in conversation_ids:
        stored = find_conversation(db, conversation_id)
        if stored is not None:
            _untell(db, stored.conversation.contact_id)
        go(db, conversation_id)
        tables = (*_UNSENT, *(_TYPED if isinstance(db, sqlite3.Connection) else ()))
        for table in tables:
            db.execute(f"DELETE FROM {table} WHERE conv_id = ?", (conversation_id,))
        if isinstance(db, sqlite3.Connection):
            _unsend(db, conversation_id)
    db.execute(
        "INSERT INTO tombstone(kind, id, seq) VALUES (?, ?, ?) ON CONFLICT(kind, id) DO NOTHING", (KIND, str(seq), seq)
    )


def last_erased(db: Connection) -> int:
    """The newest event that erased somebody; 0 for none."""
    return int(db.execute("SELECT coalesce(max(seq), 0) FROM tombstone WHERE kind = ?", (KIND,)).fetchone()[0])


def _untell(db: Connection, contact_id: str) -> None:
    """What sources told of the contact goes out of the log, too."""
    rows = db.execute(
        "SELECT e.seq, b.body FROM event e JOIN event_body b ON b.seq = e.seq WHERE e.type = ?",
        (ContactDescribed.type,),
    ).fetchall()
    told = [(seq,) for seq, body in rows if msgspec.json.decode(body, type=_About).contact_id == contact_id]
    db.executemany("DELETE FROM event_body WHERE seq = ?", told)


def _unsend(db: sqlite3.Connection, conversation_id: str) -> None:
    """The bytes of what was sent and answered are kept to be sent again after a restore: these must not be. What waits
    to be sent stays, and is refused."""
    ended = "SELECT command_id, wire FROM outbox WHERE lane = ? AND state IN ('accepted', 'refused', 'expired')"
    rows = db.execute(ended, (conversation_id,)).fetchall()
    gone = [(each,) for each, wire in rows if msgspec.json.decode(wire, type=_Kind).kind != EraseContact.kind]
    db.executemany("DELETE FROM outbox WHERE command_id = ?", gone)


class _About(msgspec.Struct):
    contact_id: str


class _Kind(msgspec.Struct):
    kind: str
