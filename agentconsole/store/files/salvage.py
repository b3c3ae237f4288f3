"""Saving what exists nowhere else out of a damaged store, before anybody tries anything with it.

The store is only read. Rows on damaged pages are stepped over, everything around them is kept.
"""

import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime

from agentconsole.domain.values import dataclass
from agentconsole.store.errors import StoreUnavailable
from agentconsole.store.files.in_place import sync
from agentconsole.store.files.place import uri
from agentconsole.store.files.transplant import copy_with_our_tables

TABLES = ("outbox", "draft", "my_receipt", "receipt", "attempt")
# Rows looked for one by one behind the last that was found: more than one damaged page ever held.
_MISSES_ENDURED = 5_000
_LONGEST_VALUE = 32 << 20
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Salvaged:
    """The file that was written, how many rows of each table are in it, and which tables had damage."""

    path: str
    rows: dict[str, int]
    damaged: tuple[str, ...]


def salvage(store: str, now: int) -> Salvaged:
    """Write `salvage-<time>.jsonl` (mode 0600) beside the damaged `store`: outbox, drafts and receipts.

    One JSON object per line, {"table", "rowid", "row"}; bytes are hexadecimal. Never fails for what is in the
    store; raises StoreUnavailable when the file cannot be written. No connection of this process may be open
    on `store`.
    """
    if not os.path.isfile(store):
        raise StoreUnavailable(store, "there is no store to salvage", "Check the path.")
    path = _free_name(os.path.dirname(os.path.abspath(store)), now)
    rows: dict[str, int] = dict.fromkeys(TABLES, 0)
    damaged: list[str] = []
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="ascii") as out:
            for table, rowid, row in _everything(store, damaged):
                out.write(json.dumps({"table": table, "rowid": rowid, "row": row}) + "\n")
                rows[table] += 1
            out.flush()
            os.fsync(descriptor)
        sync(os.path.dirname(path))
    except OSError as error:
        raise StoreUnavailable(path, f"the salvage cannot be written ({error.strerror})") from error
    return Salvaged(path, rows, tuple(damaged))


def _free_name(folder: str, now: int) -> str:
    stamp = datetime.fromtimestamp(now / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    names = (f"salvage-{stamp}{extra}.jsonl" for extra in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(path for name in names if not os.path.lexists(path := os.path.join(folder, name)))


def _everything(store: str, damaged: list[str]) -> Iterator[tuple[str, int, Row]]:
    """Every row that can be read; the names of tables with rows that cannot are added to `damaged`."""
    with _readable(store) as connection:
        for table in TABLES:
            try:
                columns = _columns(connection, table)
            except sqlite3.Error:
                columns = ()
            if not columns:
                damaged.append(table)
                continue
            for rowid, row in _past_damage(connection, table, columns, damaged):
                yield table, rowid, row


@contextmanager
def _readable(store: str) -> Iterator[sqlite3.Connection]:
    """A connection that knows our tables: to the store or, when its list of tables is damaged, to a copy."""
    # Immutable: a journal that waits to be played back, and cannot be without writing, is passed over.
    for mode in ("ro", "ro&immutable=1"):
        with closing(_connect(store, mode)) as connection:
            if _knows_tables(connection):
                yield connection
                return
    with copy_with_our_tables(store) as copy, closing(_connect(copy, "ro&immutable=1")) as connection:
        yield connection


def _knows_tables(connection: sqlite3.Connection) -> bool:
    try:
        return all(_columns(connection, table) for table in TABLES)
    except sqlite3.Error:
        return False


def _connect(path: str, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri(path, mode), uri=True, isolation_level=None, timeout=1.0)
    # With a writable schema SQLite also reads a file that is shorter than its header says.
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute("PRAGMA trusted_schema=OFF")
    # A damaged length must not make us ask for a gigabyte.
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace")
    return connection


def _columns(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    return tuple(str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})"))


def _past_damage(
    connection: sqlite3.Connection, table: str, columns: tuple[str, ...], damaged: list[str]
) -> Iterator[tuple[int, Row]]:
    """All rows from the front to the damage, from the back to the damage, and one by one in between."""
    select = f"SELECT rowid, * FROM {table}"
    last = 0
    try:
        for rowid, row in _read(connection, f"{select} ORDER BY rowid", columns):
            last = rowid
            yield rowid, row
    except sqlite3.Error:
        damaged.append(table)
    else:
        return
    first = sys.maxsize
    with suppress(sqlite3.Error):
        for rowid, row in _read(connection, f"{select} WHERE rowid > {last} ORDER BY rowid DESC", columns):
            first = rowid
            yield rowid, row
    rowid = last + 1
    while rowid < min(first, last + _MISSES_ENDURED):
        with suppress(sqlite3.Error):
            for last, row in _read(connection, f"{select} WHERE rowid = {rowid}", columns):
                yield last, row
        rowid += 1


def _read(connection: sqlite3.Connection, select: str, columns: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    for rowid, *values in connection.execute(select):
        yield rowid, {name: _plain(value) for name, value in zip(columns, values, strict=False)}


def _plain(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value
