"""The team out of its tables: who is in it, who holds which chats and calls, and the numbers it works by."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS, ServiceLevels
from agentconsole.domain.team.agent import Agent, Presence, Role
from agentconsole.domain.team.capacity import Held
from agentconsole.store.setting import find_setting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agentconsole.store.connection import Connection


def find_agents(db: Connection) -> dict[str, Agent]:
    """The whole team by id."""
    queues: dict[str, tuple[str, ...]] = {}
    for agent_id, queue in db.execute("SELECT agent_id, queue FROM agent_queue ORDER BY agent_id, queue"):
        queues[agent_id] = (*queues.get(agent_id, ()), queue)
    rows = db.execute("SELECT id, full_name, role, presence, aux, presence_ms FROM agent ORDER BY id")
    return {row[0]: agent_from(*row, queues.get(row[0], ())) for row in rows}


def queues_of(db: Connection, agent_id: str) -> tuple[str, ...]:
    """The queues the agent may see, by name; none: all of them."""
    rows = db.execute("SELECT queue FROM agent_queue WHERE agent_id = ? ORDER BY queue", (agent_id,))
    return tuple(str(row[0]) for row in rows.fetchall())


@lru_cache(maxsize=256)
def agent_from(
    agent_id: str, full_name: str, role: str, presence: str, aux: str, since: int, queues: tuple[str, ...] = ()
) -> Agent:
    """The agent a row holds."""
    return Agent(agent_id, full_name, Role(role), Presence(presence), aux, since, queues)


def find_held(db: Connection) -> tuple[dict[str, tuple[Held, ...]], dict[str, tuple[Held, ...]]]:
    """Who holds which chats and which calls: two small tables, whole, by agent."""
    chats = _held(db, "SELECT s.agent_id, s.conv_id, c.contact_name, s.slot_no FROM chat_slot s", "ORDER BY s.slot_no")
    calls = _held(db, "SELECT s.agent_id, s.conv_id, c.contact_name, 1 FROM call_slot s", "")
    return chats, calls


def _held(db: Connection, what: str, order: str) -> dict[str, tuple[Held, ...]]:
    held: dict[str, tuple[Held, ...]] = {}
    for agent, *rest in db.execute(f"{what} JOIN conversation c ON c.id = s.conv_id {order}"):
        held[agent] = (*held.get(agent, ()), Held(*rest))
    return held


def held_from(rows: Iterable[tuple[str, str, int]]) -> tuple[Held, ...]:
    """What one agent holds, of rows of conversation, contact's name and slot."""
    return tuple(Held(*row) for row in rows)


def find_levels(db: Connection) -> ServiceLevels:
    """The team's numbers; the defaults where no event has set others."""
    return levels_from(find_setting(db, "levels"))


@lru_cache(maxsize=8)
def levels_from(text: str | None) -> ServiceLevels:
    """The numbers a setting's text holds; the defaults where there is none."""
    if not text:
        return DEFAULT_LEVELS
    # Loaded for a team that has set numbers of its own.
    from agentconsole.typed import decoded

    return decoded(text, ServiceLevels)
