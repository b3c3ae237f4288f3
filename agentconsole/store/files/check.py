"""Whether a store's bytes are still what was written."""

import os
import sqlite3
from enum import StrEnum

from agentconsole.clock import monotonic_ms
from agentconsole.store.errors import StoreDamaged, as_store_error
from agentconsole.store.sqlite import MEMORY, file_of

# A larger file takes seconds to read, and nobody waits for that at every start.
BIGGEST_QUICK_CHECK = 200_000_000
PATIENCE_MS = 2_000
_STEPS_BETWEEN_LOOKS = 20_000


class Checked(StrEnum):
    """What a check at the start came to, when it found no damage."""

    SOUND = "sound"
    TOO_BIG = "not checked: the store is large"
    CUT_SHORT = "not checked to the end: it took too long"


def quick(connection: sqlite3.Connection, *, thorough: bool = False, patience: int = PATIENCE_MS) -> Checked:
    """Look for damaged pages, for at most `patience` ms and in files up to BIGGEST_QUICK_CHECK bytes.

    `thorough` reads a file of any size to the end. Raises StoreDamaged. It does not see a changed letter:
    the chain of hashes does.
    """
    where = file_of(connection)
    if not thorough and where != MEMORY and os.path.getsize(where) > BIGGEST_QUICK_CHECK:
        return Checked.TOO_BIG
    if not thorough:
        end = monotonic_ms() + patience
        connection.set_progress_handler(lambda: monotonic_ms() > end, _STEPS_BETWEEN_LOOKS)
    try:
        _require_ok(connection, "PRAGMA quick_check(1)", where)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        return Checked.CUT_SHORT
    finally:
        connection.set_progress_handler(None, 0)
    return Checked.SOUND


def integrity(connection: sqlite3.Connection) -> None:
    """Read every page, index and reference of the store; raises StoreDamaged at the first that is wrong."""
    where = file_of(connection)
    _require_ok(connection, "PRAGMA integrity_check(1)", where)
    dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
    if dangling:
        raise StoreDamaged(where, f"the store is damaged (a row of {dangling[0]} refers to nothing)")


def _require_ok(connection: sqlite3.Connection, pragma: str, where: str) -> None:
    try:
        answer = str(connection.execute(pragma).fetchone()[0])
    except sqlite3.Error as error:
        trouble = as_store_error(error, where)
        if trouble is None:
            raise
        raise trouble from error
    if answer != "ok":
        raise StoreDamaged(where, f"the store is damaged ({' '.join(answer.split())})")
