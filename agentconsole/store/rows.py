"""Conversations as rows: from values and back, and found again by what ties them to somebody."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

import msgspec

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.knowledge.mentions import column_of
from agentconsole.domain.leads.clocks import lead_due_at
from agentconsole.domain.leads.oversight import Oversight
from agentconsole.domain.promises.clocks import clocks, first_unrecorded
from agentconsole.domain.promises.service_levels import ServiceLevels
from agentconsole.domain.queue import place_by
from agentconsole.domain.terms import FAR
from agentconsole.domain.values import dataclass
from agentconsole.store.connection import Connection
from agentconsole.store.newer_rows import Beyond, is_more, refuse
from agentconsole.typed import converted

COLUMNS = (
    *("id", "channel", "status", "open", "queue", "subject", "category", "tags", "contact_id", "contact_name"),
    *("assignee", "place_ms", "waiting_ms", "due_ms", "due_kind", "next_breach_ms", "source", "external_id"),
    *("last_line", "messages", "received_ms", "facts", "rev", "updated_seq"),
    *("calls_ms", "offered_to", "returns_to", "looked_ms", "incident", "mentioned", "read_by"),
)
DIRECT = {
    "id": "id",
    "channel": "channel",
    "status": "status",
    "queue": "queue",
    "subject": "subject",
    "category": "category",
    "tags": "tags",
    "contact_id": "contact_id",
    "contact_name": "contact_name",
    "assignee": "assignee",
    "waiting_since": "waiting_ms",
    "source": "source",
    "external_id": "external_id",
    "last_line": "last_line",
    "messages": "messages",
    "received_at": "received_ms",
    "rev": "rev",
    "incident": "incident",
}
"""Fields of a conversation that are columns of their own; the others travel together in `facts`."""
_FACTS = tuple(f.name for f in fields(Conversation) if f.name not in DIRECT)
_DEFAULTS = {f.name: f.default for f in fields(Conversation) if f.name in _FACTS}
_facts = attrgetter(*_FACTS)
_AT_FACTS = COLUMNS.index("facts")
_encoder = msgspec.json.Encoder(order="sorted")

PUT_CONVERSATION = (
    f"INSERT INTO conversation({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))}) "
    "ON CONFLICT(id) DO UPDATE SET " + ", ".join(f"{c} = excluded.{c}" for c in COLUMNS[1:])
)
GET_CONVERSATION = f"SELECT {', '.join(COLUMNS)} FROM conversation"


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation and the columns that are derived from it."""

    conversation: Conversation
    place_ms: int
    due_ms: int
    due_kind: str
    updated_seq: int


def conversation_row(c: Conversation, levels: ServiceLevels, updated_seq: int) -> tuple[Any, ...]:
    """The row of a conversation, its place in the queue and its next breach by these levels included."""
    running = clocks(c, levels)
    promise = running[0] if running else None
    facts = {name: value for name, value in zip(_FACTS, _facts(c), strict=True) if value != _DEFAULTS[name]}
    return (
        c.id,
        c.channel.value,
        c.status.value,
        int(c.is_open),
        c.queue,
        c.subject,
        c.category,
        _text(list(c.tags)),
        c.contact_id,
        c.contact_name,
        c.assignee,
        place_by(c, promise) if c.is_open else FAR,
        c.waiting_since,
        promise.breach_at if promise else FAR,
        promise.kind.value if promise else "",
        min(first_unrecorded(c, running), lead_due_at(c, levels)),
        c.source,
        c.external_id,
        c.last_line,
        c.messages,
        c.received_at,
        _text(facts),
        c.rev,
        updated_seq,
        *_oversight_columns(c.oversight),
        c.incident,
        column_of(c.mentions),
        "".join(f" {each.agent}" for each in c.oversight.supervisors),
    )


def _oversight_columns(seen: Oversight) -> tuple[int, str, str, int]:
    """Since when a lead is called, to whom it is offered, to whom it goes back, and when a lead looked at it last."""
    return (
        FAR if seen.calls_since is None else seen.calls_since,
        seen.offer.to if seen.offer else "",
        seen.returning.to if seen.returning else "",
        seen.looked_at or 0,
    )


def put_conversation(
    db: Connection, row: tuple[Any, ...], beyond: Beyond = refuse, stored: tuple[Any, ...] | None = None
) -> None:
    """Stores a row of `conversation_row`. Only columns with another value are set: naming one, even with the value
    it has, makes SQLite write the pages of every index it is in.

    `stored` is the row that is there, where it is known. `beyond` is told when it holds more than this version knows,
    which would be lost.
    """
    stored = stored or find_row(db, row[0])
    if stored is None:
        db.execute(PUT_CONVERSATION, row)
        return
    if stored[_AT_FACTS] != row[_AT_FACTS] and is_more(stored[_AT_FACTS], Conversation):
        beyond(row[0])
    changed = [(column, value) for column, value, old in zip(COLUMNS, row, stored, strict=True) if value != old]
    if changed:
        names = ", ".join(f"{column} = ?" for column, _ in changed)
        db.execute(f"UPDATE conversation SET {names} WHERE id = ?", (*(value for _, value in changed), row[0]))


@lru_cache(maxsize=128)
def conversation_from(row: tuple[Any, ...]) -> StoredConversation:
    """The conversation a row of `GET_CONVERSATION` holds."""
    by_column = dict(zip(COLUMNS, row, strict=True))
    values = msgspec.json.decode(by_column["facts"])
    values.update({name: by_column[column] for name, column in DIRECT.items()})
    values["tags"] = msgspec.json.decode(by_column["tags"])
    conversation = converted(values, Conversation)
    return StoredConversation(
        conversation,
        by_column["place_ms"],
        by_column["due_ms"],
        by_column["due_kind"],
        by_column["updated_seq"],
    )


def find_row(db: Connection, conversation_id: str) -> tuple[Any, ...] | None:
    """The row of the conversation with this id, if there is one."""
    row: tuple[Any, ...] | None = db.execute(f"{GET_CONVERSATION} WHERE id = ?", (conversation_id,)).fetchone()
    return row


def find_conversation(db: Connection, conversation_id: str) -> StoredConversation | None:
    """The conversation with this id, if there is one."""
    row = find_row(db, conversation_id)
    return conversation_from(row) if row else None


def is_conversation(db: Connection, conversation_id: str) -> bool:
    """Whether there is one with this id."""
    return db.execute("SELECT 1 FROM conversation WHERE id = ?", (conversation_id,)).fetchone() is not None


def find_open_of(db: Connection, agent_id: str) -> tuple[Conversation, ...]:
    """Everything open the agent holds, the most urgent first."""
    rows = db.execute(f"{GET_CONVERSATION} WHERE assignee = ? AND open = 1 ORDER BY place_ms, id", (agent_id,))
    return tuple(conversation_from(row).conversation for row in rows.fetchall())


def find_all_of(db: Connection, contact_id: str) -> tuple[Conversation, ...]:
    """Everything there ever was with the contact, the oldest first."""
    rows = db.execute(f"{GET_CONVERSATION} WHERE contact_id = ? ORDER BY received_ms, id", (contact_id,))
    return tuple(conversation_from(row).conversation for row in rows.fetchall())


def find_tied_to(db: Connection, agent_id: str) -> tuple[Conversation, ...]:
    """Everything open that the agent holds, was offered, or gets back as soon as there is room."""
    rows = db.execute(
        f"{GET_CONVERSATION} WHERE (assignee = ? AND open = 1) OR (offered_to = ? AND offered_to <> '') "
        "OR (returns_to = ? AND returns_to <> '') ORDER BY id",
        (agent_id, agent_id, agent_id),
    )
    return tuple(conversation_from(row).conversation for row in rows.fetchall())


def find_offered(db: Connection, agent_id: str) -> dict[str, tuple[str, ...]]:
    """The chats the agent has been offered and has not answered for, under their id."""
    sql = "SELECT id FROM conversation WHERE offered_to = ? AND offered_to <> '' AND channel = 'chat'"
    return {agent_id: tuple(str(row[0]) for row in db.execute(sql, (agent_id,)))}


def find_returnable(db: Connection) -> tuple[str, ...]:
    """The conversations whose hand-back waits for an agent who is here and has room now."""
    sql = (
        "SELECT c.id FROM conversation c JOIN agent a ON a.id = c.returns_to "
        "WHERE c.returns_to <> '' AND a.presence <> 'offline' AND "
        "(c.channel <> 'chat' OR (SELECT count(*) FROM chat_slot s WHERE s.agent_id = c.returns_to) < 2) AND "
        "(c.channel <> 'phone' OR NOT EXISTS (SELECT 1 FROM call_slot s WHERE s.agent_id = c.returns_to)) "
        "ORDER BY c.id LIMIT 10"
    )
    return tuple(str(row[0]) for row in db.execute(sql))


def _text(value: object) -> str:
    return _encoder.encode(value).decode()
