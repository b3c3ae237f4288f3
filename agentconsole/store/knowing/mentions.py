"""The conversations whose notes name an agent who has not seen it yet."""

from __future__ import annotations

from agentconsole.domain.conversation import Conversation
from agentconsole.store.connection import Connection
from agentconsole.store.knowing.news import like
from agentconsole.store.rows import GET_CONVERSATION, conversation_from

MOST = 200
SHOWN = 500
"""Characters of a note that a list tells."""


def mentioning(db: Connection, agent_id: str) -> list[Conversation]:
    """At most MOST of them. Those with any mention nobody has seen are few, and an index of its own has only them."""
    sql = f"{GET_CONVERSATION} WHERE mentioned <> '' AND mentioned LIKE ? ESCAPE '!' ORDER BY mentioned, id LIMIT ?"
    return [conversation_from(row).conversation for row in db.execute(sql, (like(agent_id), MOST)).fetchall()]


def message_body(db: Connection, conversation_id: str, k: int) -> str:
    """The first words of a message; empty for one that is not there."""
    row = db.execute("SELECT substr(body, 1, ?) FROM message WHERE conv_id = ? AND k = ?", (SHOWN, conversation_id, k))
    found = row.fetchone()
    return str(found[0]) if found else ""
