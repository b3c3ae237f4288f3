"""Backups of a store while it is in use, and putting one back without losing what it replaces."""

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime

from agentconsole.domain.promises.service_levels import DAY
from agentconsole.domain.values import dataclass
from agentconsole.store import schema
from agentconsole.store.errors import (
    NotAStore,
    StoreDamaged,
    StoreError,
    StoreUnavailable,
    as_store_error,
)
from agentconsole.store.files import check, copies
from agentconsole.store.files.copies import copy_database, give_up_when_locked
from agentconsole.store.files.in_place import sync
from agentconsole.store.files.place import uri
from agentconsole.store.files.reserve import exists as has_reserve
from agentconsole.store.files.salvage import salvage

DAILY_KEPT = 7
_DAILY = re.compile(r"agentconsole-\d{4}-\d\d-\d\d\.db")


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the new history's epoch, and where what was there before is kept ("": nothing was)."""

    epoch: str
    kept: str
    salvaged: str


def backup(source: str, target: str) -> None:
    """Copy the store at `source` to `target` (mode 0600) while others go on using it.

    `target` appears or is replaced in one step, when its bytes are on the disk. Raises a StoreError.
    """
    if os.path.abspath(source) == os.path.abspath(target):
        raise StoreUnavailable(target, "a store cannot be its own backup", "Give another file.")
    _recognised(source)
    copy_database(source, target)


def is_daily_due(folder: str, now: int) -> bool:
    """Whether the newest daily backup in `folder` was written more than a day before `now`, or there is none."""
    with suppress(FileNotFoundError), os.scandir(folder) as found:
        written = [each.stat().st_mtime_ns // 1_000_000 for each in found if _DAILY.fullmatch(each.name)]
        return not written or now - max(written) > DAY
    return True


def daily(
    source: str, folder: str, now: int, keep: int = DAILY_KEPT, given_up: Callable[[], bool] | None = None
) -> str:
    """Make the backup of the day of `now` (UTC) in `folder`, drop all but the newest `keep`, return its path.

    With `given_up` the copy is made in small steps, for a store somebody works on, and ends with StoreBusy as
    soon as that answers True.
    """
    os.makedirs(folder, mode=0o700, exist_ok=True)
    day = datetime.fromtimestamp(now / 1000, UTC).strftime("%Y-%m-%d")
    target = os.path.join(folder, f"agentconsole-{day}.db")
    _recognised(source).close()
    copy_database(source, target, given_up)
    for old in sorted(name for name in os.listdir(folder) if _DAILY.fullmatch(name))[:-keep]:
        os.remove(os.path.join(folder, old))
    return target


def restore(source: str, target: str, *, now: int, epoch: str) -> Restored:
    """Put the backup `source` in the place of the store `target`, as a new history named `epoch`.

    The backup is read to the end first. Of what is in `target`, the outbox, drafts and receipts are written to
    a salvage file and the whole is kept aside; a sound store is replaced page by page, so that consoles that
    have it open see the new one. Raises a StoreError, and then `target` is as it was.
    """
    _require_sound(source)
    state = _state_of(target)
    prepared = f"{target}.restoring"
    copy_database(source, prepared)
    try:
        _begin_history(prepared, epoch)
        return _replace(prepared, target, state, now, epoch)
    except sqlite3.Error as error:
        raise as_store_error(error, target) or StoreUnavailable(target) from error
    except OSError as error:
        raise StoreUnavailable(target, f"the store cannot be restored ({error.strerror})") from error
    finally:
        with suppress(FileNotFoundError):
            os.remove(prepared)


def has_history(target: str) -> bool:
    """Whether a backup would take the place of something there; also where it cannot be read, and nobody knows of what.
    What is no store of ours is none, and never replaced."""
    if not os.path.exists(target):
        return False
    try:
        with closing(_recognised(target)) as connection:
            return bool(connection.execute("SELECT seq FROM head").fetchone()[0])
    except NotAStore:
        return has_reserve(target)
    except (StoreError, sqlite3.Error):
        return True


def _replace(prepared: str, target: str, state: str, now: int, epoch: str) -> Restored:
    if state == "missing":
        os.replace(prepared, target)
        sync(os.path.dirname(os.path.abspath(target)))
        return Restored(epoch, "", "")
    saved = salvage(target, now).path
    kept = f"{target}.before-restore-{now}"
    if state == "sound":
        copy_database(target, kept)
        _write_over(prepared, target)
    else:
        _move_aside(target, kept)
        os.replace(prepared, target)
    sync(os.path.dirname(os.path.abspath(target)))
    return Restored(epoch, kept, saved)


def _state_of(target: str) -> str:
    """ "missing", "sound" or "damaged"; raises NotAStore for what was never ours."""
    if not os.path.exists(target):
        return "missing"
    try:
        _require_sound(target)
    except StoreDamaged:
        return "damaged"
    except NotAStore:
        if not has_reserve(target):
            raise
        return "damaged"
    return "sound"


def _require_sound(path: str) -> None:
    with closing(_recognised(path)) as connection:
        check.integrity(connection)


def _recognised(path: str) -> sqlite3.Connection:
    """A connection for reading `path`; raises a StoreError unless it is a store this program can read."""
    if not os.path.exists(path):
        raise StoreUnavailable(path, "there is no such file", "Check the path.")
    try:
        # For writing, so that a journal a crash left behind is played back; SQLite falls back to reading.
        connection = sqlite3.connect(uri(path, "rw"), uri=True, isolation_level=None)
        try:
            if not schema.recognise(connection, path):
                raise NotAStore(path)
        except (sqlite3.Error, StoreError):
            connection.close()
            raise
    except sqlite3.Error as error:
        raise as_store_error(error, path) or StoreUnavailable(path) from error
    return connection


def _begin_history(path: str, epoch: str) -> None:
    """Consoles that see another epoch ask again for everything, and offer what the backup does not have."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=EXTRA")
        connection.execute("UPDATE head SET epoch = ?", (epoch,))


def _write_over(source: str, target: str) -> None:
    with (
        closing(sqlite3.connect(source, isolation_level=None)) as reading,
        closing(sqlite3.connect(target, isolation_level=None, timeout=copies.LOCK_TIMEOUT_SECONDS)) as writing,
    ):
        writing.execute("PRAGMA synchronous=EXTRA")
        reading.backup(writing, progress=give_up_when_locked(target))


def _move_aside(target: str, kept: str) -> None:
    """A journal goes with its file: left behind, it would be played back into the restored one."""
    for ending in ("-journal", "-wal", "-shm", ""):
        if os.path.exists(target + ending):
            os.rename(target + ending, kept + ending)
