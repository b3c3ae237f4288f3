"""What is asked for the team and its agents: who they are, what they may do and see, what the team promises."""

from __future__ import annotations

from typing import ClassVar

from agentconsole.domain.commands import Command
from agentconsole.domain.dispositions import Disposition
from agentconsole.domain.leads.ladder import Ladder
from agentconsole.domain.leads.supervision import Supervision
from agentconsole.domain.promises.outages import OutageKind
from agentconsole.domain.promises.service_levels import ServiceLevels
from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class SetPresence(Command):
    """On shift, on a break, off: always with a receipt."""

    kind: ClassVar[str] = "presence.set"
    presence: Presence
    aux: str = ""


@dataclass(frozen=True, slots=True)
class AddAgent(Command):
    """A new colleague."""

    kind: ClassVar[str] = "agent.add"
    agent_id: str
    full_name: str
    role: Role = Role.AGENT


@dataclass(frozen=True, slots=True)
class SetLevels(Command):
    """Other numbers for what the team promises."""

    kind: ClassVar[str] = "levels.set"
    levels: ServiceLevels


@dataclass(frozen=True, slots=True)
class ReportOutage(Command):
    """Put on record that the tool, and not the agent, was missing from `began_at` to `ended_at`. `console` is the
    terminal that lived through it; empty for the server itself."""

    kind: ClassVar[str] = "outage.report"
    outage: OutageKind
    console: str
    began_at: int
    ended_at: int


@dataclass(frozen=True, slots=True)
class ReassignAll(Command):
    """Everything a colleague holds goes back to the queue, in its place: they have fallen ill."""

    kind: ClassVar[str] = "agent.reassign_all"
    agent_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Broadcast(Command):
    """A word to the whole team."""

    kind: ClassVar[str] = "team.broadcast"
    body: str


@dataclass(frozen=True, slots=True)
class RecordExport(Command):
    """Put on record that conversations are taken out of the store: in which form, and how many."""

    kind: ClassVar[str] = "store.export"
    what: str
    count: int


@dataclass(frozen=True, slots=True)
class SetLadder(Command):
    """Other rungs, the lowest first."""

    kind: ClassVar[str] = "team.ladder"
    rungs: Ladder


@dataclass(frozen=True, slots=True)
class SetSupervision(Command):
    """Another policy of reading along."""

    kind: ClassVar[str] = "team.supervision"
    policy: Supervision


@dataclass(frozen=True, slots=True)
class SetDispositions(Command):
    """Another list of how a contact may end: what is named, in this order, `beside` what there is or in its place;
    `retired` are offered no more, by their codes."""

    kind: ClassVar[str] = "team.dispositions"
    named: tuple[Disposition, ...] = ()
    retired: tuple[str, ...] = ()
    beside: bool = False


@dataclass(frozen=True, slots=True)
class SetRole(Command):
    """A colleague becomes a lead, or a lead an agent; the last lead stays one."""

    kind: ClassVar[str] = "agent.role"
    agent_id: str
    role: Role


@dataclass(frozen=True, slots=True)
class LimitQueues(Command):
    """From now on the colleague sees only these queues; every queue when none is named."""

    kind: ClassVar[str] = "agent.queues"
    agent_id: str
    only: tuple[str, ...] = ()
