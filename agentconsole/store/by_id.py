"""The team's tables as mappings that read a row once it is asked for: a decision is about one or two of all agents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

from agentconsole.store.team.rows import agent_from, find_agents, find_held, held_from

if TYPE_CHECKING:
    from agentconsole.domain.team.agent import Agent
    from agentconsole.domain.team.capacity import Held
    from agentconsole.store.connection import Connection

T = TypeVar("T")
_AGENT = (
    "SELECT id, full_name, role, presence, aux, presence_ms, queue FROM agent LEFT JOIN agent_queue ON agent_id = id "
    "WHERE id = ? ORDER BY queue"
)
_CHATS = (
    "SELECT s.conv_id, c.contact_name, s.slot_no FROM chat_slot s JOIN conversation c ON c.id = s.conv_id "
    "WHERE s.agent_id = ? ORDER BY s.slot_no"
)
_CALL = (
    "SELECT s.conv_id, c.contact_name, 1 FROM call_slot s JOIN conversation c ON c.id = s.conv_id WHERE s.agent_id = ?"
)


class ById(Mapping[str, T]):
    """Belongs inside a unit of work: what was read stays what it is. Going through all of it reads the whole table."""

    def __init__(self, one: Callable[[str], T | None], every: Callable[[], dict[str, T]]) -> None:
        """`one` finds a single value, `every` all of them."""
        self._one, self._every = one, every
        self._read: dict[str, T | None] = {}
        self._all: dict[str, T] | None = None

    def __getitem__(self, key: str) -> T:
        """Raises KeyError where there is none."""
        if self._all is not None:
            return self._all[key]
        if key not in self._read:
            self._read[key] = self._one(key)
        found = self._read[key]
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def _whole(self) -> dict[str, T]:
        if self._all is None:
            self._all = self._every()
        return self._all


def agents_by_id(db: Connection) -> Mapping[str, Agent]:
    """The team."""

    def one(agent_id: str) -> Agent | None:
        rows = db.execute(_AGENT, (agent_id,)).fetchall()
        return agent_from(*rows[0][:-1], tuple(row[-1] for row in rows if row[-1] is not None)) if rows else None

    return ById(one, lambda: find_agents(db))


def chats_by_agent(db: Connection) -> Mapping[str, tuple[Held, ...]]:
    """The chats each agent holds, by slot; agents without one are not in it."""
    return ById(lambda agent_id: held_from(db.execute(_CHATS, (agent_id,))) or None, lambda: find_held(db)[0])


def calls_by_agent(db: Connection) -> Mapping[str, tuple[Held, ...]]:
    """The call each agent is in; agents without one are not in it."""
    return ById(lambda agent_id: held_from(db.execute(_CALL, (agent_id,))) or None, lambda: find_held(db)[1])
