"""The mark of a store that is not a file here: its connections have a transaction of their own kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Remote:
    """The root of connections to a database server."""

    @contextmanager
    def unit(self) -> Iterator[None]:
        """Everything inside is written together, under the lock of the head, or not at all."""
        raise NotImplementedError
        yield
