"""A team's store on PostgreSQL: the same tables and statements, one schema with a head of its own for each workspace.

The only module that knows psycopg. Every write locks the workspace's head first (READ COMMITTED), so that what a rule
reads inside a unit still holds at its commit, exactly as on SQLite.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import errors, sql

from agentconsole.ids import epoch_id
from agentconsole.store.connection import Cursor
from agentconsole.store.errors import StoreBusy, StoreError, StoreLost, StoreTooNew, StoreUnavailable, StoreUncertain
from agentconsole.store.migrations import FIRST_CONVERSATION_NUMBER
from agentconsole.store.remote import WORKSPACE, Remote
from agentconsole.store.schema import VERSION
from agentconsole.store.tables import AUTHORITY, CONVERSATIONS, PEOPLE, SIGNING_IN, VERSION_3

SETTING = "CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL)"
BEGIN = (
    "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '5s'; "
    "SET LOCAL idle_in_transaction_session_timeout = '5s'; SET LOCAL synchronous_commit = on"
)
"""Nobody holds the head for long: who hangs in a unit loses it, and who waits is told to try again."""
FAILED = (psycopg.OperationalError, errors.IdleInTransactionSessionTimeout)
"""What is said of the database or the line, and not of a statement; psycopg files the second under another head."""
STEPS: dict[int, tuple[str, ...]] = {
    # No store on PostgreSQL is older than version 2.
    2: (*AUTHORITY, *PEOPLE, *CONVERSATIONS, *SIGNING_IN, SETTING),
    3: VERSION_3,
}
"""The statements that lead to each version from the one before it."""
TAKE_THE_HEAD = "SELECT 1 FROM head WHERE ws = 1 FOR UPDATE"
MIGRATION_LOCK = 0x61676E63
BEGIN_MIGRATION = (
    "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '60s'; SET LOCAL statement_timeout = 0; "
    "SET LOCAL synchronous_commit = on"
)
"""An index over years of receipts takes its time, and who comes second waits for it."""
CONNECT_SECONDS = 5
STREAMED_AT_ONCE = 2_000


def open_postgres(address: str, workspace: str = "agentconsole") -> PostgresConnection:
    """The workspace's store, made or brought up to date where needed. Raises StoreError."""
    if not WORKSPACE.fullmatch(workspace):
        raise StoreUnavailable(workspace, "a workspace is called by a letter a to z and at most 40 of a-z, 0-9, _")
    connection = PostgresConnection(address, workspace)
    connection.bring_up_to_date()
    return connection


def read_postgres(address: str, workspace: str = "agentconsole") -> PostgresConnection:
    """The workspace's store as it is at this instant, to be read and nothing more: a standby will do. Raises StoreError
    for tables of another version."""
    connection = PostgresConnection(address, workspace)
    connection.begin_reading()
    return connection


class PostgresConnection(Remote):
    """One connection, for one thread. After the line broke, the next unit or read begins with a new one."""

    def __init__(self, address: str, workspace: str) -> None:
        self._address, self._workspace = address, workspace
        self._is_in_unit = False
        self._db = self._connect()

    def _connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        try:
            db = psycopg.connect(self._address, autocommit=True, connect_timeout=CONNECT_SECONDS)
            db.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(self._workspace)))
        except psycopg.Error as error:
            raise StoreUnavailable(self.where, "the database cannot be reached", "Nothing was changed.") from error
        return db

    @property
    def where(self) -> str:
        """The workspace, in words that hold no password."""
        return f"the workspace {self._workspace} on PostgreSQL"

    def close(self) -> None:
        """Ends it."""
        self._db.close()

    def execute(self, sql: str, parameters: Any = (), /) -> Cursor:
        """Runs one statement."""
        with self._told():
            return self._alive().execute(translated(sql), tuple(parameters) or None)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Cursor:
        """Runs the statement for each set of values."""
        with self._told():
            cursor = self._alive().cursor()
            cursor.executemany(translated(sql), [tuple(each) for each in parameters])
            return cursor

    def _alive(self) -> psycopg.Connection[tuple[Any, ...]]:
        if self._db.closed and not self._is_in_unit:
            self._db = self._connect()
        return self._db

    @contextmanager
    def unit(self) -> Iterator[None]:
        """Raises StoreBusy, StoreLost, and StoreUncertain when the line broke while it was committed."""
        with self._told():
            db = self._alive()
        self._is_in_unit = True
        try:
            with self._told():
                # In one trip: each costs as much as a statement.
                db.execute(f"{BEGIN}; {TAKE_THE_HEAD}")
            yield
            self._commit(db)
        finally:
            self._is_in_unit = False
            self._roll_back(db)

    def _commit(self, db: psycopg.Connection[tuple[Any, ...]]) -> None:
        try:
            db.execute("COMMIT")
        except FAILED as error:
            # Whom the database has thrown out of an idle unit, it has thrown out before the commit.
            is_known = isinstance(error, errors.IdleInTransactionSessionTimeout)
            if (db.closed or db.broken) and not is_known:
                raise StoreUncertain(self.where) from error
            raise as_store_error(error, self.where) from error

    def _roll_back(self, db: psycopg.Connection[tuple[Any, ...]]) -> None:
        """Ends what is left of a transaction: the server does it itself when the line is broken."""
        try:
            if not db.closed and db.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
                db.execute("ROLLBACK")
        except psycopg.Error:
            db.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What goes wrong inside, in the store's own words."""
        try:
            yield
        except psycopg.IntegrityError as error:
            # The engine knows one error for a constraint that says no.
            raise sqlite3.IntegrityError(str(error)) from error
        except FAILED as error:
            raise as_store_error(error, self.where) from error

    def begin_reading(self) -> None:
        """From here on every read sees this one instant. Raises StoreTooNew, and StoreUnavailable for older tables."""
        with self._told():
            found = self._version()
            if found > VERSION:
                raise StoreTooNew(self.where)
            if found < VERSION:
                words = "there is no store of this version"
                raise StoreUnavailable(self.where, words, "Check --workspace; a server's start brings it up to date.")
            self._db.execute(translated("BEGIN"))

    def bring_up_to_date(self) -> None:
        """Makes a new workspace's tables, or the steps an older one has not had, whole or not at all.

        Several processes may do it at once: one does, the others wait and find it done. Raises StoreTooNew for the
        tables of a later version.
        """
        with self._told():
            if self._version() == VERSION:
                return
            self._db.execute(BEGIN_MIGRATION)
            try:
                self._db.execute("SELECT pg_advisory_xact_lock(%s)", (MIGRATION_LOCK,))
                self._migrate(self._version())
                self._db.execute("COMMIT")
            finally:
                self._roll_back(self._db)

    @contextmanager
    def made_anew(self, aside: str) -> Iterator[str]:
        """As `Remote.made_anew`. Whoever waits for the old head finds the new one once this is committed."""
        with self._told():
            self._db.execute(BEGIN_MIGRATION)
            self._is_in_unit = True
            try:
                self._db.execute("SELECT pg_advisory_xact_lock(%s)", (MIGRATION_LOCK,))
                self._db.execute("LOCK TABLE head IN ACCESS EXCLUSIVE MODE")
                kept = f"{self._workspace}_{aside}"
                rename = sql.SQL("ALTER SCHEMA {} RENAME TO {}")
                self._db.execute(rename.format(sql.Identifier(self._workspace), sql.Identifier(kept)))
                self._migrate(0)
                yield kept
                self._commit(self._db)
            finally:
                self._is_in_unit = False
                self._roll_back(self._db)

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """As `Remote.load`. Raises StoreUnavailable for a text PostgreSQL cannot hold."""
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
        try:
            with self._told(), self._db.cursor() as cursor:
                with cursor.copy(into) as copy:
                    for row in rows:
                        copy.write_row(row)
                if table == "message":
                    # The numbers that came with the rows are not given out again.
                    cursor.execute("SELECT setval(pg_get_serial_sequence('message', 'n'), max(n)) FROM message")
        except (psycopg.DataError, UnicodeEncodeError) as error:
            raise StoreUnavailable(
                self.where, f"a row of {table} cannot be held there", "Nothing was changed."
            ) from error

    def stream(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """As `Remote.stream`, through a cursor of the server's."""
        with self._told(), self._db.cursor(name="stream") as cursor:
            cursor.itersize = STREAMED_AT_ONCE
            yield from cursor.execute(translated(statement))

    def _version(self) -> int:
        """The version of the tables; 0 where there are none."""
        # Asked of the catalog's rows: what a connection remembers of names is not renewed while it waits for a lock.
        found = "SELECT 1 FROM pg_tables WHERE schemaname = %s AND tablename = 'schema_version'"
        if self._db.execute(found, (self._workspace,)).fetchone() is None:
            return 0
        row = self._db.execute("SELECT version FROM schema_version").fetchone()
        return int(row[0]) if row else 0

    def _migrate(self, found: int) -> None:
        if found > VERSION:
            raise StoreTooNew(self.where)
        if found == 0:
            self._db.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(self._workspace)))
            self._db.execute("CREATE TABLE schema_version(version INTEGER NOT NULL)")
            self._db.execute("INSERT INTO schema_version VALUES (0)")
        for version in range(found + 1, VERSION + 1):
            for statement in STEPS.get(version, ()):
                self._db.execute(in_its_types(statement))
        self._db.execute("UPDATE schema_version SET version = %s", (VERSION,))
        if found == 0:
            self._db.execute(
                "INSERT INTO head(ws, epoch, seq, chain, oldest_seq, clock_ms, next_number) "
                "VALUES (1, %s, 0, %s, 1, 0, %s)",
                (epoch_id(), bytes(32), FIRST_CONVERSATION_NUMBER),
            )


@lru_cache(maxsize=512)
def translated(statement: str) -> bytes:
    """The statement with PostgreSQL's signs for values. A read that has to see one instant begins as such."""
    if statement == "BEGIN":
        return b"BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
    return statement.replace("%", "%%").replace("?", "%s").encode()


def in_its_types(statement: str) -> bytes:
    """A table or index of ours in PostgreSQL's types. Texts compare byte by byte, as SQLite's do."""
    told = re.sub(r"\bn INTEGER PRIMARY KEY", "n BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY", statement)
    told = re.sub(r"\bINTEGER\b", "BIGINT", told)
    told = re.sub(r"\bBLOB\b", "BYTEA", told)
    return re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', told).encode()


def as_store_error(error: psycopg.Error, where: str) -> StoreError:
    """The store's own words for what PostgreSQL says."""
    if isinstance(error, errors.LockNotAvailable | errors.QueryCanceled | errors.DeadlockDetected):
        return StoreBusy(where)
    if isinstance(error, errors.DiskFull):
        return StoreUnavailable(where, "the database's disk is full", "Nothing was changed.")
    return StoreLost(where, "the line to the database broke", "Nothing was changed; it is tried again with the next.")
