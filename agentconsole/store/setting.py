"""The rows of settings: what the log says of the team's, and what a store notes about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agentconsole.store.connection import Connection


def find_setting(db: Connection, name: str) -> str:
    """What it says; empty where nothing is set."""
    row = db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


def put_setting(db: Connection, name: str, value: str) -> None:
    """Sets it in place of what was there. Belongs inside a transaction."""
    sql = "INSERT INTO setting(name, value) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value"
    db.execute(sql, (name, value))


def drop_setting(db: Connection, name: str) -> None:
    """Sets nothing any more. Belongs inside a transaction."""
    db.execute("DELETE FROM setting WHERE name = ?", (name,))
