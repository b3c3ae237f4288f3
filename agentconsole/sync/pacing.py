"""How long a console waits after a poke before it pulls, so that a thousand of them do not ask in the same moment."""

from __future__ import annotations

LONGEST = 2_000
"""Milliseconds; whatever a server asks for, news are here before anybody misses them."""


def seconds_until_pull(spread_ms: int, luck: float) -> float:
    """Within the time over which the server asks its consoles to spread, with `luck` from 0 to 1."""
    return luck * max(0, min(spread_ms, LONGEST)) / 1_000
