"""Whether anything of what the team knows waits for an agent: one question, before whatever reads it is loaded."""

from __future__ import annotations

from agentconsole.store.connection import Connection

_SQL = (
    "SELECT EXISTS (SELECT 1 FROM conversation WHERE mentioned <> '' AND mentioned LIKE ? ESCAPE '!') OR "
    "EXISTS (SELECT 1 FROM conversation WHERE assignee = ? AND open = 1 AND incident <> '')"
)


def like(agent_id: str) -> str:
    """The agent's name in the list of those who have not seen a mention, as a pattern; `!` escapes."""
    return f"% {agent_id.replace('_', '!_')} %"


def is_asked_for(db: Connection, agent_id: str) -> bool:
    """Whether a note names them, or what they hold is about an incident."""
    return bool(db.execute(_SQL, (like(agent_id), agent_id)).fetchone()[0])
