"""The look at a store's health while the console's screens are being loaded: SQLite reads beside Python."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from shlex import quote
from threading import Thread
from typing import TYPE_CHECKING

from agentconsole.store.errors import StoreDamaged, StoreError, as_store_error
from agentconsole.store.sqlite import open_store

if TYPE_CHECKING:
    from agentconsole.cli.session import Session

_RESTORE = "put the newest backup in its place with `agentconsole restore FILE --replace`."
_COPY_ANEW = "move the damaged file away, and the next start copies the team's conversations anew."


class Checking:
    """A quick check in a thread of its own, begun at once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._trouble: StoreError | None = None
        self._thread = Thread(target=self._look, name="quick check", daemon=True)
        self._thread.start()

    def _look(self) -> None:
        from agentconsole.store.files.check import quick

        try:
            with closing(open_store(self._session.store, read_only=True, i_know=self._session.i_know)) as db:
                quick(db)
        except StoreError as error:
            self._trouble = error

    def require_sound(self) -> None:
        """Waits for the end of the check. Raises StoreDamaged, once what is nowhere else is safe, and StoreError."""
        self._thread.join()
        with salvaging_own(self._session.store, self._session.now):
            if self._trouble is not None:
                raise self._trouble


def salvaging_own(store: str, now: int) -> AbstractContextManager[None]:
    """Ends what is done with a damaged store of one's own after what is nowhere else was copied out of it. Raises
    StoreDamaged."""
    return _salvaging(store, now, _RESTORE)


def salvaging_copy(store: str, now: int) -> AbstractContextManager[None]:
    """The same for a copy of a team's log: the server has all but what was not sent."""
    return _salvaging(store, now, _COPY_ANEW)


@contextmanager
def _salvaging(store: str, now: int, todo: str) -> Iterator[None]:
    try:
        yield
    except (StoreDamaged, sqlite3.DatabaseError) as error:
        damage = error if isinstance(error, StoreDamaged) else as_store_error(error, store)
        if not isinstance(damage, StoreDamaged):
            raise
        raise _salvaged(store, now, damage, todo) from error


def _salvaged(store: str, now: int, error: StoreDamaged, todo: str) -> StoreDamaged:
    from agentconsole.store.files.salvage import salvage

    saved = salvage(store, now)
    reads = f"`agentconsole unsent list --salvage {quote(saved.path)}` shows what you had not sent"
    return StoreDamaged(error.where, todo=f"What is nowhere else is safe: {reads}; {todo}")
