"""Which version of the tables a file has, and bringing an older one up to date.

sqlite-utils is loaded only when a migration is due; an up-to-date file costs two PRAGMAs.
"""

import os
import sqlite3

from agentconsole.store.errors import NotAStore, StoreDamaged, StoreReadOnly, StoreTooNew
from agentconsole.store.files import reserve

VERSION = 3
# "agnc" in ASCII, so that `file` and we can tell our files from other programs'.
APPLICATION_ID = 0x61676E63
COPIES_KEPT = 2
# Below one page of the smallest size SQLite has.
_SMALLEST_DATABASE = 512


def version(connection: sqlite3.Connection) -> int:
    """The version of the tables in the file, 0 for a new one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def recognise(connection: sqlite3.Connection, where: str) -> int:
    """The file's version, without writing.

    Raises NotAStore for another program's file, StoreTooNew for a later version than this program knows, and
    StoreDamaged for an empty file where a store has been.
    """
    found = version(connection)
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    if application == APPLICATION_ID and found > VERSION:
        raise StoreTooNew(where)
    if application == APPLICATION_ID and found:
        return found
    if application or found or connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
        raise NotAStore(where)
    _refuse_emptied(where)
    return 0


def _refuse_emptied(where: str) -> None:
    """Refuse what SQLite takes for an empty file and would write over: a stump of a store, or a short text."""
    # A reserve shows that a store was here. The size is read after it, for another program may be making
    # the store just now.
    was_store = reserve.exists(where)
    size = os.path.getsize(where) if os.path.exists(where) else 0
    if was_store and size < _SMALLEST_DATABASE:
        raise StoreDamaged(where, "the store has become an empty file")
    if 0 < size < _SMALLEST_DATABASE:
        raise NotAStore(where)


def require_current(connection: sqlite3.Connection, where: str) -> None:
    """Raise unless the file can be read as it is; for connections that must not write."""
    if recognise(connection, where) != VERSION:
        todo = "Nothing was changed; open it once for writing, which keeps a copy and updates it."
        raise StoreReadOnly(where, "an older agentconsole wrote this store", todo)


def bring_up_to_date(connection: sqlite3.Connection, where: str) -> None:
    """Migrate the file to VERSION in one transaction, after a copy of a file that has data.

    Safe when several processes do it at once: one migrates, the others wait and find it done.
    """
    if version(connection) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        _migrate(connection, where)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _migrate(connection: sqlite3.Connection, where: str) -> None:
    # Read again, now under the write lock: another process may have been faster.
    found = recognise(connection, where)
    if found == VERSION:
        return
    if found:
        _keep_copy(where, found)
    from agentconsole.store.migrations import apply

    apply(connection)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={VERSION}")


def _keep_copy(where: str, found: int) -> None:
    """A copy named after the version it has; only the newest COPIES_KEPT stay."""
    from agentconsole.store.files.copies import copy_database

    copy_database(where, f"{where}.before-{found + 1}")
    for old in range(1, found + 2 - COPIES_KEPT):
        if os.path.exists(f"{where}.before-{old}"):
            os.remove(f"{where}.before-{old}")
