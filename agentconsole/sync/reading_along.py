"""Reading along on a store of one's own: the console of a lead who does is known by a lock, which dies with it.

A server knows it by the sessions' last signs of life.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from typing import IO

from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.terms import FAR
from agentconsole.store.sqlite import MEMORY, file_of
from agentconsole.store.team.reading_along import read_along

if sys.platform != "win32":
    import fcntl

LOOK_EVERY = MINUTE
"""Milliseconds between two looks at the others who read along, while there are any."""


class ReadingAlong:
    """One console's part of it. Where the system has no locks, nobody counts as gone."""

    def __init__(self, db: sqlite3.Connection, actor: str) -> None:
        self._db, self._actor = db, actor
        self._held: IO[bytes] | None = None

    def stay(self) -> None:
        """Shows that this console is there, from when its agent reads along on."""
        if self._held is None and any(lead == self._actor for _, lead in read_along(self._db)):
            self._held = self._locked(self._actor, shared=True)

    def look_at(self, now: int) -> int:
        """When others who read along are to be looked at next."""
        others = any(lead != self._actor for _, lead in read_along(self._db))
        return now + LOOK_EVERY if others else FAR

    def is_gone(self, lead: str) -> bool:
        """Whether no console of the lead's is there."""
        if sys.platform == "win32" or file_of(self._db) == MEMORY:
            return False
        found = self._locked(lead, shared=False)
        if found is not None:
            found.close()
        return found is not None

    def _locked(self, lead: str, *, shared: bool) -> IO[bytes] | None:
        if sys.platform == "win32" or file_of(self._db) == MEMORY:
            return None
        path = f"{file_of(self._db)}.{lead}.reads"
        file = open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "rb+")  # noqa: SIM115 - held open for as long as the lock is
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX | fcntl.LOCK_NB))
        except OSError:
            file.close()
            return None
        return file
