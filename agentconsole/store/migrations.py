"""The steps from an empty file to the present tables, oldest first; a released step is never edited."""

import sqlite3

from sqlite_utils import Database, Migrations

from agentconsole.ids import epoch_id
from agentconsole.store.tables import CONSOLE_3, FULL_TEXT, SIGNING_IN, TABLES, VERSION_3

FIRST_CONVERSATION_NUMBER = 1001
migrations = Migrations("agentconsole")


def apply(connection: sqlite3.Connection) -> None:
    """Run the steps this file has not had, inside the transaction that is open on `connection`.

    The caller opens it with BEGIN IMMEDIATE: sqlite-utils on its own begins deferred, and several processes
    on one new file would then fail.
    """
    migrations.apply(Database(connection, recursive_triggers=False, execute_plugins=False))


@migrations()
def first_tables(db: Database) -> None:
    """Every table, index and trigger of version 1, and the head row of a new history."""
    for statement in (*TABLES, *FULL_TEXT):
        db.execute(statement)
    db.execute(
        "INSERT INTO head(ws, epoch, seq, chain, oldest_seq, clock_ms, next_number) VALUES (1, ?, 0, ?, 1, 0, ?)",
        [epoch_id(), bytes(32), FIRST_CONVERSATION_NUMBER],
    )


@migrations()
def accounts_and_sessions(db: Database) -> None:
    """Who may sign in to a server on this store, the terminals that are, and the keys of what delivers to it."""
    for statement in SIGNING_IN:
        db.execute(statement)


@migrations()
def restores_and_own_receipts(db: Database) -> None:
    """What version 3 brings; open until a release carries it, see `tables.VERSION_3`."""
    for statement in (*VERSION_3, *CONSOLE_3):
        db.execute(statement)
