"""Opening a store, and the one way of writing to it.

Only sqlite3 and small modules are imported here: line commands open a store in a few milliseconds.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from agentconsole.store import schema
from agentconsole.store.errors import StoreBusy, StoreError, StoreLost, StoreUnavailable, as_store_error
from agentconsole.store.files import place, reserve
from agentconsole.store.files.trust import trust_own_triggers
from agentconsole.store.remote import Remote

# Importing typing would double what an opening costs a line command.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from agentconsole.store.connection import Connection

MEMORY = ":memory:"
BUSY_TIMEOUT_SECONDS = 5.0
_PRAGMAS = (
    "foreign_keys=ON",
    # Until the triggers in the file are found to be ours.
    "trusted_schema=OFF",
    "secure_delete=ON",
    "cell_size_check=ON",
    "mmap_size=0",
    # Without it INSERT OR REPLACE would skip the triggers that keep the full-text index.
    "recursive_triggers=ON",
)


def open_store(path: str | os.PathLike[str], *, read_only: bool = False, i_know: bool = False) -> sqlite3.Connection:
    """Open the store at `path`, making or migrating it where needed; ":memory:" is a store of its own.

    The connection is in autocommit mode and belongs to this thread: write through `unit_of_work`. `i_know`
    accepts a network file system. Raises a StoreError whose message is fit for the agent.
    """
    where = os.fspath(path)
    if where != MEMORY:
        place.prepare(where, create=not read_only, i_know=i_know)
    try:
        connection = _connect(where)
    except sqlite3.Error as error:
        raise as_store_error(error, where) or StoreUnavailable(where) from error
    try:
        _settle(connection, where, read_only=read_only, journal_only=i_know)
    except BaseException as error:
        connection.close()
        trouble = as_store_error(error, where) if isinstance(error, sqlite3.Error) else None
        if trouble is not None:
            raise trouble from error
        raise
    return connection


def _connect(where: str) -> sqlite3.Connection:
    # Also for reading, where the file may be written: what only reads has to take back what a killed writer left half
    # done, and "ro" would refuse every read until somebody else has.
    return sqlite3.connect(
        where if where == MEMORY else place.uri(where, "rw"),
        timeout=BUSY_TIMEOUT_SECONDS,
        isolation_level=None,
        cached_statements=256,
        uri=where != MEMORY,
    )


def _settle(connection: sqlite3.Connection, where: str, *, read_only: bool, journal_only: bool) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    if sys.platform == "darwin":
        connection.execute("PRAGMA fullfsync=ON")
        connection.execute("PRAGMA checkpoint_fullfsync=ON")
    if read_only:
        connection.execute("PRAGMA query_only=ON")
        schema.require_current(connection, where)
        return
    # Recognised first: setting the journal mode would already write to a stranger's file.
    schema.recognise(connection, where)
    if where != MEMORY:
        _make_durable(connection, where, journal_only=journal_only)
    schema.bring_up_to_date(connection, where)
    trust_own_triggers(connection, where)
    if where != MEMORY:
        reserve.keep(where)


def _make_durable(connection: sqlite3.Connection, where: str, *, journal_only: bool) -> None:
    # Whoever only reads does without.
    from agentconsole.store.files.durability import durability

    # A write-ahead log needs memory shared by all its users, which a network file system does not give.
    version = (0,) if journal_only else sqlite3.sqlite_version_info
    wanted = durability(version)
    connection.execute(f"PRAGMA synchronous={wanted.synchronous}")
    if _journal_mode(connection) == wanted.journal_mode:
        return
    if connection.execute(f"PRAGMA journal_mode={wanted.journal_mode}").fetchone()[0] == wanted.journal_mode:
        return
    if _journal_mode(connection) == "wal":
        raise StoreBusy(where, "a program with another SQLite uses the store", "Close it and try again.")
    # Somebody else has the file open with a journal: as durable, so this connection joins them.
    connection.execute("PRAGMA synchronous=EXTRA")


def _journal_mode(connection: sqlite3.Connection) -> str:
    return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


@contextmanager
def unit_of_work(connection: Connection) -> Iterator[None]:
    """Everything inside is written together when the block ends, or not at all when it raises.

    The write lock is taken at once (BEGIN IMMEDIATE), so whatever is read inside still holds at the commit.
    Raises StoreBusy, DiskFull, StoreReadOnly, StoreDamaged or StoreLost when the file is the trouble; after
    StoreLost the connection is closed. Errors about a statement pass through as SQLite raised them. A connection to
    a database server has a unit of its own kind, with the same promise.
    """
    if isinstance(connection, Remote):
        with connection.unit():
            yield
        return
    with _unit(connection):  # type: ignore[arg-type]  # whatever is not remote is of sqlite3's kind
        yield


@contextmanager
def _unit(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        _raise_store_error(connection, error)
        raise
    try:
        yield
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        _raise_store_error(connection, error)
        raise
    finally:
        _roll_back(connection)


def _raise_store_error(connection: sqlite3.Connection, error: sqlite3.Error) -> None:
    """Raise what `error` means for the file, and nothing when it is about a statement."""
    trouble: StoreError | None = as_store_error(error, file_of(connection))
    if trouble is None:
        return
    if isinstance(trouble, StoreLost):
        connection.close()
    raise trouble from error


def _roll_back(connection: sqlite3.Connection) -> None:
    """End what is left of a transaction: some failures have ended it already."""
    try:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    except sqlite3.Error:
        # A rollback that fails leaves the journal, and the next opening plays it back.
        connection.close()


def written_by_now(connection: sqlite3.Connection) -> tuple[int, int]:
    """Another answer for every write to the file: by other connections, which is the first number, and by this one."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0]), connection.total_changes


def file_of(connection: sqlite3.Connection) -> str:
    """The path behind `connection`; ":memory:" when there is none, or when it cannot say any more."""
    try:
        rows = connection.execute("PRAGMA database_list").fetchall()
    except sqlite3.Error:
        return "the store's file"
    return next((str(row[2]) for row in rows if row[1] == "main" and row[2]), MEMORY)
