"""What the authority knows of text nobody has sent yet: that it is there, whose it is, and when it was touched last.

The words are for a take-over alone: until then they are the draft of whoever types.
"""

from __future__ import annotations

import sqlite3

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.terms import FAR
from agentconsole.domain.words.wording import aside, whole_reply
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


_SENT_SINCE = (
    "SELECT 1 FROM message m WHERE m.conv_id = ? AND m.author = ? AND m.at_ms >= u.{at} AND (m.kind = 'reply' "
    "OR (m.kind = 'update' AND m.conv_id = u.conv_id))"
)
"""An update is what a reply is set aside for: that one it leaves unsent. What came with a take-over is unsent as well:
it stays in its writer's editor, and comes with the next one, too."""
_CAME_WITH = (
    "SELECT 1 FROM message m WHERE m.conv_id = ? AND m.k >= 0 AND m.author = ? AND m.at_ms >= ? "
    "AND m.voice IN ('along', 'unsent') AND "
)


def touched_at(db: Connection, c: Conversation) -> int:
    """When whoever's words go along last touched an unsent reply here; 0 when there is none, it was sent since, or it
    has come with the take-over it is in."""
    agent_id, taken = writer_of(c), c.oversight.taken
    row = db.execute(
        "SELECT u.at_ms FROM unsent u WHERE u.conv_id = ? AND u.agent_id = ? AND NOT EXISTS "
        f"({_SENT_SINCE.format(at='at_ms')}) AND NOT EXISTS ({_CAME_WITH} m.at_ms >= u.at_ms)",
        (c.id, agent_id, c.id, agent_id, c.id, agent_id, taken.at if taken else FAR),
    ).fetchone()
    return int(row[0]) if row else 0


def came(db: Connection, c: Conversation, body: str) -> bool:
    """Whether these very words have come with the take-over it is in: what came with one before was handed back."""
    taken = c.oversight.taken
    if taken is None:
        return False
    found = db.execute(f"{_CAME_WITH} m.body = ? LIMIT 1", (c.id, taken.from_agent, taken.at, body)).fetchone()
    return found is not None


def words(db: Connection, conversation_id: str, agent_id: str) -> str:
    """The reply the agent touched last here, on whichever computer, and has not sent, with what was set aside there;
    empty when none is known.

    On a store of one's own it is the draft, on a server what the agent's consoles have told of theirs.
    """
    told = _newest(db, "u.terminal, u.conv_id, u.body FROM own_draft u WHERE u.agent_id = ?", conversation_id, agent_id)
    if told or not isinstance(db, sqlite3.Connection):
        return told
    return _newest(db, "'', u.conv_id, u.body FROM draft u WHERE u.actor = ?", conversation_id, agent_id)


def _newest(db: Connection, of_agent: str, conversation_id: str, agent_id: str) -> str:
    apart = aside(conversation_id)
    rows = db.execute(
        f"SELECT {of_agent} AND u.conv_id IN (?, ?) AND u.visibility = 'public' "
        f"AND NOT EXISTS ({_SENT_SINCE.format(at='saved_ms')}) ORDER BY u.saved_ms DESC",
        (agent_id, conversation_id, apart, conversation_id, agent_id),
    ).fetchall()
    there = {place: body for computer, place, body in rows if computer == rows[0][0]}
    return whole_reply(there.get(conversation_id, ""), there.get(apart, ""))


def writer_of(c: Conversation) -> str:
    """Whose unsent text goes along when a lead takes it over, or has gone along."""
    return c.oversight.taken.from_agent if c.oversight.taken else c.assignee
