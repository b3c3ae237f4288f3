"""When to try again: later with every failure, never all at once, and never before the server asked for it."""

from __future__ import annotations

LONGEST = 30.0
"""Seconds between two tries at most."""
FIRST = 0.5


def pause(failures: int, luck: float, retry_after: int = 0) -> float:
    """Seconds to wait after so many failures in a row (1 or more), with `luck` from 0 to 1: full jitter
    (protocol.md, 3.12)."""
    reach = min(LONGEST, FIRST * 2.0 ** min(failures, 10))
    return retry_after + luck * reach
