"""Files that get their name in one step, once their bytes are on the disk."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from agentconsole.store.errors import StoreUnavailable, as_store_error


@contextmanager
def new_file(target: str, blamed: str) -> Iterator[str]:
    """An empty file beside `target` to be written (mode 0600); it is `target` when the block has ended well.

    Else it is gone and `target` is as it was. Raises a StoreError, about `blamed` where SQLite was the trouble.
    """
    partial = f"{target}.partial"
    try:
        # Made here with its mode: SQLite would follow the umask.
        os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600))
        yield partial
        put(partial, target)
    except sqlite3.Error as error:
        raise as_store_error(error, blamed) or StoreUnavailable(blamed) from error
    except OSError as error:
        raise StoreUnavailable(target, f"the copy cannot be written ({error.strerror})") from error
    finally:
        with suppress(FileNotFoundError):
            os.remove(partial)


def put(written: str, target: str) -> None:
    """Puts a file that is written in the place of `target`, durably. Raises OSError."""
    sync(written)
    os.replace(written, target)
    sync(os.path.dirname(os.path.abspath(target)))


def sync(path: str) -> None:
    """Wait until the file or folder at `path` is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
