"""Where a snapshot's rows are taken from: a store's file read by SQLite itself, or a database server page by page."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from agentconsole.engine.snapshot import columns
from agentconsole.store.connection import Connection
from agentconsole.store.files.place import uri
from agentconsole.store.sqlite import MEMORY, file_of


class Source(Protocol):
    """A store that is read from while others write to it. `source.` stands before its tables in `sql`."""

    def read(self, sql: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        """The rows a statement answers."""
        ...

    def copy(self, table: str, where: str, values: Iterable[object] = (), *, replacing: bool = False) -> int:
        """Puts the source's rows of that table into the snapshot; answers how many there were."""
        ...

    def moment(self) -> Any:
        """Within it everything that is read is of one instant."""
        ...


def source_of(store: Connection, target: sqlite3.Connection) -> Source:
    """The store as a source for the snapshot behind `target`."""
    if isinstance(store, sqlite3.Connection) and file_of(store) != MEMORY:
        return _Attached(file_of(store), target)
    return _Fetched(store, target)


def _put(table: str, *, replacing: bool) -> str:
    return f"INSERT {'OR REPLACE ' if replacing else ''}INTO main.{table}({', '.join(columns(table))}) "


class _Attached:
    """The store's file beside the snapshot on one connection: SQLite copies without Python seeing a row."""

    def __init__(self, where: str, target: sqlite3.Connection) -> None:
        self._db = target
        target.execute("ATTACH ? AS source", (uri(where, "ro"),))

    def read(self, sql: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        return self._db.execute(sql, tuple(values)).fetchall()

    def copy(self, table: str, where: str, values: Iterable[object] = (), *, replacing: bool = False) -> int:
        select = f"SELECT {', '.join(columns(table))} FROM source.{table} {where}"
        return self._db.execute(_put(table, replacing=replacing) + select, tuple(values)).rowcount

    @contextmanager
    def moment(self) -> Iterator[None]:
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("COMMIT")


class _Fetched:
    """A store that is no file: its rows come through Python."""

    def __init__(self, store: Connection, target: sqlite3.Connection) -> None:
        self._store, self._db = store, target

    def read(self, sql: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        return self._store.execute(sql.replace("source.", ""), tuple(values)).fetchall()

    def copy(self, table: str, where: str, values: Iterable[object] = (), *, replacing: bool = False) -> int:
        names = columns(table)
        rows = self.read(f"SELECT {', '.join(names)} FROM {table} {where}", values)
        marks = f"VALUES ({', '.join('?' * len(names))})"
        self._db.execute("BEGIN")
        self._db.executemany(_put(table, replacing=replacing) + marks, rows)
        self._db.execute("COMMIT")
        return len(rows)

    @contextmanager
    def moment(self) -> Iterator[None]:
        self._store.execute("BEGIN")
        try:
            yield
        finally:
            self._store.execute("COMMIT")
