"""What every command asks of the store before anything else, in one statement: to a server each costs a trip."""

from __future__ import annotations

from agentconsole.domain.promises.service_levels import ServiceLevels
from agentconsole.domain.values import dataclass
from agentconsole.engine.writing import Head
from agentconsole.store.connection import Connection
from agentconsole.store.team.rows import levels_from

Told = tuple[str, bytes, str]
"""What was answered to a command: whose it was, its fingerprint and the receipt's text."""
_STANDING = (
    "SELECT h.epoch, h.seq, h.chain, h.clock_ms, h.next_number, s.value, r.actor, r.fp, r.body FROM head h "
    "LEFT JOIN setting s ON s.name = 'levels' LEFT JOIN receipt r ON r.command_id = ? WHERE h.ws = 1"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the log ends, the team's numbers, and what was answered to this command already."""

    head: Head
    levels: ServiceLevels
    receipt: Told | None


def read_standing(db: Connection, command_id: str) -> Standing:
    """As it is now; belongs inside a unit of work."""
    *head, levels, actor, fp, body = db.execute(_STANDING, (command_id,)).fetchone()
    return Standing(Head(*head), levels_from(levels), None if actor is None else (actor, fp, body))
