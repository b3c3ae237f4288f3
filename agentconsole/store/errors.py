"""What can go wrong with a store's file, and what SQLite's error codes mean in those words.

StoreError                exit code 3; the message says what happened, where, and what to do
├── StoreUnavailable      it cannot be used right now; nothing was changed
│   ├── StoreBusy         another program holds the lock
│   ├── StoreReadOnly     it may be read and not written
│   ├── DiskFull          there is no room for the write
│   └── StoreLost         the disk failed; the connection is closed and must be opened anew
├── StoreUncertain        the line broke during the commit: it was changed, or it was not
├── HasHistory            something is there that would be replaced
├── StoreRefused          it lies where, or is guarded so, that it must not be used
├── StoreDamaged          its bytes are not what was written
├── StoreTooNew           a newer agentconsole wrote it
└── NotAStore             it is some other program's file
"""

import sqlite3


class StoreError(Exception):
    """One plain sentence about a store: what, where, and what to do."""

    exit_code = 3
    what = "the store cannot be used"
    todo = "Nothing was changed."

    def __init__(self, where: str, what: str = "", todo: str = "") -> None:
        """Say `what` of the file `where`; each kind of error brings its own words for what is left out."""
        self.where = where
        super().__init__(f"{what or self.what}: {where}. {todo or self.todo}")


class StoreUnavailable(StoreError):
    """The store cannot be used right now; nothing was changed."""

    what = "the store cannot be opened"
    todo = "Check that the folder exists and that you may write there; nothing was changed."


class StoreBusy(StoreUnavailable):
    """Another program holds the store's lock for longer than the five seconds we wait."""

    what = "another program is writing to the store"
    todo = "Nothing was changed; try again in a moment."


class StoreReadOnly(StoreUnavailable):
    """The store may be read and not written."""

    what = "the store cannot be written"
    todo = "Nothing was changed; make the file and its folder writable for you, or give another --store."


class DiskFull(StoreUnavailable):
    """There is no room for the write, so it did not happen."""

    what = "the disk is full, so this was not saved"
    todo = "Free some space and do it again; everything saved before is intact."


class StoreLost(StoreUnavailable):
    """The disk reported an error. A repeated sync may lie, so the connection is closed for good."""

    what = "the disk failed while the store was in use"
    todo = "Check the disk, then start again; whatever has a receipt was saved."


class StoreUncertain(StoreError):
    """The line to the database broke while a unit was committed. The same command with the same id finds out."""

    what = "it is not certain whether this was saved"
    todo = "Do the same again: it is done once."


class HasHistory(StoreError):
    """A backup would take the place of something."""

    what = "there is a history already"
    todo = "Nothing was changed; with --replace the backup takes its place, and what is there is kept aside."


class StoreRefused(StoreError):
    """The file lies where, or is guarded so, that what is in it would not be safe."""

    what = "the store's place is not safe"


class StoreDamaged(StoreError):
    """The file's bytes are not what was written."""

    what = "the store is damaged"
    todo = "Nothing was changed; keep the file and restore the newest backup: `agentconsole restore FILE --replace`."


class StoreTooNew(StoreError):
    """A newer agentconsole wrote this file."""

    what = "a newer agentconsole wrote this store"
    todo = "Nothing was changed; install the newer version to open it."


class NotAStore(StoreError):
    """The file belongs to some other program."""

    what = "this file is not an agentconsole store"
    todo = "Nothing was changed; give another --store."


_BY_PRIMARY_CODE: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
    sqlite3.SQLITE_READONLY: StoreReadOnly,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_IOERR: StoreLost,
    sqlite3.SQLITE_CORRUPT: StoreDamaged,
    sqlite3.SQLITE_NOTADB: NotAStore,
    sqlite3.SQLITE_CANTOPEN: StoreUnavailable,
    sqlite3.SQLITE_PERM: StoreUnavailable,
    sqlite3.SQLITE_PROTOCOL: StoreBusy,
}


def as_store_error(error: sqlite3.Error, where: str) -> StoreError | None:
    """The store's own words for SQLite's `error`; None when it is about a statement, not about the file."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    kind = _BY_PRIMARY_CODE.get(code & 0xFF)
    return kind(where) if kind else None
