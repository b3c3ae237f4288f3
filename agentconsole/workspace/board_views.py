"""What the lead board shows: frozen values, sorted by need."""

from __future__ import annotations

from enum import StrEnum

from agentconsole.domain.promises.clocks import Clock
from agentconsole.domain.team.agent import Agent
from agentconsole.domain.terms import Channel
from agentconsole.domain.values import dataclass
from agentconsole.workspace.queue_views import QueueRow


class OnPhone(StrEnum):
    """How an agent's line stands."""

    FREE = "free"
    LIVE = "live"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A conversation somebody senior should know of. `holder` is the holder's name, empty when nobody holds it."""

    row: QueueRow
    holder: str


@dataclass(frozen=True, slots=True)
class CalledRow:
    """A conversation for which somebody called a lead. `answered_by` is the lead who is on it, empty while nobody is;
    `clock` runs until then."""

    about: BoardRow
    reason: str
    by: str
    since: int
    clock: Clock | None
    answered_by: str = ""


@dataclass(frozen=True, slots=True)
class OfferView:
    """A conversation the agent is asked to take, by whom, and until when."""

    conversation_id: str
    channel: Channel
    contact_name: str
    by: str
    until: int


@dataclass(frozen=True, slots=True)
class TeamRow:
    """How one agent stands. `load` counts what they did in each five minutes of the last half hour, oldest first;
    None where that is not for whoever looks."""

    agent: Agent
    chats: int = 0
    phone: OnPhone = OnPhone.FREE
    tickets: int = 0
    clock: Clock | None = None
    """Their promise that breaks first."""
    due_id: str = ""
    """The conversation of that promise, empty when nothing is owed."""
    due_name: str = ""
    """Its contact."""
    held_id: str = ""
    """What they hold that needs a word next, due or not; empty where they hold nothing."""
    load: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class BoardView:
    """The team at a glance. Instants are epoch ms; 0 where nobody waits."""

    called: tuple[CalledRow, ...]
    late: tuple[BoardRow, ...]
    late_total: int
    team: tuple[TeamRow, ...]
    waiting: int
    chat_waits_since: int
    phone_rings_since: int
