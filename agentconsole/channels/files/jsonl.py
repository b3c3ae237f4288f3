"""JSON Lines in: one conversation per line, in the export's own shape or as turns of a recorded chat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from agentconsole.channels.files import values
from agentconsole.channels.files.lines import LONGEST_LINE, numbered_lines
from agentconsole.channels.files.reader import BadValue, Options, Record
from agentconsole.channels.files.tolerant_json import decode
from agentconsole.channels.files.turns import TurnsLine, from_turns
from agentconsole.channels.text import attachment_name, storable
from agentconsole.domain.incoming import (
    Attachment,
    BadRecord,
    IncomingContact,
    IncomingConversation,
    IncomingFacts,
    IncomingMessage,
)
from agentconsole.domain.values import dataclass
from agentconsole.typed import decoder

LARGEST_ATTACHMENT = 2**53
"""Bytes an attachment may claim to have: beyond this, programs disagree about the number."""

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class ContactLine:
    """The contact as a line writes it; a product named more than once has a list of values."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    products: dict[str, str | tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """An attachment as a line writes it."""

    name: str
    size: int
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message as a line writes it."""

    author: str
    at: str
    body: str
    kind: str = "reply"
    external_id: str | None = None
    author_name: str | None = None
    attachments: tuple[AttachmentLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """A whole line; whatever may be missing has a default."""

    external_id: str
    channel: str
    received_at: str
    contact: ContactLine
    messages: tuple[MessageLine, ...]
    subject: str | None = None
    category: str | None = None
    status: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A line that tells of a contact alone."""

    contact: ContactLine
    source: str | None = None


_CUSTOMER = decoder(CustomerLine)
_CONVERSATION = decoder(ConversationLine)
_TURNS = decoder(TurnsLine)


class JsonlReader:
    """A JSON Lines file, read line by line."""

    def __init__(self, path: Path, options: Options) -> None:
        """Take note of the file; it is opened when iteration begins."""
        self.total_bytes = path.stat().st_size
        self.done_bytes = 0
        self._path = path
        self._options = options

    def __iter__(self) -> Iterator[Record]:
        """Each line's conversation, or what is wrong with the line."""
        with self._path.open("rb") as file:
            if file.read(2) in _UTF16_MARKS:
                yield BadRecord("line 1", "the file is UTF-16; save it as UTF-8 and import it again")
                return
            file.seek(0)
            for number, line in numbered_lines(file):
                self.done_bytes = file.tell()
                if line is None or line.removeprefix(_UTF8_MARK).strip():
                    yield from self._records(number, line)

    def _records(self, number: int, line: bytes | None) -> Iterator[Record]:
        try:
            if line is None:
                raise BadValue(f"the line is longer than {LONGEST_LINE >> 20} MiB; split the conversation")
            tells = b'"products"' in line
            if not tells or b'"messages"' in line or b'"turns"' in line:
                yield conversation_of(line, self._options)
            if tells:
                yield from facts_of(line, self._options)
        except BadValue as error:
            yield BadRecord(f"line {number}", str(error))


def facts_of(line: bytes, options: Options) -> tuple[IncomingFacts, ...]:
    """What the line tells of its contact's products. Raises: BadValue."""
    told = decode(line.removeprefix(_UTF8_MARK), _CUSTOMER)
    contact, source = told.contact, storable(told.source or "") or options.source or "jsonl"
    named = (contact.products or {}).items()
    pairs = ((name, each) for name, value in named for each in ((value,) if isinstance(value, str) else value))
    return values.facts(source, _contact(contact), pairs)


def conversation_of(line: bytes, options: Options) -> IncomingConversation:
    """The conversation one line holds, in either shape. Raises: BadValue."""
    line = line.removeprefix(_UTF8_MARK)
    # Within a JSON string the closing quote would be escaped, so these bytes can only be a whole token.
    if b'"turns"' in line and b'"messages"' not in line:
        return from_turns(decode(line, _TURNS), options)
    return _from_line(decode(line, _CONVERSATION), options)


def _from_line(line: ConversationLine, options: Options) -> IncomingConversation:
    return IncomingConversation(
        source=storable(line.source or "") or options.source or "jsonl",
        external_id=values.external_id(line.external_id),
        channel=values.channel(line.channel),
        subject=storable(line.subject or ""),
        category=storable(line.category or ""),
        contact=_contact(line.contact),
        received_at=values.instant("received_at", line.received_at),
        status=values.status(line.status or options.status or "waiting"),
        messages=tuple(_numbered(line.messages)),
    )


def _contact(line: ContactLine) -> IncomingContact:
    return values.contact(line.name or "", line.email or "", line.phone or "")


def _numbered(messages: tuple[MessageLine, ...]) -> Iterator[IncomingMessage]:
    for number, message in enumerate(messages, 1):
        try:
            yield _message(message)
        except BadValue as error:
            raise BadValue(f"message {number}: {error}") from None


def _message(line: MessageLine) -> IncomingMessage:
    return IncomingMessage(
        values.author(line.author),
        values.kind(line.kind),
        values.instant("at", line.at),
        storable(line.body),
        storable(line.external_id or ""),
        storable(line.author_name or ""),
        tuple(_attachment(a) for a in line.attachments),
    )


def _attachment(line: AttachmentLine) -> Attachment:
    if not 0 <= line.size <= LARGEST_ATTACHMENT:
        raise BadValue("the size of an attachment is impossible; give its bytes")
    return Attachment(attachment_name(line.name), line.size, storable(line.media_type))
