"""Views of the queue as rows, found by their owner and their name."""

from __future__ import annotations

from agentconsole.domain.events import Event
from agentconsole.domain.saved_views import SavedView, ViewRemoved, ViewSaved
from agentconsole.store.connection import Connection


def follow_views(db: Connection, event: Event) -> bool:
    """Makes the rows follow the event; whether it was about a view. Belongs inside `unit_of_work`."""
    match event:
        case ViewSaved(view):
            put_view(db, view)
        case ViewRemoved(name, owner):
            db.execute("DELETE FROM saved_view WHERE owner = ? AND name = ?", (owner, name))
        case _:
            return False
    return True


def put_view(db: Connection, view: SavedView) -> None:
    """Keeps the view in place of its owner's of that name. Belongs inside `unit_of_work`."""
    db.execute(
        "INSERT INTO saved_view(owner, name, filter) VALUES (?,?,?) ON CONFLICT(owner, name) "
        "DO UPDATE SET filter = excluded.filter",
        (view.owner, view.name, view.filter),
    )


def views_of(db: Connection, owner: str) -> tuple[SavedView, ...]:
    """The owner's views by name; the team's for the empty one."""
    rows = db.execute("SELECT name, filter, owner FROM saved_view WHERE owner = ? ORDER BY name", (owner,))
    return tuple(SavedView(*row) for row in rows)


def every_view(db: Connection) -> list[tuple[str, str, str]]:
    """All rows, for whoever compares two stores."""
    return db.execute("SELECT owner, name, filter FROM saved_view ORDER BY owner, name").fetchall()
