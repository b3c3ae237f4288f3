"""The store's daily backup, made by the console in a thread of its own while the agent works."""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Event, Thread
from typing import TYPE_CHECKING

from agentconsole.store.errors import StoreError

if TYPE_CHECKING:
    from agentconsole.clock import Clock

FIRST_LOOK = 5.0
"""Seconds after the first frame, so that the first keys do not share the disk with a copy."""
LOOK_AGAIN = 3_600.0
"""Seconds between looks: a console may stay open for days."""


class Daily:
    """Makes a backup when the newest is a day old; only what goes wrong is told, once until it goes well again."""

    def __init__(self, store: str, clock: Clock, *, first_look: float = FIRST_LOOK) -> None:
        self._store, self._clock, self._first_look = store, clock, first_look
        self._is_over = Event()
        self._told = ""
        self._thread: Thread | None = None

    @property
    def folder(self) -> str:
        """Where this store's backups lie, apart from those of a store beside it."""
        return f"{self._store}.backups"

    def begin(self, tell: Callable[[str], None]) -> None:
        """Starts the thread; `tell` is called in it with one sentence when a backup cannot be made."""
        self._thread = Thread(target=self._work, args=(tell,), name="daily backup", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Ends the thread; a copy half made is given up, and leaves nothing behind."""
        self._is_over.set()
        if self._thread is not None:
            self._thread.join(2.0)

    def _work(self, tell: Callable[[str], None]) -> None:
        pause = self._first_look
        while not self._is_over.wait(pause):
            words = self._trouble()
            if words and words != self._told and not self._is_over.is_set():
                tell(words)
            self._told, pause = words, LOOK_AGAIN

    def _trouble(self) -> str:
        # Most consoles end before this is needed.
        from agentconsole.store.files.backup import daily, is_daily_due

        try:
            if is_daily_due(self.folder, self._clock.now()):
                daily(self._store, self.folder, self._clock.now(), given_up=self._is_over.is_set)
        except StoreError as error:
            return f"No backup was made today: {error}"
        except OSError as error:
            where = os.path.basename(self.folder)
            return f"No backup was made today: {where} cannot be written ({error.strerror})."
        return ""
