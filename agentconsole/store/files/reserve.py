"""A mebibyte set aside beside the store, given up when the disk is full so that drafts can still be saved."""

import os

RESERVE_BYTES = 1 << 20


def path_of(store: str) -> str:
    """Where the reserve of the store at `store` lies."""
    return store + ".reserve"


def exists(store: str) -> bool:
    """Whether a reserve lies beside the store, which also shows that a store has been there."""
    return os.path.exists(path_of(store))


def keep(store: str) -> bool:
    """Set the reserve aside again; False when there is no room for it now."""
    path = path_of(store)
    try:
        if os.path.exists(path) and os.path.getsize(path) == RESERVE_BYTES:
            return True
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            # Random-looking bytes, for a file system that packs zeros would set nothing aside.
            os.write(descriptor, os.urandom(RESERVE_BYTES))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError:
        return False
    return os.path.getsize(path) == RESERVE_BYTES


def release(store: str) -> bool:
    """Give the reserve's room back to the disk; False when there was none to give.

    The file stays, empty: it still shows that a store has been here.
    """
    path = path_of(store)
    try:
        held = os.path.getsize(path)
        os.truncate(path, 0)
    except OSError:
        return False
    return held > 0
