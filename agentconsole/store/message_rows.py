"""Messages as rows: from values and back, many to a statement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from agentconsole.domain.incoming import Attachment
from agentconsole.domain.message import Message
from agentconsole.domain.terms import Author, MessageKind, Voice
from agentconsole.store.connection import Connection
from agentconsole.typed import decoded

MESSAGE_COLUMNS = (
    *("conv_id", "k", "seq", "kind", "author_kind", "author", "at_ms", "body", "external_id", "attachments"),
    "voice",
)
_PUT_MESSAGES = f"INSERT INTO message({', '.join(MESSAGE_COLUMNS)}) VALUES "
_ONE_MESSAGE = f"({', '.join('?' * len(MESSAGE_COLUMNS))})"
AUTOMERGE = 4
"""Segments of the full-text index that are merged at once: SQLite's own default."""
TOGETHER = 40
"""Messages in one statement: each statement makes the full-text index write out what it has gathered."""


def message_row(m: Message, seq: int) -> tuple[Any, ...]:
    """The row of a message that event `seq` brought."""
    attachments = msgspec.json.encode(m.attachments, order="sorted").decode() if m.attachments else ""
    kinds = (m.kind.value, m.author_kind.value)
    return (m.conversation_id, m.k, seq, *kinds, m.author, m.at, m.body, m.external_id, attachments, m.voice.value)


def put_messages(db: Connection, rows: list[tuple[Any, ...]]) -> None:
    """Adds rows of `message_row`, many to a statement. Raises sqlite3.IntegrityError for a `k` that is taken."""
    for start in range(0, len(rows), TOGETHER):
        part = rows[start : start + TOGETHER]
        sql = _PUT_MESSAGES + ", ".join([_ONE_MESSAGE] * len(part))
        db.execute(sql, [value for row in part for value in row])


@contextmanager
def merging_later(db: Connection) -> Iterator[None]:
    """Within it the full-text index of messages only grows: tidying it after each statement would take a third of an
    import. What is left to tidy is done by later writes. Belongs inside a transaction, which also undoes it."""
    was = db.execute("SELECT v FROM message_fts_config WHERE k = 'automerge'").fetchone()
    set_index(db, automerge=0)
    yield
    set_index(db, automerge=was[0] if was else AUTOMERGE)


def set_index(db: Connection, **how: int) -> None:
    """Settings of FTS5 for the index of messages. They stay until it is said otherwise."""
    for name, value in how.items():
        db.execute("INSERT INTO message_fts(message_fts, rank) VALUES (?, ?)", (name, value))


def message_from(row: tuple[Any, ...]) -> Message:
    """The message a row of `MESSAGE_COLUMNS` holds."""
    conv_id, k, _seq, kind, author_kind, author, at, body, external_id, attachments, voice = row
    files = decoded(attachments, tuple[Attachment, ...]) if attachments else ()
    return Message(
        conv_id, k, MessageKind(kind), Author(author_kind), author, at, body, external_id, files, Voice(voice)
    )
