"""The one sender of a file: of several consoles on it only one sends; and how old the copy is that the file holds."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import IO

SUFFIX = ".sender"


class Sender:
    """The right to send what the file's outbox holds. The kernel gives it back when the process ends, however it ends.

    Where there are no such locks, every console is a sender, and the lease of each row has to do.
    """

    def __init__(self, store: str) -> None:
        """For the store at this path; nothing is taken yet."""
        self._path = f"{store}{SUFFIX}"
        self._file: IO[bytes] | None = None
        self.is_mine = False

    def take(self) -> bool:
        """Tries to become the sender; whether it has become so just now."""
        if self.is_mine:
            return False
        self.is_mine = self._lock()
        return self.is_mine

    def release(self) -> None:
        """Lets another console have it."""
        if self._file is not None:
            self._file.close()
        self._file, self.is_mine = None, False

    def caught_up(self) -> None:
        """The copy has everything the server has told of until now."""
        with suppress(OSError):
            os.utime(self._path)

    def _lock(self) -> bool:
        try:
            import fcntl
        except ImportError:
            return True
        if self._file is None:
            self._file = open(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "rb+")  # noqa: SIM115 - held open for as long as the lock is
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # A file system without locks.
            return True
        return True


def copied_at(store: str) -> int:
    """When a console on this store last had everything the server could tell, in epoch milliseconds of this computer's
    clock; before any has, when the store was written. Raises OSError where there is none."""
    found = f"{store}{SUFFIX}"
    return os.stat(found if os.path.exists(found) else store).st_mtime_ns // 1_000_000
