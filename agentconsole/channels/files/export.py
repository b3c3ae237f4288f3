"""Conversations out: one JSON line each, or one CSV row per message; both are read back by the readers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import TextIO

import msgspec

from agentconsole.channels.files.formula_guard import guard
from agentconsole.channels.times import to_iso
from agentconsole.domain.incoming import Attachment, IncomingConversation, IncomingMessage

CSV_COLUMNS = (
    "external_id",
    "channel",
    "subject",
    "category",
    "contact_name",
    "contact_email",
    "contact_phone",
    "received_at",
    "status",
    "message_author",
    "message_kind",
    "message_at",
    "message_body",
)
"""The columns of a CSV file, in the order of the header row."""

Fields = dict[str, object]


def jsonl_line(conversation: IncomingConversation) -> str:
    """The conversation as one line of JSON, with its newline; empty optional keys are left out."""
    fields: Fields = {
        "external_id": conversation.external_id,
        "channel": conversation.channel,
        "subject": conversation.subject,
        "category": conversation.category,
        "contact": conversation.contact,
        "received_at": to_iso(conversation.received_at),
        "status": conversation.status,
        "messages": [_message_fields(message) for message in conversation.messages],
    }
    if conversation.source:
        fields["source"] = conversation.source
    return msgspec.json.encode(fields).decode() + "\n"


def _message_fields(message: IncomingMessage) -> Fields:
    fields: Fields = {
        "author": message.author.value,
        "kind": message.kind,
        "at": to_iso(message.at),
        "body": message.body,
    }
    optional: Fields = {
        "external_id": message.external_id,
        "author_name": message.author_name,
        "attachments": [_attachment_fields(a) for a in message.attachments],
    }
    return fields | {name: value for name, value in optional.items() if value}


def _attachment_fields(attachment: Attachment) -> Fields:
    return {"name": attachment.name, "size": attachment.size, "media_type": attachment.media_type}


def csv_rows(conversation: IncomingConversation) -> Iterator[tuple[str, ...]]:
    """One guarded row per message, or a single one with empty message cells when there is none."""
    contact = conversation.contact
    shared = (
        conversation.external_id,
        conversation.channel,
        conversation.subject,
        conversation.category,
        contact.name,
        contact.email,
        contact.phone,
        to_iso(conversation.received_at),
        conversation.status,
    )
    messages = [(m.author.value, m.kind, to_iso(m.at), m.body) for m in conversation.messages]
    for message in messages or [("", "", "", "")]:
        yield tuple(guard(cell) for cell in shared + message)


def write_csv(conversations: Iterable[IncomingConversation], out: TextIO) -> None:
    """Header and rows to a file opened with `newline=""` and `encoding="utf-8-sig"`."""
    writer = csv.writer(out)
    writer.writerow(CSV_COLUMNS)
    for conversation in conversations:
        writer.writerows(csv_rows(conversation))
