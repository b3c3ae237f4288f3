"""Erasing a contact: their words leave rows, log and index on the authority and in every copy; the chain still holds.

What stays of them in the log is that there was something, when, and whose hands it went through. Receipts stay, too:
they name no contact, and the digest of what was asked for goes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import msgspec

from agentconsole.domain.calls.commands import LogCall
from agentconsole.domain.commands import Open
from agentconsole.domain.customer.commands import DescribeContact, EraseContact
from agentconsole.domain.customer.contact import Contact, contact_key
from agentconsole.domain.customer.events import ContactDescribed
from agentconsole.domain.knowledge.incident_commands import OpenIncident
from agentconsole.domain.words.wording import places_of
from agentconsole.engine.passing import go
from agentconsole.store.connection import Connection
from agentconsole.store.contacts import find_contact
from agentconsole.store.rows import find_conversation
from agentconsole.typed import decoded

KIND = "erased"
"""Under which the tombstones file it."""
CONVERSATION = "erased conversation"
"""Under which they file each conversation that went with it."""
_UNSENT = ("own_draft", "unsent")
_TYPED = ("draft", "draft_elsewhere", "seen")
_NO_DIGEST = b""
_NAMELESS = (DescribeContact.kind, Open.kind, LogCall.kind)
"""What asks for a contact by name or address and, where it changed nothing, says of no conversation that it was it."""
_STAYS = (EraseContact.kind, OpenIncident.kind)
"""What may be sent again after a restore: that somebody was erased, and what the team wrote down for itself."""


def erase(db: Connection, conversation_ids: Sequence[str], seq: int) -> None:
    """Takes the conversations out, whoever is known by them alone, and what was typed in them, as event `seq` says.

    A copy has the conversations its agent may see. Belongs inside `unit_of_work`.
    """
    for conversation_id in conversation_ids:
        stored = find_conversation(db, conversation_id)
        contact = find_contact(db, stored.conversation.contact_id) if stored else None
        if contact is not None:
            _untell(db, contact)
        go(db, conversation_id)
        _untype(db, conversation_id)
        # A digest of few words can be guessed; without it the command is known again by its id alone.
        db.execute("UPDATE receipt SET fp = ? WHERE conv_id = ?", (_NO_DIGEST, conversation_id))
        _bury(db, CONVERSATION, conversation_id, seq)
        if isinstance(db, sqlite3.Connection):
            _unsend(db, conversation_id)
    _bury(db, KIND, str(seq), seq)


def last_erased(db: Connection) -> int:
    """The newest event that erased somebody; 0 for none."""
    return int(db.execute("SELECT coalesce(max(seq), 0) FROM tombstone WHERE kind = ?", (KIND,)).fetchone()[0])


def is_erased(db: Connection, conversation_id: str) -> bool:
    """Whether the conversation went with a contact who was erased, as far as it is known here."""
    sql = "SELECT 1 FROM tombstone WHERE kind = ? AND id = ?"
    return db.execute(sql, (CONVERSATION, conversation_id)).fetchone() is not None


def _bury(db: Connection, kind: str, name: str, seq: int) -> None:
    sql = "INSERT INTO tombstone(kind, id, seq) VALUES (?, ?, ?) ON CONFLICT(kind, id) DO NOTHING"
    db.execute(sql, (kind, name, seq))


def _untell(db: Connection, contact: Contact) -> None:
    """What sources told of the contact goes out of the log, too: by mail address and by number, where nobody else is
    known by that."""
    keys = {contact.id, *(contact_key("", *way) for way in ((contact.email, ""), ("", contact.phone)) if any(way))}
    theirs = {key for key in keys if key == contact.id or find_contact(db, key) is None}
    rows = db.execute(
        "SELECT e.seq, b.body FROM event e JOIN event_body b ON b.seq = e.seq WHERE e.type = ?",
        (ContactDescribed.type,),
    ).fetchall()
    told = [(seq,) for seq, body in rows if decoded(body, _About).contact_id in theirs]
    db.executemany("DELETE FROM event_body WHERE seq = ?", told)
    db.executemany("DELETE FROM product WHERE id = ?", [(key,) for key in theirs])
    marks = ", ".join("?" * len(_NAMELESS))
    db.execute(f"UPDATE receipt SET fp = ? WHERE conv_id = '' AND kind IN ({marks})", (_NO_DIGEST, *_NAMELESS))


def _untype(db: Connection, conversation_id: str) -> None:
    for table in (*_UNSENT, *(_TYPED if isinstance(db, sqlite3.Connection) else ())):
        places = places_of(conversation_id)
        db.execute(f"DELETE FROM {table} WHERE conv_id IN ({', '.join('?' * len(places))})", places)


def _unsend(db: sqlite3.Connection, conversation_id: str) -> None:
    """The bytes of what was sent and answered are kept to be sent again after a restore: these must not be, whichever
    lane they went in, nor is anybody asked about them. What is on its way stays, and is refused."""
    rows = db.execute(
        "SELECT o.command_id, o.lane, CAST(o.wire AS BLOB), m.body FROM outbox o "
        "LEFT JOIN my_receipt m ON m.command_id = o.command_id "
        "WHERE o.state IN ('accepted', 'refused', 'expired', 'held')"
    ).fetchall()
    gone = [
        (command_id,)
        for command_id, lane, wire, receipt in rows
        if lane == conversation_id or (receipt and _of(receipt) == conversation_id)
        if _kind(wire) not in _STAYS
    ]
    for table in ("outbox", "question"):
        db.executemany(f"DELETE FROM {table} WHERE command_id = ?", gone)


def _kind(wire: bytes) -> str:
    """Empty for bytes nobody can read: nobody knows what they say, so they go."""
    try:
        return decoded(wire, _Kind).kind
    except msgspec.DecodeError:
        return ""


def _of(receipt: str) -> str:
    return decoded(receipt, _Receipt).conversation


class _Receipt(msgspec.Struct):
    conversation: str = ""


class _About(msgspec.Struct):
    contact_id: str


class _Kind(msgspec.Struct):
    kind: str
