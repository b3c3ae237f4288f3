"""Reading what went before with one contact: indexed, limited, paged by key."""

from __future__ import annotations

import sqlite3

from agentconsole.store.rows import GET_CONVERSATION

LOOKED_THROUGH = 500
"""Newest conversations of one contact in which promises, faults and checks are looked for."""
NOTABLE = 60
Ended = tuple[str, str, str, str, int]
_LATEST = (2**53, "")


def ended_page(
    db: sqlite3.Connection, contact_id: str, besides: str, limit: int, before: tuple[int, str] | None = None
) -> list[Ended]:
    """What has ended with this contact, newest first, behind the key `before` (received_ms, id): id, channel, status,
    subject, received_ms."""
    at, conversation_id = before or _LATEST
    return db.execute(
        "SELECT id, channel, status, subject, received_ms FROM conversation WHERE contact_id = ? AND open = 0 "
        "AND id <> ? AND received_ms <= ? AND (received_ms < ? OR id < ?) ORDER BY received_ms DESC, id DESC LIMIT ?",
        (contact_id, besides, at, at, conversation_id, limit),
    ).fetchall()


def notable_rows(db: sqlite3.Connection, contact_id: str) -> list[tuple[object, ...]]:
    """Rows of GET_CONVERSATION of the contact that are open, or in which we admitted a fault or checked who it is, the
    newest first. What is read whole is told apart without taking the facts of the others to pieces."""
    notable = "open = 1 OR instr(facts, '\"faults\":[') > 0 OR instr(facts, '\"checks\":[') > 0"
    sql = (
        f"{GET_CONVERSATION} WHERE id IN (SELECT id FROM (SELECT id, open, facts FROM conversation "
        f"WHERE contact_id = ? ORDER BY received_ms DESC LIMIT ?) WHERE {notable}) "
        "ORDER BY received_ms DESC, id DESC LIMIT ?"
    )
    return db.execute(sql, (contact_id, LOOKED_THROUGH, NOTABLE)).fetchall()
