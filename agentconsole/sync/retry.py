"""When to try again: later with every failure, never all at once, and never before the server asked for it."""

from __future__ import annotations

LONGEST = 30.0
"""Seconds between two tries at most, of what the server has failed at."""
FIRST = 0.5
PROBED_AFTER = 5
"""Failures in a row after which only the server's time is asked for until there is an answer (protocol.md, 3.12)."""
PROBE = 4.0
"""Seconds between two such questions at most, half of it at least: nobody waits longer for a server that is back, and
it has to do nothing for them but answer."""


def pause(failures: int, luck: float, retry_after: int = 0, *, is_there: bool = False) -> float:
    """Seconds to wait after so many failures in a row (1 or more), with `luck` from 0 to 1: full jitter, or the time
    until the next probe of a server that has not answered the last one; `is_there` says that it has."""
    if failures >= PROBED_AFTER and not is_there:
        return retry_after + PROBE * (1 + luck) / 2
    reach = min(LONGEST, FIRST * 2.0 ** min(failures, 10))
    return retry_after + luck * reach
