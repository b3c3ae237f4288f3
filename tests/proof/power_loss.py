"""A disk that loses power: every step of SQLite towards the disk is recorded, and what a crash may leave is rebuilt.

A model, and a hard one: of what was not synced any part may be on the disk, in any order, whole or only some of its
sectors, with garbage where a file had grown; what happened to names in the folder reaches the disk in order, but when
it likes until the folder is synced. The recording runs the store's own opening and the engine's own statements on the
SQLite inside apsw, whose file layer can be watched; what a crash left is opened by the one the console runs on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, cast
from unittest.mock import patch

import apsw

from agentconsole.store import sqlite as store_sqlite

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes for a place in a file."""

    offset: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    """A file cut, or grown, to a size."""

    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    """Everything written to a file so far is on the disk, and so are the names in the folder if it was new."""


@dataclass(frozen=True, slots=True)
class Create:
    """A new file under a name."""


@dataclass(frozen=True, slots=True)
class Delete:
    """A name taken out of the folder, for good if the folder is synced after it."""

    for_good: bool


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """The agent was told that the command of this id (in place of a file's name) is saved."""


Step = tuple[str, Write | Truncate | Sync | Create | Delete | Acknowledge]


class Recorder(apsw.VFS):
    """The machine's own file system, with every step of SQLite in `steps`; a file is called by its last name."""

    def __init__(self, name: str) -> None:
        self.steps: list[Step] = []
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if path is None:
            return super().xOpen(name, flags)
        if not Path(path).exists():
            self.steps.append((Path(path).name, Create()))
        return _RecordedFile(self.steps, Path(path).name, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.steps.append((Path(filename).name, Delete(bool(syncdir))))
        super().xDelete(filename, syncdir)


class _RecordedFile(apsw.VFSFile):
    def __init__(self, steps: list[Step], called: str, name: Any, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._steps, self._called = steps, called

    def xWrite(self, data: bytes, offset: int) -> None:
        self._steps.append((self._called, Write(offset, bytes(data))))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        self._steps.append((self._called, Truncate(newsize)))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        # The real sync is left out: the power that is lost here is not the machine's.
        self._steps.append((self._called, Sync()))


@contextmanager
def watched(vfs: str, *pragmas: str) -> Iterator[None]:
    """Inside, `open_store` opens through the recorder; `pragmas` come before the store's own."""

    def connect(where: str) -> sqlite3.Connection:
        connection = apsw.Connection(where, vfs=vfs)
        for pragma in ("cache_size=12", *pragmas):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        # The engine asks for no more than `execute`, `executemany`, `in_transaction` and `close`.
        return cast(sqlite3.Connection, connection)

    with patch.object(store_sqlite, "_connect", connect):
        yield


@dataclass(slots=True)
class _File:
    """What of a file is on the disk for certain, and the steps that may be."""

    content: bytearray = field(default_factory=bytearray)
    pending: list[Write | Truncate] = field(default_factory=list)
    is_new: bool = True


@dataclass(slots=True)
class Disk:
    """The disk while the recording is played: `names` as programs see them, `on_disk` as a crash finds them."""

    names: dict[str, _File]
    on_disk: dict[str, _File]
    coming: list[tuple[str, _File | None]] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, path: Path) -> Disk:
        """A disk that holds the file at `path`."""
        file = _File(bytearray(path.read_bytes()), is_new=False)
        return cls({path.name: file}, {path.name: file})

    def play(self, step: Step) -> None:
        """Take one step."""
        name, what = step
        match what:
            case Acknowledge():
                self.acknowledged.append(name)
            case Create():
                self.names[name] = _File()
                self.coming.append((name, self.names[name]))
            case Delete(for_good):
                del self.names[name]
                self.coming.append((name, None))
                if for_good:
                    self._settle_names()
            case Sync():
                self._sync(self.names[name])
            case Write() | Truncate():
                self.names[name].pending.append(what)

    def _sync(self, file: _File) -> None:
        for step in file.pending:
            _take(file.content, step)
        file.pending.clear()
        if file.is_new:
            # SQLite syncs the folder with the first sync of a file it made.
            file.is_new = False
            self._settle_names()

    def _settle_names(self) -> None:
        self.on_disk = dict(self.names)
        self.coming.clear()

    def after_a_crash(self, luck: Random) -> dict[str, bytes]:
        """The folder as the next start may find it."""
        found = dict(self.on_disk)
        for name, file in self.coming[: luck.randint(0, len(self.coming))]:
            if file is None:
                found.pop(name, None)
            else:
                found[name] = file
        kept = luck.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        return {name: _left(file, kept, luck) for name, file in found.items()}


def _take(content: bytearray, step: Write | Truncate) -> None:
    match step:
        case Write(offset, written):
            if len(content) < offset:
                content.extend(bytes(offset - len(content)))
            content[offset : offset + len(written)] = written
        case Truncate(size):
            del content[size:]
            content.extend(bytes(size - len(content)))


def _left(file: _File, kept: float, luck: Random) -> bytes:
    """The certain content with a share `kept` of the pending steps, some of them torn."""
    content = deepcopy(file.content)
    for step in file.pending:
        if luck.random() >= kept:
            continue
        if isinstance(step, Write) and luck.random() < 0.5:
            _tear(content, step, luck)
        else:
            _take(content, step)
    return bytes(content)


def _tear(content: bytearray, write: Write, luck: Random) -> None:
    """Some sectors of a write; where the file grew, the others are garbage or zeros."""
    end = write.offset + len(write.content)
    if len(content) < end:
        grown = end - len(content)
        content.extend(luck.randbytes(grown) if luck.random() < 0.5 else bytes(grown))
    start = write.offset
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        if luck.random() < 0.5:
            content[start:stop] = write.content[start - write.offset : stop - write.offset]
        start = stop
