"""A conversation that comes into sight of a copy, whole, and one that goes out of it, without a trace of its texts."""

from __future__ import annotations

import sqlite3

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.customer.contact import Contact
from agentconsole.domain.customer.products import Products
from agentconsole.domain.events import OfConversation, Opened
from agentconsole.domain.evolve import evolve
from agentconsole.domain.lines import after_opening, lines
from agentconsole.engine.logged import Arrival
from agentconsole.engine.tallies import tally, tally_out
from agentconsole.store.connection import Connection
from agentconsole.store.contacts import find_contact, put_contact
from agentconsole.store.message_rows import message_row, put_messages
from agentconsole.store.products import put_products
from agentconsole.store.rows import conversation_row, find_conversation, put_conversation
from agentconsole.store.searching import erased, indexing
from agentconsole.store.team.rows import find_levels
from agentconsole.wire import WireError, event_from


def come(db: sqlite3.Connection, arrival: Arrival) -> None:
    """Puts the rows of what the conversation was until then. Belongs inside `unit_of_work`. Raises LookupError.

    Nobody's slot is taken by it: what a queue is given is in nobody's hands.
    """
    conversation: Conversation | None = None
    messages = []
    last = 0
    for each in arrival.events:
        try:
            event = event_from(each.type, each.body)
        except WireError:
            # Of a version to come: nothing follows from it here.
            continue
        if not isinstance(event, OfConversation):
            raise LookupError(f"event {each.seq} is about no conversation")
        if isinstance(event, Opened):
            put_contact(db, event.contact)
        after = evolve(conversation, event, each.at_ms, each.actor)
        base = conversation or after_opening(after)
        messages += [message_row(m, each.seq) for m in lines(event, base, each.at_ms, each.actor)]
        conversation, last = after, each.seq
    if conversation is None:
        raise LookupError(f"nothing came into sight with event {arrival.seq}")
    go(db, conversation.id)
    put_conversation(db, conversation_row(conversation, find_levels(db), last))
    put_messages(db, messages)
    tally(db, None, conversation)


def go(db: Connection, conversation_id: str) -> None:
    """Takes the conversation out, where it is here: its rows, its events' texts, and whoever is known by it alone.

    What the agent typed for it, and their receipts, stay. Belongs inside `unit_of_work`.
    """
    stored = find_conversation(db, conversation_id)
    if stored is not None:
        indexing.cover(db, conversation_id)
        db.execute("DELETE FROM message WHERE conv_id = ?", (conversation_id,))
        db.execute("DELETE FROM conversation WHERE id = ?", (conversation_id,))
        for table in ("chat_slot", "call_slot"):
            db.execute(f"DELETE FROM {table} WHERE conv_id = ?", (conversation_id,))
        tally_out(db, stored.conversation)
        unknown = "NOT EXISTS (SELECT 1 FROM conversation WHERE contact_id = contact.id)"
        contact_id = stored.conversation.contact_id
        db.execute(f"DELETE FROM contact WHERE id = ? AND {unknown}", (contact_id,))
        gone = "NOT EXISTS (SELECT 1 FROM contact WHERE id = product.id)"
        db.execute(f"DELETE FROM product WHERE id = ? AND {gone}", (contact_id,))
        erased.note(db)
    db.execute(
        "DELETE FROM event_body WHERE seq IN (SELECT seq FROM event WHERE conv_id = ?)",
        (conversation_id,),
    )


def know_products(db: sqlite3.Connection, known: Products) -> None:
    """The same with all that sources tell of the contact. Belongs inside `unit_of_work`."""
    if find_contact(db, known.contact_id) is not None:
        put_products(db, known)


def know(db: sqlite3.Connection, contact: Contact) -> None:
    """Takes over how the team knows a contact with a conversation here. Belongs inside `unit_of_work`."""
    db.execute(
        "INSERT INTO contact(id, name, email, phone) SELECT ?, ?, ?, ? WHERE EXISTS "
        "(SELECT 1 FROM conversation WHERE contact_id = ?) ON CONFLICT(id) DO UPDATE SET name = excluded.name, "
        "email = excluded.email, phone = excluded.phone",
        (contact.id, contact.name, contact.email, contact.phone, contact.id),
    )
