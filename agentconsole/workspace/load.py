"""How busy each agent has been in the last half hour, kept up to date from what is new in the log."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from agentconsole.domain.service_levels import MINUTE

if TYPE_CHECKING:
    import sqlite3

BUCKETS: Final = 6
BUCKET: Final = 5 * MINUTE
SPAN: Final = BUCKETS * BUCKET


class LoadMeter:
    """Counts deeds by agent and five minutes. Each look reads only what happened since the one before."""

    def __init__(self) -> None:
        self._seen = 0
        self._deeds: deque[tuple[int, str]] = deque()

    def read(self, db: sqlite3.Connection, now: int) -> Mapping[str, tuple[int, ...]]:
        """Deeds by agent, the oldest five minutes first and the current ones last; who did nothing is missing."""
        from agentconsole.store.board_queries import deeds, head_seq

        head = head_seq(db)
        if head < self._seen:
            # The copy of a team's log was made anew.
            self._seen = 0
            self._deeds.clear()
        if head > self._seen:
            fresh = deeds(db, self._seen, now - SPAN)
            self._deeds.extend((each.at_ms, each.actor) for each in reversed(fresh))
            self._seen = head
        while self._deeds and self._deeds[0][0] <= now - SPAN:
            self._deeds.popleft()
        return self._counted(now)

    def _counted(self, now: int) -> Mapping[str, tuple[int, ...]]:
        counts = Counter((actor, max(0, now - at) // BUCKET) for at, actor in self._deeds)
        agents = {actor for actor, _ in counts}
        return {each: tuple(counts[each, back] for back in range(BUCKETS - 1, -1, -1)) for each in agents}
