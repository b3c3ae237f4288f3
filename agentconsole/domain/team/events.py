"""What happens to the team and its agents: who they are, what they may do and see, what the team promises."""

from __future__ import annotations

from typing import ClassVar

from agentconsole.domain.dispositions import Disposition
from agentconsole.domain.events import Event
from agentconsole.domain.leads.ladder import Ladder
from agentconsole.domain.leads.supervision import Supervision
from agentconsole.domain.promises.outages import OutageKind
from agentconsole.domain.promises.service_levels import ServiceLevels
from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class AgentAdded(Event):
    """A new colleague."""

    type: ClassVar[str] = "agent.added"
    agent_id: str
    full_name: str
    role: Role


@dataclass(frozen=True, slots=True)
class PresenceSet(Event):
    """On shift, on a break, off."""

    type: ClassVar[str] = "presence.set"
    agent_id: str
    presence: Presence
    aux: str = ""


@dataclass(frozen=True, slots=True)
class LevelsSet(Event):
    """What the team promises from now on."""

    type: ClassVar[str] = "levels.set"
    levels: ServiceLevels


@dataclass(frozen=True, slots=True)
class OutageReported(Event):
    """The tool was missing: for one agent, or for everybody where `agent_id` is empty; quality scores may cite it."""

    type: ClassVar[str] = "outage.reported"
    outage: OutageKind
    agent_id: str
    console: str
    began_at: int
    ended_at: int


@dataclass(frozen=True, slots=True)
class Relieved(Event):
    """Everything the agent held went back to the queue: `count` conversations."""

    type: ClassVar[str] = "agent.relieved"
    agent_id: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class TeamTold(Event):
    """A word to the whole team."""

    type: ClassVar[str] = "team.told"
    body: str


@dataclass(frozen=True, slots=True)
class Exported(Event):
    """Conversations were taken out of the store."""

    type: ClassVar[str] = "store.exported"
    what: str
    count: int


@dataclass(frozen=True, slots=True)
class LadderSet(Event):
    """The rungs from now on."""

    type: ClassVar[str] = "ladder.set"
    rungs: Ladder


@dataclass(frozen=True, slots=True)
class SupervisionSet(Event):
    """How reading along is shown from now on."""

    type: ClassVar[str] = "supervision.set"
    policy: Supervision


@dataclass(frozen=True, slots=True)
class DispositionsSet(Event):
    """How a contact may end from now on: the whole list, with those that are only read."""

    type: ClassVar[str] = "dispositions.set"
    dispositions: tuple[Disposition, ...]


@dataclass(frozen=True, slots=True)
class RoleSet(Event):
    """What the agent may do from now on."""

    type: ClassVar[str] = "role.set"
    agent_id: str
    role: Role
    was: Role


@dataclass(frozen=True, slots=True)
class ScopeGranted(Event):
    """The agent sees more: `queues`, every queue when that is empty. `only` is all they see from now on."""

    type: ClassVar[str] = "scope.granted"
    agent_id: str
    queues: tuple[str, ...]
    only: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScopeRevoked(Event):
    """The agent sees less: `queues` no more, all the others when that is empty. `only` is what they see from now on."""

    type: ClassVar[str] = "scope.revoked"
    agent_id: str
    queues: tuple[str, ...]
    only: tuple[str, ...]
