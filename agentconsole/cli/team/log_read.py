"""Whose log a report counts: the server's, where one of its options names it; else one's own copy or store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from agentconsole.cli.session import Session
from agentconsole.cli.team.database import place_of, reading, settings_found
from agentconsole.cli.team.own_copy import own_record
from agentconsole.store.connection import Connection


@contextmanager
def log_read(session: Session, config: str, options: dict[str, str]) -> Iterator[Connection]:
    """The store it is read from. Raises StoreError."""
    if config or any(options.values()):
        with reading(place_of(settings_found(config, options))) as db:
            yield db
    else:
        with own_record(session) as own:
            yield own.db
