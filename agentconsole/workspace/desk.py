"""What every reader of the workspace needs: the connection, who is asking, the clock, and what is on its way."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from agentconsole.domain.values import dataclass
from agentconsole.store.by_id import calls_by_agent, chats_by_agent
from agentconsole.store.queries import answered, seen_marks
from agentconsole.store.team.rows import find_agents, find_levels
from agentconsole.workspace.carried import Carried, ended_by
from agentconsole.workspace.courier import Courier

if TYPE_CHECKING:
    from agentconsole.clock import Clock
    from agentconsole.domain.promises.service_levels import ServiceLevels
    from agentconsole.domain.team.agent import Agent
    from agentconsole.domain.team.capacity import Held


@dataclass(slots=True)
class Desk:
    """One agent's place at the store. The connection is read-only and belongs to the screens' thread."""

    db: sqlite3.Connection
    me: str
    clock: Clock
    courier: Courier
    server: str
    _seen: dict[str, int] = field(default_factory=dict)
    _known: dict[str, Agent] = field(default_factory=dict)
    _known_of: tuple[int, int] = (-1, -1)

    def team(self) -> dict[str, Agent]:
        """The team by id. A copy that is just being made anew names nobody yet: the team is as it was then."""
        # Asked for several times in one look, and read once for each commit: hundreds of agents cost a millisecond.
        state = int(self.db.execute("PRAGMA data_version").fetchone()[0]), self.db.total_changes
        if state == self._known_of:
            return self._known
        found, self._known_of = find_agents(self.db), state
        if self.me in found or not self._known:
            self._known = found
        return self._known

    def chats(self) -> tuple[Held, ...]:
        """The chats this agent holds, by slot."""
        return chats_by_agent(self.db).get(self.me, ())

    def call(self) -> Held | None:
        """The call this agent is in."""
        return next(iter(calls_by_agent(self.db).get(self.me, ())), None)

    def levels(self) -> ServiceLevels:
        """The team's numbers."""
        return find_levels(self.db)

    @staticmethod
    def short_name(agent_id: str, team: Mapping[str, Agent]) -> str:
        """The name colleagues use; the id itself of somebody unknown."""
        return team[agent_id].short_name if agent_id in team else agent_id

    def carried(self) -> tuple[Carried, ...]:
        """Commands on their way whose receipt the store does not show yet."""
        carried = self.courier.carried()
        if not carried:
            return ()
        settled = answered(self.db, [c.envelope.id for c in carried])
        return tuple(c for c in carried if c.envelope.id not in settled)

    def ending(self) -> frozenset[str]:
        """Conversations whose end is on its way: nothing is owed in them any more."""
        return ended_by(self.carried())

    def seen(self, conversation_ids: Iterable[str]) -> dict[str, int]:
        """The last message shown of each conversation; -1 where none was."""
        wanted = list(conversation_ids)
        stored = seen_marks(self.db, self.me, wanted) if wanted else {}
        return {i: max(stored.get(i, -1), self._seen.get(i, -1)) for i in wanted}

    def mark_seen(self, conversation_id: str, k: int) -> None:
        """Remembers what the screen has shown, here at once and on disk soon."""
        self.courier.looks_at(conversation_id)
        if k > self.seen([conversation_id])[conversation_id]:
            self._seen[conversation_id] = k
            self.courier.mark_seen(conversation_id, k)
