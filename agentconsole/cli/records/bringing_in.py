"""An import: records of a file become commands, in units that share a transaction, or all in one when it is strict."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field
from itertools import islice
from pathlib import Path

import msgspec

from agentconsole.channels.files.formats import Format, guess, open_reader
from agentconsole.channels.files.reader import Options, Reader
from agentconsole.cli.errors import InvalidData
from agentconsole.cli.lines.progress import Progress
from agentconsole.cli.records.bad_records import in_words
from agentconsole.cli.session import Session
from agentconsole.domain.commands import Command, Open
from agentconsole.domain.customer.commands import DescribeContact
from agentconsole.domain.incoming import BadRecord, IncomingConversation, IncomingFacts
from agentconsole.domain.values import dataclass
from agentconsole.engine.engine import SHARED_UNIT, Engine
from agentconsole.engine.receipts import Answer
from agentconsole.tongue import _

IMPORTER = "import"


Good = IncomingConversation | IncomingFacts


@dataclass(slots=True)
class BroughtIn:
    """What an import came to."""

    imported: int = 0
    unchanged: int = 0
    messages: int = 0
    described: int = 0
    """Contacts of whom something else is known now than before."""
    took_ms: int = 0
    waiting: int = 0
    """Conversations of which somebody waits for word, from the import on."""
    contacts: Counter[str] = field(default_factory=Counter)
    """How many conversations each mail address is the contact of."""
    bad: list[BadRecord] = field(default_factory=list)

    def fields(self) -> dict[str, object]:
        """As `import --json` promises it."""
        return {
            "imported": self.imported,
            "unchanged": self.unchanged,
            "bad": msgspec.to_builtins(self.bad),
            "messages": self.messages,
            "described": self.described,
            "took_ms": self.took_ms,
        }

    def count(self, coming: Good, answer: Answer) -> None:
        """One more record answered."""
        if not answer.receipt.is_accepted:
            told = coming.contact.name if isinstance(coming, IncomingFacts) else coming.external_id
            self.bad.append(BadRecord(f"{coming.source} {told}", answer.receipt.words))
        elif isinstance(coming, IncomingFacts):
            self.described += answer.receipt.code != "unchanged"
        elif answer.receipt.code == "unchanged":
            self.unchanged += 1
        else:
            self.imported += 1
            self.messages += len(coming.messages)
            self.waiting += coming.status == "waiting"
            self.contacts[coming.contact.email] += 1


def meant(path: Path, format_name: str | None, source: str, ours: tuple[str, ...], now: int) -> Reader:
    """The reader of the file. Raises UnreadableFile, InvalidData."""
    options = Options(source=source, received_at=now, ours=frozenset(each.lower() for each in ours))
    try:
        return open_reader(path, Format(format_name) if format_name else guess(path), options)
    except OSError as error:
        raise InvalidData(f"{path} cannot be read ({error.strerror}); nothing was imported.") from error


def bring_in(
    session: Session, db: sqlite3.Connection, reader: Reader, progress: Progress, done: BroughtIn, *, is_strict: bool
) -> None:
    """Everything the reader yields, counted in `done`; strict: at the first bad record nothing is written.

    Raises StoreError, InvalidData and KeyboardInterrupt; units committed before stay, and a second run goes on there.
    """
    records = _strict(reader) if is_strict else _lenient(reader, done)
    with _readable(progress):
        if is_strict:
            _submit(session, db, list(records), done)
        else:
            while unit := list(islice(records, SHARED_UNIT)):
                _submit(session, db, unit, done)
                progress.tell(done.messages, "messages", reader.done_bytes, reader.total_bytes)
    done.took_ms = progress.took


@contextmanager
def _readable(progress: Progress) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InvalidData(f"the file cannot be read any further ({error.strerror}).") from error
    finally:
        progress.end()


def _submit(session: Session, db: sqlite3.Connection, unit: list[Good], done: BroughtIn) -> None:
    envelopes = [session.envelope(_command(coming), IMPORTER) for coming in unit]
    for coming, answer in zip(unit, _engine(session, db).submit_together(envelopes), strict=True):
        done.count(coming, answer)


def _command(coming: Good) -> Command:
    if isinstance(coming, IncomingFacts):
        return DescribeContact(coming.contact, coming.source, coming.facts)
    return Open(coming)


def _engine(session: Session, db: sqlite3.Connection) -> Engine:
    return Engine(db, session.clock, session.ids)


def _lenient(reader: Reader, done: BroughtIn) -> Iterator[Good]:
    for record in reader:
        if isinstance(record, BadRecord):
            done.bad.append(record)
        else:
            yield record


def _strict(reader: Reader) -> Iterator[Good]:
    for record in reader:
        if isinstance(record, BadRecord):
            raise InvalidData(_("{bad}; the store is as it was.").format(bad=in_words(record)))
        yield record
