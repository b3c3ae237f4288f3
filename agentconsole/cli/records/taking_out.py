"""Stored conversations in the shape of a file's records, so that an export can be imported again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from agentconsole.cli.lines.transcript import messages
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.message import Message
from agentconsole.domain.terms import MessageKind, Status
from agentconsole.store.contacts import find_contact
from agentconsole.store.rows import GET_CONVERSATION, conversation_from

OWN_SOURCE = "agentconsole"


def everything(db: sqlite3.Connection) -> Iterator[IncomingConversation]:
    """Every conversation of one moment of the store, in the order they came."""
    db.execute("BEGIN")
    try:
        for row in db.execute(f"{GET_CONVERSATION} ORDER BY rowid"):
            yield record_of(db, conversation_from(row).conversation)
    finally:
        db.execute("ROLLBACK")


def record_of(db: sqlite3.Connection, conversation: Conversation) -> IncomingConversation:
    """The conversation as a record. One that has no id of another system keeps its own."""
    contact = find_contact(db, conversation.contact_id)
    who = IncomingContact(contact.name, contact.email, contact.phone) if contact else None
    return IncomingConversation(
        source=conversation.source if conversation.external_id else OWN_SOURCE,
        external_id=conversation.external_id or conversation.id,
        channel=conversation.channel.value,
        subject=conversation.subject,
        category=conversation.category,
        contact=who or IncomingContact(conversation.contact_name),
        received_at=conversation.received_at,
        status=_status(conversation),
        messages=tuple(_message(each) for each in messages(db, conversation.id)),
    )


def _status(conversation: Conversation) -> str:
    """A call that rings right now is a missed one, once it is on paper."""
    return Status.MISSED.value if conversation.status is Status.RINGING else conversation.status.value


def _message(message: Message) -> IncomingMessage:
    """The console's own remarks stay with the team, as notes do."""
    is_public = message.kind in (MessageKind.REPLY, MessageKind.UPDATE)
    kind = "reply" if is_public else "note"
    return IncomingMessage(
        message.author_kind, kind, message.at, message.body, message.external_id, message.author, message.attachments
    )
