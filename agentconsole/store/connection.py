"""What the engine asks of a connection: both kinds of store give it, and no statement knows which one it speaks to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol


class Cursor(Protocol):
    """What a statement answers."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""
        ...

    def fetchone(self) -> Any:
        """The next row, or None."""
        ...

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """Statements in the common part of both dialects, with `?` for each value. Write inside `unit_of_work`."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Cursor:
        """Runs one statement. Raises sqlite3.IntegrityError where a constraint says no, whichever store it is."""
        ...

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Cursor:
        """Runs the statement for each set of values."""
        ...

    def close(self) -> None:
        """Ends it."""
        ...
