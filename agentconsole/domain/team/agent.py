"""An agent: who answers, whether they may take over, and whether they are here."""

from __future__ import annotations

from enum import StrEnum

from agentconsole.domain.values import dataclass


class Role(StrEnum):
    """What an agent may do beyond answering."""

    AGENT = "agent"
    LEAD = "lead"


class Presence(StrEnum):
    """Whether an agent can be given work."""

    AVAILABLE = "available"
    WRAP_UP = "wrap_up"
    BREAK = "break"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Agent:
    """One member of the team; `aux` says why they are not available (training, meeting, lunch)."""

    id: str
    full_name: str
    role: Role = Role.AGENT
    presence: Presence = Presence.OFFLINE
    aux: str = ""
    presence_since: int = 0
    queues: tuple[str, ...] = ()
    """The queues they may see, in the order of their names; none named: all of them."""

    @property
    def is_lead(self) -> bool:
        """Whether this agent may take over."""
        return self.role is Role.LEAD

    @property
    def short_name(self) -> str:
        """The name colleagues use: the first word of the full name."""
        return self.full_name.split()[0] if self.full_name.split() else self.id
