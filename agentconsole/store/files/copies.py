"""A faithful copy of a store while others use it, on the disk before it gets its name."""

import sqlite3
from collections.abc import Callable
from time import sleep

from agentconsole.store.errors import StoreBusy
from agentconsole.store.files.in_place import new_file
from agentconsole.store.files.place import uri

LOCK_TIMEOUT_SECONDS = 5.0
STEP_PAGES = 256
STEP_PAUSE = 0.005
"""Seconds between two steps of a gentle copy, in which the disk and the store's lock are free."""
MOST_STEPS = 40
"""Times its own length that a gentle copy may take: every foreign commit makes SQLite begin anew."""


def copy_database(source: str, target: str, given_up: Callable[[], bool] | None = None) -> None:
    """Copy the store at `source` to `target` (mode 0600) through SQLite's backup, never byte by byte.

    `target` is replaced in one step once its bytes are safe on the disk. Raises a StoreError about whichever
    file was the trouble; `target` is then as it was. With `given_up` the copy leaves the disk to others between
    small steps, and raises StoreBusy once that answers True.
    """
    with new_file(target, source) as partial:
        _copy_pages(source, partial, given_up)


def _copy_pages(source: str, target: str, given_up: Callable[[], bool] | None) -> None:
    # For writing, so that a journal a crash left behind is played back; SQLite falls back to reading.
    reading = sqlite3.connect(uri(source, "rw"), uri=True, isolation_level=None, timeout=LOCK_TIMEOUT_SECONDS)
    try:
        writing = sqlite3.connect(target, isolation_level=None)
        try:
            if given_up is None:
                reading.backup(writing, progress=give_up_when_locked(source))
            else:
                reading.backup(writing, pages=STEP_PAGES, progress=_gently(source, given_up))
            # A copy of a write-ahead store must not need its log beside it.
            writing.execute("PRAGMA journal_mode=DELETE")
        finally:
            writing.close()
    finally:
        reading.close()


def give_up_when_locked(where: str) -> Callable[[int, int, int], None]:
    """A progress callback that raises StoreBusy; without one, sqlite3 tries a locked file for ever."""

    def look(status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreBusy(where)

    return look


def _gently(where: str, given_up: Callable[[], bool]) -> Callable[[int, int, int], None]:
    steps = 0

    def look(status: int, _remaining: int, total: int) -> None:
        nonlocal steps
        steps += 1
        if given_up() or steps > MOST_STEPS * (total // STEP_PAGES + 1):
            raise StoreBusy(where)
        # The method's own `sleep` only waits for a lock.
        sleep(STEP_PAUSE if status in (sqlite3.SQLITE_OK, sqlite3.SQLITE_DONE) else 10 * STEP_PAUSE)

    return look
