"""Writing what happened: events into the chain, and the rows, slots and tallies that follow from them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from agentconsole.domain import events as happened
from agentconsole.domain.capacity import call_holder, chat_holder, free_slot
from agentconsole.domain.contact import Contact
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.events import Event
from agentconsole.domain.evolve import evolve
from agentconsole.domain.lines import lines
from agentconsole.domain.service_levels import ServiceLevels
from agentconsole.engine.canon import Entry, body_digest, columns, link
from agentconsole.store.rows import (
    GET_CONVERSATION,
    PUT_CONVERSATION,
    conversation_from,
    conversation_row,
    find_contact,
    find_conversation,
    find_held,
    message_row,
    put_messages,
)
from agentconsole.wire import Envelope, encode, event_body

EVENT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Head:
    """The one row every write locks: the end of the log."""

    epoch: str
    seq: int
    chain: bytes
    clock_ms: int
    next_number: int


def read_head(db: sqlite3.Connection) -> Head:
    """Where the log ends."""
    row = db.execute("SELECT epoch, seq, chain, clock_ms, next_number FROM head WHERE ws = 1").fetchone()
    return Head(*row)


def append(db: sqlite3.Connection, head: Head, envelope: Envelope, part: int, event: Event, salt: bytes) -> Head:
    """Chains one event to the log; answers the head after it. `head.clock_ms` is the event's instant."""
    body = event_body(event)
    conv_id = event.conversation_id if isinstance(event, happened.OfConversation) else ""
    entry = Entry(
        head.seq + 1,
        envelope.id,
        part,
        conv_id,
        event.type,
        EVENT_VERSION,
        envelope.actor,
        envelope.terminal,
        head.clock_ms,
        envelope.client_ms,
        "support",
        body_digest(salt, body),
    )
    digest = link(head.chain, entry)
    db.execute(
        "INSERT INTO event(seq, command_id, part, conv_id, type, v, actor, terminal, at_ms, client_ms, scope, "
        "body_sha, prev, hash) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (*columns(entry), head.chain, digest),
    )
    db.execute("INSERT INTO event_body(seq, salt, body) VALUES (?,?,?)", (entry.seq, salt, body))
    opened = isinstance(event, happened.Opened)
    return Head(head.epoch, entry.seq, digest, head.clock_ms, head.next_number + opened)


def apply(db: sqlite3.Connection, event: Event, at: int, actor: str, seq: int, levels: ServiceLevels) -> None:
    """Makes the rows follow the event. Raises sqlite3.IntegrityError where a slot is taken after all."""
    match event:
        case happened.OfConversation():
            _apply_to_conversation(db, event, at, actor, seq, levels)
        case happened.AgentAdded():
            values = (event.agent_id, event.full_name, event.role.value, "offline", "", at)
            db.execute(
                "INSERT INTO agent(id, full_name, role, presence, aux, presence_ms) VALUES (?,?,?,?,?,?)", values
            )
        case happened.PresenceSet():
            here = (event.presence.value, event.aux, at, event.agent_id)
            db.execute("UPDATE agent SET presence = ?, aux = ?, presence_ms = ? WHERE id = ?", here)
        case happened.LevelsSet():
            db.execute("INSERT OR REPLACE INTO setting(name, value) VALUES ('levels', ?)", (encode(event.levels),))
            _place_anew(db, event.levels)
        case _:
            raise LookupError(f"nothing follows from {event.type}")


def _apply_to_conversation(
    db: sqlite3.Connection, event: happened.OfConversation, at: int, actor: str, seq: int, levels: ServiceLevels
) -> None:
    stored = find_conversation(db, event.conversation_id)
    before = stored.conversation if stored else None
    if isinstance(event, happened.Opened):
        put_contact(db, event.contact)
    after = evolve(before, event, at, actor)
    db.execute(PUT_CONVERSATION, conversation_row(after, levels, seq))
    base = before or after_opening(after)
    put_messages(db, [message_row(m, seq) for m in lines(event, base, at, actor)])
    move_slots(db, before, after)
    tally(db, before, after)


def after_opening(conversation: Conversation) -> Conversation:
    """The conversation as its opening lines were counted: with none before them."""
    return replace(conversation, messages=0)


def put_contact(db: sqlite3.Connection, contact: Contact) -> None:
    """Remembers the contact; what was known before is kept where the new word says nothing."""
    known = find_contact(db, contact.id)
    name = contact.name if known is None or "@" not in contact.name else known.name
    row = (
        contact.id,
        name,
        contact.email or (known.email if known else ""),
        contact.phone or (known.phone if known else ""),
    )
    if known is None:
        db.execute("INSERT INTO contact(id, name, email, phone) VALUES (?,?,?,?)", row)
    elif row != (known.id, known.name, known.email, known.phone):
        db.execute("UPDATE contact SET name = ?, email = ?, phone = ? WHERE id = ?", (*row[1:], row[0]))


def move_slots(db: sqlite3.Connection, before: Conversation | None, after: Conversation) -> None:
    """Frees and fills chat slots and the one line, so that they say what the conversations say."""
    was, now = (chat_holder(before) if before else ""), chat_holder(after)
    if was != now:
        if was:
            db.execute("DELETE FROM chat_slot WHERE conv_id = ?", (after.id,))
        if now:
            slot = free_slot(find_held(db)[0].get(now, ()))
            db.execute("INSERT INTO chat_slot(agent_id, slot_no, conv_id) VALUES (?,?,?)", (now, slot, after.id))
    was, now = (call_holder(before) if before else ""), call_holder(after)
    if was != now:
        if was:
            db.execute("DELETE FROM call_slot WHERE conv_id = ?", (after.id,))
        if now:
            db.execute("INSERT INTO call_slot(agent_id, conv_id) VALUES (?,?)", (now, after.id))


def counted(conversation: Conversation | None) -> frozenset[str]:
    """The tallies an open conversation counts in."""
    if conversation is None or not conversation.is_open:
        return frozenset()
    whose = f"held:{conversation.assignee}" if conversation.assignee else "waiting"
    return frozenset({"open", f"open:{conversation.channel}", whose})


def tally(db: sqlite3.Connection, before: Conversation | None, after: Conversation) -> None:
    """Keeps the counters right, so that nobody has to count rows."""
    was, now = counted(before), counted(after)
    steps = [(name, -1) for name in was - now] + [(name, 1) for name in now - was]
    db.executemany("INSERT INTO tally(name, n) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET n = n + excluded.n", steps)


def _place_anew(db: sqlite3.Connection, levels: ServiceLevels) -> None:
    """New numbers move every open conversation's promises."""
    for row in db.execute(f"{GET_CONVERSATION} WHERE open = 1").fetchall():
        stored = conversation_from(row)
        db.execute(PUT_CONVERSATION, conversation_row(stored.conversation, levels, stored.updated_seq))
