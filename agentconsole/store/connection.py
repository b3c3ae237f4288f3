"""What the engine and its readers ask of a store, whichever database is behind it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from agentconsole.store import sqlite

Error = sqlite3.Error
"""A statement went wrong. The standard library's class stands for every database: others translate theirs."""
IntegrityError = sqlite3.IntegrityError
"""A table would not have the row."""


class Rows(Protocol):
    """The answer to a statement; rows are tuples of int, str, bytes and None."""

    def fetchone(self) -> Any:
        """The next row, or None after the last."""
        ...

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        ...

    def __iter__(self) -> Iterator[Any]: ...


class Remote(Protocol):
    """A store that is no file: it speaks SQLite's statements, `?` for each value, and is left in autocommit mode."""

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> Rows:
        """Raises Error for a statement that is wrong, StoreError where the store is the trouble."""
        ...

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> object:
        """One statement, once for each row of values."""
        ...

    def unit_of_work(self) -> AbstractContextManager[object]:
        """All of it or nothing, and nobody else writes meanwhile. Raises StoreError, StoreUncertain among them."""
        ...

    def reading(self) -> AbstractContextManager[object]:
        """One moment of the store, whatever others write."""
        ...

    def scan(self, sql: str) -> Iterator[Any]:
        """The rows of a statement too long to hold in memory; inside `reading` only."""
        ...

    def close(self) -> None:
        """Ends it for good."""
        ...


Connection = sqlite3.Connection | Remote


@contextmanager
def unit_of_work(db: Connection) -> Iterator[None]:
    """Everything inside is written together when the block ends, or not at all when it raises.

    Whatever is read inside still holds at the commit. Raises StoreError when the store is the trouble; errors about
    a statement pass through as `Error`.
    """
    with sqlite.unit_of_work(db) if isinstance(db, sqlite3.Connection) else db.unit_of_work():
        yield


@contextmanager
def reading(db: Connection) -> Iterator[None]:
    """Everything inside is read from one moment of the store."""
    if not isinstance(db, sqlite3.Connection):
        with db.reading():
            yield
        return
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("ROLLBACK")


def scan(db: Connection, sql: str) -> Iterator[Any]:
    """The rows of a long statement, read as they are needed; inside `reading`."""
    return db.execute(sql) if isinstance(db, sqlite3.Connection) else db.scan(sql)
