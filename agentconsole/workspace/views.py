"""What the screens show: frozen values read from the store, in the shape a pane draws them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from agentconsole.domain.agent import Agent, Presence
from agentconsole.domain.capacity import Held
from agentconsole.domain.clocks import Clock
from agentconsole.domain.conversation import Channel, Conversation, Status
from agentconsole.domain.incoming import Author
from agentconsole.domain.message import MessageKind, Voice
from agentconsole.tongue import N_, _, said
from agentconsole.workspace.signed import OWN_STORE, Signed


class Delivery(StrEnum):
    """How far a thing the agent did has come."""

    SAVING = "saving"
    SAVED = "saved"
    SENDING = "sending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    HELD = "held"


class Scope(StrEnum):
    """Which part of the one queue a view shows; none of them changes the order."""

    MINE_AND_WAITING = N_("mine+waiting")
    MINE = N_("mine")
    WAITING = N_("waiting")
    ALL = N_("all")


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
    calls_since: int = 0
    """Since when a lead is called whom no lead has answered; 0 when none is."""
    incident: str = ""
    """The number of the known fault it is about."""


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
class TranscriptLine:
    """One message as the transcript shows it. `receipt` is its event's number once accepted."""

    k: int
    kind: MessageKind
    author_kind: Author
    author: str
    at: int
    body: str
    attachments: tuple[tuple[str, int], ...] = ()
    is_own: bool = False
    delivery: Delivery = Delivery.ACCEPTED
    receipt: int = 0
    accepted_at: int = 0
    command_id: str = ""
    voice: Voice = Voice.OWN
    """A lead's public word, a whisper, a summary: told apart for ever."""


@dataclass(frozen=True, slots=True)
class EarlierConversation:
    """One earlier exchange with the same contact."""

    id: str
    channel: Channel
    status: Status
    subject: str
    received_at: int


@dataclass(frozen=True, slots=True)
class ContactView:
    """Who the contact is and what went before, newest first."""

    id: str
    name: str
    email: str
    phone: str
    earlier: tuple[EarlierConversation, ...]
    earlier_total: int


@dataclass(frozen=True, slots=True)
class DraftElsewhere:
    """A text of the agent's own that is newer on another computer; `label` is what that one is called."""

    label: str
    visibility: str
    body: str
    saved_at: int


@dataclass(frozen=True, slots=True)
class ConversationView:
    """One open conversation as its pane shows it."""

    conversation: Conversation
    assignee_name: str
    former_assignee_name: str
    clock: Clock | None
    slot: int
    unread: int
    seen_k: int
    is_mine: bool
    elsewhere: DraftElsewhere | None = None
    """What the agent has typed for it on another computer, where that is newer."""


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


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """The proof of one command: pressed, saved on this machine, settled, and the event's number."""

    command_id: str
    kind: str
    conversation_id: str
    outcome: str
    code: str
    words: str
    seq: int
    pressed_at: int
    saved_at: int
    settled_at: int
    hash: str


@dataclass(frozen=True, slots=True)
class UndoOffer:
    """The last thing that can be taken back, and until when."""

    command_id: str
    conversation_id: str
    words: str
    until: int


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A command that is sent, or sent again, only if the agent says so. `why` is too_old, not_taken or lost."""

    command_id: str
    conversation_id: str
    kind: str
    why: str
    words: str
    text: str
    pressed_at: int
    can_send: bool


TEAM_WORDS = "team"
"""Where words to the whole team are a draft after they came back: in no conversation."""


@dataclass(frozen=True, slots=True)
class RefusalView:
    """Something of the agent's that came back refused after it was saved: shown where the eye is."""

    command_id: str
    conversation_id: str
    kind: str
    words: str
    text_back: str
    """The typed text that went back to the draft; empty when none."""
    asks: bool = False
    """Whether nobody has refused it: the agent is asked whether it is still meant."""
    visibility: str = "public"
    """Which draft the text went back to; what only the team was to read is `internal`."""
