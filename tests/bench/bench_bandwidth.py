"""What a slow line carries at 120x36: bytes of the first picture, of a key, of a second with two running clocks."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure, Goal
from tests.support.display import Cost, cost

FIRST, KEY, IDLE = 25_000, 400, 50
"""Bytes; per key at the 95th percentile; per second."""
IDLE_SECONDS = 20


def bench_bandwidth(rounds: int) -> Iterator[Figure]:
    """The low-bandwidth profile against its budget, and beside it what the usual one takes. Bytes do not depend on the
    machine, so there is no floor."""
    low, full = _cost(rounds, bandwidth="low"), _cost(rounds)
    yield Figure("low: bytes of the first picture", "B", low.first, full.first, Goal(FIRST, of_ratio=False))
    yield Figure("low: bytes a key, p95", "B", low.key, full.key, Goal(KEY, of_ratio=False))
    yield Figure("low: idle, two chats ticking", "B/s", low.idle, full.idle, Goal(IDLE, of_ratio=False))
    yield Figure("usual: bytes of the first picture", "B", full.first, None, Goal(FIRST, of_ratio=False))


def _cost(rounds: int, **display: str) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        return cost(Path(folder), seconds=IDLE_SECONDS, rounds=rounds, **display)
