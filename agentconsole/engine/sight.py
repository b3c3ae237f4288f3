"""What one agent may see of the log, as it stands at one moment."""

from __future__ import annotations

from dataclasses import replace

from agentconsole.domain.values import dataclass
from agentconsole.store.connection import Connection
from agentconsole.store.team.rows import queues_of


@dataclass(frozen=True, slots=True)
class Sight:
    """`queues` are those that may be seen, all when there is none; `since` is the event that last changed them.

    `version` is the event that last changed anybody's: as long as it is the same, nobody's sight has changed.
    `reader` is the agent whose own responses and views are theirs to see; nobody's are where it is empty.
    """

    queues: frozenset[str] = frozenset()
    since: int = 0
    version: int = 0
    reader: str = ""

    def sees(self, scope: str) -> bool:
        """Whether an event of this scope, a queue's name, is for the agent; what is about the team has none."""
        return not self.queues or not scope or scope in self.queues

    def begins_after(self, seq: int) -> bool:
        """Whether a copy that ends at that event was made of other queues, or of none: it needs the rows first."""
        return self.since > seq or (bool(self.queues) and seq == 0)

    def at(self, seq: int) -> Sight:
        """The same for whoever is at that event, so that all who see the same queues from there on are equal."""
        return self if self.begins_after(seq) else replace(self, since=0)


EVERYTHING = Sight()


def read_version(db: Connection) -> int:
    """The event that last changed who may see what; 0 while everybody sees everything."""
    return int(db.execute("SELECT coalesce(max(seq), 0) FROM agent_scope").fetchone()[0])


def read_sight(db: Connection, agent_id: str) -> Sight:
    """The agent's, now."""
    version = read_version(db)
    if not version:
        return Sight(reader=agent_id)
    row = db.execute("SELECT seq FROM agent_scope WHERE agent_id = ?", (agent_id,)).fetchone()
    return Sight(frozenset(queues_of(db, agent_id)), int(row[0]) if row else 0, version, agent_id)
