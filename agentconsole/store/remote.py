"""The mark of a store that is not a file here: its connections have a transaction of their own kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    # A line command opens a file far more often than a server, and in less time than `typing` takes to load.
    from typing import Any

    from agentconsole.store.connection import Cursor


WORKSPACE = re.compile(r"[a-z][a-z0-9_]{0,40}")
"""A workspace's name."""


class Remote:
    """The root of connections to a database server."""

    @property
    def where(self) -> str:
        """Which workspace on what, in words that hold no password."""
        raise NotImplementedError

    def execute(self, sql: str, parameters: Any = (), /) -> Cursor:
        """Runs one statement."""
        raise NotImplementedError

    def close(self) -> None:
        """Ends it."""
        raise NotImplementedError

    @contextmanager
    def unit(self) -> Iterator[None]:
        """Everything inside is written together, under the lock of the head, or not at all."""
        raise NotImplementedError
        yield

    def stream(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """The statement's rows, few of them in memory at once. Belongs between BEGIN and ROLLBACK."""
        raise NotImplementedError

    @contextmanager
    def made_anew(self, aside: str) -> Iterator[str]:
        """An empty workspace in this one's place, which is kept under its name and `aside`; all is as it was when the
        block raises. Gives the name of what was kept."""
        raise NotImplementedError(aside)
        yield

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Fills a table of a workspace that is made anew."""
        raise NotImplementedError
