"""New ids and salts: the only source of randomness that reaches a store.

Command ids are UUIDs of version 7 (RFC 9562), made once, when the agent presses the key.
"""

import os
from collections.abc import Callable
from threading import Lock
from typing import Protocol

SALT_BYTES = 16
_RANDOM_BITS = 74
_STEP_BITS = 32


class Ids(Protocol):
    """Whoever makes the ids of one console or one simulated shift."""

    def command_id(self, now: int) -> str:
        """A fresh UUIDv7 for the instant `now`, in canonical text."""
        ...

    def salt(self) -> bytes:
        """Sixteen bytes that keep short message bodies from being guessed by their hash."""
        ...

    def epoch(self) -> str:
        """A fresh name for one unbroken history of a store."""
        ...


class _Uuid7:
    """Makes UUIDs that sort in the order they were made, even within one millisecond."""

    def __init__(self, random_bytes: Callable[[int], bytes]) -> None:
        self._random_bytes = random_bytes
        self._lock = Lock()
        self._last_ms = -1
        self._last_random = 0

    def make(self, now_ms: int) -> str:
        with self._lock:
            if now_ms > self._last_ms:
                self._last_ms, self._last_random = now_ms, self._bits(_RANDOM_BITS)
            else:
                self._step()
            return _text(self._last_ms, self._last_random)

    def _step(self) -> None:
        """Move on by a random amount, so that the next id cannot be guessed (RFC 9562, 6.2, method 2)."""
        following = self._last_random + 1 + self._bits(_STEP_BITS)
        if following >> _RANDOM_BITS:
            self._last_ms, following = self._last_ms + 1, self._bits(_RANDOM_BITS)
        self._last_random = following

    def _bits(self, count: int) -> int:
        return int.from_bytes(self._random_bytes((count + 7) // 8)) & ((1 << count) - 1)


def _text(ms: int, random_bits: int) -> str:
    high, low = random_bits >> 62, random_bits & ((1 << 62) - 1)
    digits = f"{(ms << 80) | (7 << 76) | (high << 64) | (2 << 62) | low:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


class SystemIds:
    """Ids from the operating system's randomness."""

    def command_id(self, now: int) -> str:
        """A fresh UUIDv7 for the instant `now`, later than every one before it in this process."""
        return uuid7(now)

    def salt(self) -> bytes:
        """Sixteen random bytes."""
        return salt()

    def epoch(self) -> str:
        """A fresh epoch id."""
        return epoch_id()


class SeededIds:
    """The same ids again for the same seed, so that a simulated shift can be replayed."""

    def __init__(self, seed: int) -> None:
        """Start the sequence that belongs to `seed`."""
        from random import Random

        self._random = Random(seed)  # noqa: S311 - a replayable sequence is the purpose; nothing secret hangs on it
        self._uuid7 = _Uuid7(self._random.randbytes)

    def command_id(self, now: int) -> str:
        """The sequence's next UUIDv7, for the instant `now`."""
        return self._uuid7.make(now)

    def salt(self) -> bytes:
        """The sequence's next sixteen bytes."""
        return self._random.randbytes(SALT_BYTES)

    def epoch(self) -> str:
        """The sequence's next epoch id."""
        return self._random.randbytes(8).hex()


_process_ids = _Uuid7(os.urandom)


def uuid7(now_ms: int) -> str:
    """A UUIDv7 in canonical lowercase text; ids of one process sort in the order they were made."""
    return _process_ids.make(now_ms)


def salt() -> bytes:
    """Sixteen random bytes."""
    return os.urandom(SALT_BYTES)


def token() -> str:
    """A secret of 256 bits, in 64 hexadecimal digits."""
    return os.urandom(32).hex()


def epoch_id() -> str:
    """A random name for one unbroken history of a store, in 16 hexadecimal digits."""
    return os.urandom(8).hex()


def seeded(seed: int) -> SeededIds:
    """The ids that belong to `seed`."""
    return SeededIds(seed)
