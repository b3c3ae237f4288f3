"""Incidents as rows, and the conversations that are linked to one."""

from __future__ import annotations

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.events import Event
from agentconsole.domain.knowledge.incident import Incident, IncidentState
from agentconsole.domain.knowledge.incident_events import IncidentChanged, IncidentOpened, UpdateDrafted
from agentconsole.store.connection import Connection
from agentconsole.store.rows import GET_CONVERSATION, conversation_from

_COLUMNS = "id, title, began_ms, state, details, opened_by, updates, update_body, updated_by, updated_ms"
MOST_LINKED = 1_000
"""Conversations of one incident that are looked at; more are troubled by none that lasts a day."""


def follow_incident(db: Connection, event: Event, at: int) -> bool:
    """Makes the rows follow the event; whether it was about an incident. Belongs inside `unit_of_work`."""
    match event:
        case IncidentOpened(i):
            values = (i.id, i.title, i.began_at, i.state.value, i.details, i.opened_by, 0, "", "", 0, int(i.id))
            db.execute(f"INSERT INTO incident({_COLUMNS}, n) VALUES (?,?,?,?,?,?,?,?,?,?,?)", values)
        case IncidentChanged(incident_id, state, title, details, began):
            sql = "UPDATE incident SET state = ?, title = ?, details = ?, began_ms = ? WHERE id = ?"
            db.execute(sql, (state.value, title, details, began, incident_id))
        case UpdateDrafted(incident_id, number, body, author):
            sql = "UPDATE incident SET updates = ?, update_body = ?, updated_by = ?, updated_ms = ? WHERE id = ?"
            db.execute(sql, (number, body, author, at, incident_id))
        case _:
            return False
    return True


def find_incident(db: Connection, incident_id: str) -> Incident | None:
    """The incident of that number; None when there is none."""
    row = db.execute(f"SELECT {_COLUMNS} FROM incident WHERE id = ?", (incident_id,)).fetchone()
    return _incident(row) if row else None


def incidents(db: Connection, limit: int) -> list[Incident]:
    """The newest `limit`, what is not solved first."""
    sql = f"SELECT {_COLUMNS} FROM incident ORDER BY CASE state WHEN 'solved' THEN 1 ELSE 0 END, n DESC LIMIT ?"
    return [_incident(row) for row in db.execute(sql, (limit,)).fetchall()]


def next_incident(db: Connection) -> str:
    """The number of the next one."""
    return str(int(db.execute("SELECT coalesce(max(n), 0) FROM incident").fetchone()[0]) + 1)


def linked_to(db: Connection, incident_id: str) -> list[Conversation]:
    """The conversations linked to it, at most MOST_LINKED."""
    sql = f"{GET_CONVERSATION} WHERE incident = ? AND incident <> '' ORDER BY id LIMIT ?"
    return [conversation_from(row).conversation for row in db.execute(sql, (incident_id, MOST_LINKED)).fetchall()]


def linked_counts(db: Connection) -> dict[str, int]:
    """How many conversations are linked to each incident that has any."""
    rows = db.execute("SELECT incident, count(*) FROM conversation WHERE incident <> '' GROUP BY incident")
    return {str(incident_id): int(count) for incident_id, count in rows.fetchall()}


def untold_of(db: Connection, agent_id: str) -> list[Conversation]:
    """What the agent holds whose contact has not heard the newest update on the incident it is linked to."""
    sql = f"{GET_CONVERSATION} WHERE assignee = ? AND open = 1 AND incident <> '' ORDER BY place_ms, id"
    held = [conversation_from(row).conversation for row in db.execute(sql, (agent_id,)).fetchall()]
    newest = {str(i): int(n) for i, n in db.execute("SELECT id, updates FROM incident WHERE updates > 0").fetchall()}
    return [each for each in held if each.informed < newest.get(each.incident, 0)]


def every_incident(db: Connection) -> list[tuple[object, ...]]:
    """All rows, for whoever compares two stores."""
    return db.execute(f"SELECT {_COLUMNS}, n FROM incident ORDER BY n").fetchall()


def _incident(row: tuple[str, str, int, str, str, str, int, str, str, int]) -> Incident:
    incident_id, title, began, state, details, opened_by, updates, body, updated_by, updated = row
    facts = (details, opened_by, updates, body, updated_by, updated)
    return Incident(incident_id, title, began, IncidentState(state), *facts)
