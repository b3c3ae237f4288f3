"""What the first picture shows: lines of the queue, what narrows them, chats in a line, the top line. Frozen values."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from agentconsole.domain.terms import WaitsOn
from agentconsole.domain.values import dataclass
from agentconsole.tongue import N_, _, said
from agentconsole.workspace.signed import OWN_STORE, Signed

if TYPE_CHECKING:
    from agentconsole.domain.promises.clocks import Clock
    from agentconsole.domain.team.agent import Agent, Presence
    from agentconsole.domain.team.capacity import Held
    from agentconsole.domain.terms import Channel, Status


class Scope(StrEnum):
    """Which part of the one queue a view shows; none of them changes the order."""

    MINE_AND_WAITING = N_("mine+waiting")
    MINE = N_("mine")
    WAITING = N_("waiting")
    ALL = N_("all")


MOST_OF_MINE = 20
"""Conversations of the agent's own that are watched: more than anybody holds at once."""


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What narrows the queue. Empty strings narrow nothing."""

    scope: Scope = Scope.MINE_AND_WAITING
    channel: Channel | None = None
    category: str = ""
    contact_id: str = ""
    at_risk: bool = False
    text: str = ""
    """Words, and filters among them such as `tag:dns breached:yes`."""
    name: str = ""
    """What the view is kept under; empty for one that is not."""

    @property
    def words(self) -> str:
        """The view as the queue's title names it."""
        if self.name:
            return f'"{self.name}"'
        parts = [_(self.scope.value), said(self.channel.value) if self.channel else "", self.category]
        parts += [_("at risk") if self.at_risk else "", f"/{self.text}" if self.text else ""]
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the one order: the key to page from."""

    place_at: int
    waiting_since: int
    id: str


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue. `slot` is 1 or 2 when it is one of the agent's own chats, else 0."""

    id: str
    channel: Channel
    status: Status
    contact_name: str
    subject: str
    category: str
    assignee: str
    last_line: str
    position: Position
    clock: Clock | None
    slot: int = 0
    unread: int = 0
    woken: bool = False
    former_assignee: str = ""
    is_mine: bool = False
    is_pending: bool = False
    """A command of the agent on it has no receipt yet."""
    is_ending: bool = False
    """One of them ends it."""
    calls_since: int = 0
    """Since when a lead is called whom no lead has answered; 0 when none is."""
    incident: str = ""
    """The number of the incident it is about."""
    waits_on: WaitsOn = WaitsOn.US
    """Whose turn it is."""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Rows in the one order. `before` counts the rows in front of the first (0 for the top page)."""

    rows: tuple[QueueRow, ...]
    total: int
    total_is_exact: bool
    has_more: bool
    is_looked_for: bool = False
    """Whether nothing has been found yet: it will be told like any other news."""


@dataclass(frozen=True, slots=True)
class PeekView:
    """A chat of the agent's own in one line: its row, what the contact said last, and whether the agent has left a text
    there."""

    row: QueueRow
    words: str
    has_draft: bool


@dataclass(frozen=True, slots=True)
class StatusView:
    """What the top line tells: who, how full, how late, what is next, and whether everything is saved."""

    agent: Agent
    presence: Presence
    chats: tuple[Held, ...]
    call: Held | None
    call_on_hold: bool
    waiting: int
    open_total: int
    late: int
    next_clock: Clock | None
    next_name: str
    next_slot: int
    unsent: int
    """Commands saved but without a receipt."""
    sync_words: str
    """`sync ok`, or what is wrong, in words."""
    signed: Signed = OWN_STORE
    asks: str = ""
    """What only the agent can decide, in one sentence; empty while nothing waits for them."""
    has_trouble: bool = False
    """Whether what is done here cannot be answered right now."""
    is_behind: bool = False
    """Whether there is more to be seen than has come here by now."""
