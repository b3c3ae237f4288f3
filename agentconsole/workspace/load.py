"""How busy each agent has been in the last half hour, kept up to date from what is new in the log."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from agentconsole.domain.promises.service_levels import MINUTE

if TYPE_CHECKING:
    import sqlite3

BUCKETS: Final = 6
BUCKET: Final = 5 * MINUTE
"""Spans of five minutes by the clock: from :00, :05, :10 on."""


class LoadMeter:
    """Counts deeds by agent and five minutes. Each look reads only what happened since the one before."""

    def __init__(self) -> None:
        self._seen = 0
        self._deeds: dict[int, Counter[str]] = {}
        self._spans: tuple[Counter[str], ...] = ()

    def look(self, db: sqlite3.Connection, now: int) -> None:
        """Takes in what is new in the log."""
        from agentconsole.store.team.board_queries import deeds, head_seq

        current, head = now // BUCKET, head_seq(db)
        oldest = current - BUCKETS + 1
        if head < self._seen:
            # The copy of a team's log was made anew.
            self._seen = 0
            self._deeds.clear()
        for each in deeds(db, self._seen, oldest * BUCKET - 1) if head > self._seen else ():
            self._deeds.setdefault(each.at_ms // BUCKET, Counter())[each.actor] += 1
        self._seen = head
        self._deeds = {bucket: counted for bucket, counted in self._deeds.items() if bucket >= oldest}
        none = Counter[str]()
        self._spans = tuple(self._deeds.get(each, none) for each in range(oldest, current + 1))

    def of(self, agent: str) -> tuple[int, ...]:
        """What the agent did by five minutes as of the last look, the oldest first and the current ones last."""
        return tuple([each.get(agent, 0) for each in self._spans])
