"""What the authority knows of text nobody has sent yet: that it is there, whose it is, and when it was touched last.

Never the words: those stay in the draft of whoever types until a lead has taken the conversation over.
"""

from __future__ import annotations

from agentconsole.domain.conversation import Conversation
from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import unit_of_work


def note(db: Connection, agent_id: str, conversation_id: str, at: int) -> None:
    """The agent has touched an unsent reply of theirs at `at`."""
    with unit_of_work(db):
        db.execute(
            "INSERT INTO unsent(conv_id, agent_id, at_ms) VALUES (?, ?, ?) ON CONFLICT(conv_id, agent_id) "
            "DO UPDATE SET at_ms = excluded.at_ms",
            (conversation_id, agent_id, at),
        )


def forget(db: Connection, agent_id: str, conversation_id: str) -> None:
    """There is none any more: it was sent, or deleted."""
    with unit_of_work(db):
        db.execute("DELETE FROM unsent WHERE conv_id = ? AND agent_id = ?", (conversation_id, agent_id))


def touched_at(db: Connection, conversation_id: str, agent_id: str) -> int:
    """When the agent last touched an unsent reply here; 0 when there is none, or what was typed has come since."""
    row = db.execute(
        "SELECT u.at_ms FROM unsent u WHERE u.conv_id = ? AND u.agent_id = ? AND NOT EXISTS "
        "(SELECT 1 FROM message m WHERE m.conv_id = u.conv_id AND m.author = u.agent_id AND m.at_ms >= u.at_ms "
        "AND (m.kind IN ('reply', 'update') OR m.voice = 'unsent'))",
        (conversation_id, agent_id),
    ).fetchone()
    return int(row[0]) if row else 0


def writer_of(c: Conversation) -> str:
    """Whose unsent text goes along when a lead takes it over, or has gone along."""
    return c.oversight.taken.from_agent if c.oversight.taken else c.assignee
