"""An agent's drafts on their computers: what the authority keeps of them, and what a console has heard of the others.

Only the agent they belong to is told of them, until a lead's take-over has the reply go along. They are offered on the
other computers, and never merged.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from agentconsole.domain.promises.service_levels import DAY
from agentconsole.domain.values import dataclass
from agentconsole.domain.words.wording import aside
from agentconsole.store.own.drafts import Visibility
from agentconsole.store.sqlite import unit_of_work

if TYPE_CHECKING:
    from agentconsole.store.connection import Connection

KEPT = 14 * DAY
"""Milliseconds after which a draft nobody touches is forgotten here; its own computer keeps it."""
MOST = 200
"""Drafts kept of one agent, the newest."""


@dataclass(frozen=True, slots=True)
class OwnDraft:
    """A draft on one computer. `terminal` is that computer's name, `label` what people call it."""

    terminal: str
    label: str
    conversation_id: str
    visibility: Visibility
    body: str
    saved_at: int


def keep(db: Connection, agent_id: str, draft: OwnDraft) -> None:
    """The newest text of that draft; an empty body forgets it."""
    where = (agent_id, draft.terminal, draft.conversation_id, draft.visibility.value)
    with unit_of_work(db):
        sql = "DELETE FROM own_draft WHERE agent_id = ? AND terminal = ? AND conv_id = ? AND visibility = ?"
        db.execute(sql, where)
        if draft.body.strip():
            db.execute(
                "INSERT INTO own_draft(agent_id, terminal, conv_id, visibility, label, body, saved_ms) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*where, draft.label, draft.body, draft.saved_at),
            )
            _forget_old(db, agent_id, draft.saved_at)


def _forget_old(db: Connection, agent_id: str, now: int) -> None:
    sql = "SELECT saved_ms FROM own_draft WHERE agent_id = ? ORDER BY saved_ms DESC LIMIT 1 OFFSET ?"
    last = db.execute(sql, (agent_id, MOST - 1)).fetchone()
    before = max(now - KEPT, last[0] if last else 0)
    db.execute("DELETE FROM own_draft WHERE agent_id = ? AND saved_ms < ?", (agent_id, before))


def kept_of(db: Connection, agent_id: str) -> list[tuple[str, OwnDraft]]:
    """The agent's drafts on all their computers, the newest first, each with the queue its conversation is in."""
    rows = db.execute(
        "SELECT c.queue, d.terminal, d.label, d.conv_id, d.visibility, d.body, d.saved_ms FROM own_draft d "
        "JOIN conversation c ON c.id = replace(d.conv_id, ?, '') WHERE d.agent_id = ? ORDER BY d.saved_ms DESC LIMIT ?",
        (aside(""), agent_id, MOST),
    ).fetchall()
    return [(str(queue), _draft(row)) for queue, *row in rows]


def hear(db: sqlite3.Connection, server: str, actor: str, drafts: Sequence[OwnDraft]) -> bool:
    """Keeps what is typed on the agent's other computers, in place of what was heard before; whether it is news."""
    if drafts == _heard(db, server, actor):
        return False
    with unit_of_work(db):
        db.execute("DELETE FROM draft_elsewhere WHERE server = ? AND actor = ?", (server, actor))
        db.executemany(
            "INSERT OR REPLACE INTO draft_elsewhere(server, actor, terminal, label, conv_id, visibility, body, "
            "saved_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (server, actor, d.terminal, d.label, d.conversation_id, d.visibility.value, d.body, d.saved_at)
                for d in drafts
            ],
        )
    return True


_ELSEWHERE = (
    "SELECT terminal, label, conv_id, visibility, body, saved_ms FROM draft_elsewhere WHERE server = ? AND actor = ?"
)


def _heard(db: sqlite3.Connection, server: str, actor: str) -> list[OwnDraft]:
    return [_draft(row) for row in db.execute(f"{_ELSEWHERE} ORDER BY saved_ms DESC", (server, actor))]


def elsewhere(db: sqlite3.Connection, server: str, actor: str, conversation_id: str) -> list[OwnDraft]:
    """What the agent has typed in that conversation on other computers, the newest first."""
    sql = f"{_ELSEWHERE} AND conv_id = ? ORDER BY saved_ms DESC"
    return [_draft(row) for row in db.execute(sql, (server, actor, conversation_id))]


def _draft(row: Sequence[Any]) -> OwnDraft:
    terminal, label, conversation_id, visibility, body, saved_at = row
    return OwnDraft(terminal, label, conversation_id, Visibility(visibility), body, saved_at)
