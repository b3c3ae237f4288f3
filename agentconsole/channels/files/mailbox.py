"""Mailboxes in: mbox files and maildir folders, each thread one ticket.

Mails of one thread lie scattered over a mailbox, so it is read twice: once for the header blocks, which
says which mails belong together, and once to read each thread's mails. Only ids and positions are held.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from agentconsole.channels.files.conversations import from_mails
from agentconsole.channels.files.reader import Options, Record, UnreadableFile
from agentconsole.channels.files.spans import spans
from agentconsole.channels.mail.headers import block
from agentconsole.channels.mail.mail import Mail, UnreadableMail, ancestors, hashed_id, named_id, read_mail
from agentconsole.channels.mail.threads import Threads
from agentconsole.domain.incoming import BadRecord
from agentconsole.domain.values import dataclass

LARGEST_MAIL = 64 * 1024 * 1024
"""Bytes of one mail; a larger one is left out with a reason."""

_ESCAPED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one mail lies: its number in the mailbox from 1, and how its box finds it again."""

    number: int
    start: int
    stop: int
    file: str = ""

    @property
    def size(self) -> int:
        """Bytes of the mail."""
        return self.stop - self.start


class Box(Protocol):
    """A mailbox that can be walked and then read mail by mail."""

    total_bytes: int

    def places(self) -> Iterator[tuple[Place, bytes]]:
        """Each mail's place and header block."""

    def content(self, place: Place) -> bytes:
        """The whole mail. Raises: OSError."""


class Mbox:
    """One file with all mails behind each other."""

    def __init__(self, path: Path) -> None:
        """Take note of the file. Raises: UnreadableFile, OSError."""
        self.total_bytes = path.stat().st_size
        self._path = path
        if self.total_bytes and next(self.places(), None) is None:
            raise UnreadableFile(f"{path} holds no mail as an mbox has them: no line begins with From and has a time")

    def places(self) -> Iterator[tuple[Place, bytes]]:
        """Each mail's place and header block."""
        with self._path.open("rb") as file:
            for number, span in enumerate(spans(file), 1):
                yield Place(number, span.start, span.stop), span.headers

    def content(self, place: Place) -> bytes:
        """The mail as it was sent: the escapes of an mbox are taken off."""
        with self._path.open("rb") as file:
            file.seek(place.start)
            return _ESCAPED_FROM.sub(rb"\1", file.read(place.size))


class Maildir:
    """A folder with one file per mail in `cur` and `new`."""

    def __init__(self, path: Path) -> None:
        """Take note of the mails that are there now, oldest file name first."""
        found = [p for folder in ("cur", "new") for p in (path / folder).glob("*") if _is_plain_file(p)]
        self._sizes = {str(p): p.stat().st_size for p in sorted(found, key=lambda p: p.name)}
        self.total_bytes = sum(self._sizes.values())

    def places(self) -> Iterator[tuple[Place, bytes]]:
        """Each mail's place and header block; a mail that has gone meanwhile is passed over."""
        for number, (name, size) in enumerate(self._sizes.items(), 1):
            try:
                with open(name, "rb") as file:
                    headers = file.read(256 * 1024)
            except OSError:
                # Another program may move a mail at any moment; reading it again will say so.
                headers = b""
            yield Place(number, 0, size, name), headers

    def content(self, place: Place) -> bytes:
        """The whole file. Raises: OSError."""
        with open(place.file, "rb") as file:
            return file.read(LARGEST_MAIL)


def _is_plain_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and not path.name.startswith(".")


class MailReader:
    """A mailbox as tickets, in the order in which each thread's first mail lies there."""

    def __init__(self, box: Box, options: Options) -> None:
        """Take note of the mailbox; it is walked when iteration begins."""
        self.total_bytes = box.total_bytes
        self._passed = 0
        self._box = box
        self._options = options

    @property
    def done_bytes(self) -> int:
        """Bytes read so far, each of the two readings counting for half."""
        return min(self.total_bytes, self._passed // 2)

    def __iter__(self) -> Iterator[Record]:
        """Each thread, and a bad record for each mail that cannot be read."""
        for root, places in self._threads().items():
            mails: list[Mail] = []
            for place in places:
                mail = self._mail(place)
                self._passed += place.size
                if isinstance(mail, BadRecord):
                    yield mail
                else:
                    mails.append(mail)
            if mails:
                yield from_mails(root, mails, self._options)
        self._passed = 2 * self.total_bytes

    def _threads(self) -> dict[str, list[Place]]:
        threads = Threads()
        found: list[tuple[str, Place]] = []
        for place, raw in self._box.places():
            headers = block(raw)
            message_id = named_id(headers) or self._hashed_id(place)
            threads.join(message_id, ancestors(headers))
            found.append((message_id, place))
            self._passed += place.size
        grouped: dict[str, list[Place]] = {}
        for message_id, place in found:
            grouped.setdefault(threads.root(message_id), []).append(place)
        return grouped

    def _hashed_id(self, place: Place) -> str:
        try:
            return hashed_id(self._box.content(place)) if place.size <= LARGEST_MAIL else str(place)
        except OSError:
            # It has gone since the walk began; the second reading reports it.
            return str(place)

    def _mail(self, place: Place) -> Mail | BadRecord:
        where = f"message {place.number}"
        if place.size > LARGEST_MAIL:
            return BadRecord(where, f"the mail is larger than {LARGEST_MAIL >> 20} MiB; import it by hand")
        try:
            return read_mail(self._box.content(place))
        except UnreadableMail as error:
            return BadRecord(where, f"the mail cannot be read: {error}")
        except OSError as error:
            return BadRecord(where, f"the mail cannot be opened ({error.strerror}); import again")
