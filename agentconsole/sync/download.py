"""A first copy on its way: kept beside the store as it comes, so that a cut costs nothing, and unpacked at once."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

from agentconsole.backends.base import BackendUnavailable
from agentconsole.engine.snapshot import Unpacker
from agentconsole.store.errors import DiskFull, StoreUnavailable

MOST_UNPACKED = 64 << 20
"""Bytes that a file however small may unpack to: an empty store is mostly zeros."""
TIMES_UNPACKED = 40
"""How many times its packed size a larger one may have."""
LONGEST_TAG = 200
PIECE = 1 << 20


class Download:
    """What has come of one file, through any number of cuts and restarts of the program."""

    def __init__(self, store: str, tell: Callable[[int], None]) -> None:
        """Goes on where an earlier one beside this store ended; `tell` hears how much is here, in percent."""
        self._tell = tell
        self._packed, self._tag_file = f"{store}.copy.zst", f"{store}.copy.tag"
        self.path = f"{store}.copy"
        self._tag, self._at, self._total = "", 0, 0
        self._unpacker = Unpacker(MOST_UNPACKED)
        self._files: tuple[BinaryIO, BinaryIO] | None = None

    @property
    def begun(self) -> tuple[str, int]:
        """Which file is begun, and how many bytes of it are here."""
        if self._files is None and not self._tag:
            self._find_earlier()
        return self._tag, self._at

    def _find_earlier(self) -> None:
        with suppress(OSError, UnicodeDecodeError):
            with open(self._tag_file, encoding="ascii") as note:
                self._tag = note.read(LONGEST_TAG)
            self._at = os.path.getsize(self._packed)

    def begin(self, tag: str, at: int, total: int) -> None:
        """The file comes from byte `at` on; from the first when it is another one than was begun."""
        with self._on_disk():
            if at and (tag, at) != (self._tag, self._at):
                raise BackendUnavailable("The server's copy does not go on where it was cut.")
            if at == 0 or self._files is None:
                self._start(tag, at, total)
        self._total = total

    def _start(self, tag: str, at: int, total: int) -> None:
        self.close()
        self._tag, self._at, self._total = tag[:LONGEST_TAG], 0, total
        self._unpacker = Unpacker(max(MOST_UNPACKED, TIMES_UNPACKED * total))
        self._files = (_opened(self._packed, is_kept=at > 0), _opened(self.path, is_kept=False))
        if at == 0:
            # A tag without its bytes would be believed; bytes without a tag are not.
            with _opened(self._tag_file, is_kept=False) as note:
                note.write(self._tag.encode("ascii", "replace"))
            return
        while piece := self._files[0].read(PIECE):
            self._unpack(piece)

    def take(self, piece: bytes) -> None:
        """The next bytes. Raises BackendUnavailable for what is no snapshot, and StoreError."""
        assert self._files is not None
        with self._on_disk():
            self._files[0].write(piece)
            self._unpack(piece)
        self._tell(min(100, 100 * self._at // max(1, self._total)))

    def _unpack(self, piece: bytes) -> None:
        assert self._files is not None
        self._at += len(piece)
        try:
            for plain in self._unpacker.unpack(piece):
                self._files[1].write(plain)
        except ValueError as error:
            self.forget()
            raise BackendUnavailable("What the server sent is no copy.") from error

    def finish(self) -> str:
        """The path of the unpacked file. Raises BackendUnavailable when it is not whole."""
        with self._on_disk():
            self.close()
        if not self._unpacker.is_whole:
            self.forget()
            raise BackendUnavailable("The server's copy ended in the middle.")
        return self.path

    def close(self) -> None:
        """Ends writing; what is here stays."""
        files, self._files = self._files, None
        for each in files or ():
            each.close()

    def forget(self) -> None:
        """Takes away what has come."""
        with suppress(OSError):
            self.close()
        self._tag, self._at = "", 0
        for path in (self._tag_file, self._packed, self.path, f"{self.path}-journal"):
            with suppress(FileNotFoundError):
                os.remove(path)

    def _on_disk(self) -> _Trouble:
        return _Trouble(self.path)


class _Trouble:
    """What the disk says inside, in the store's words."""

    def __init__(self, where: str) -> None:
        self._where = where

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, OSError):
            if error.errno == errno.ENOSPC:
                raise DiskFull(self._where) from error
            raise StoreUnavailable(self._where, f"the copy cannot be written ({error.strerror})") from error


def _opened(path: str, *, is_kept: bool) -> BinaryIO:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | (0 if is_kept else os.O_TRUNC)
    return open(os.open(path, flags, 0o600), "r+b")
