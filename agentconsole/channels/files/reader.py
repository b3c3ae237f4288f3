"""What every reader of a file offers, how it is set up, and the errors that stop one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from agentconsole.domain.incoming import BadRecord, IncomingConversation, IncomingFacts
from agentconsole.domain.values import dataclass

Record = IncomingConversation | IncomingFacts | BadRecord


class UnreadableFile(ValueError):
    """The file as a whole cannot be read as what it was said to be; the message says what to do."""


class BadValue(ValueError):
    """A value of one record is not what the format asks for; becomes the reason of a `BadRecord`."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the file itself may not say.

    `source` goes into the identity of each record (empty: the format's own name), `received_at` is the
    time of records without one, `status` that of records without one (empty: as each format says), and
    `ours` holds our mail addresses and domains, in lower case.
    """

    source: str = ""
    received_at: int = 0
    status: str = ""
    ours: frozenset[str] = frozenset()


class Reader(Protocol):
    """A file being read: iterate once, and ask meanwhile how far it has come, in bytes."""

    @property
    def total_bytes(self) -> int:
        """Bytes there are to read."""

    @property
    def done_bytes(self) -> int:
        """Bytes read so far; `total_bytes` once the last record is out."""

    def __iter__(self) -> Iterator[Record]:
        """Each record in the order of the file, good or bad; a bad one never ends the reading."""
