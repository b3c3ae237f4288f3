"""What the screens show: frozen values read from the store, in the shape a pane draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.terms import MessageKind, Voice
from agentconsole.domain.values import dataclass
from agentconsole.workspace.carried import Delivery

if TYPE_CHECKING:
    from agentconsole.domain.conversation import Conversation
    from agentconsole.domain.promises.clocks import Clock
    from agentconsole.domain.terms import Author, Channel, Status


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
    next_word_at: int = 0
    """When it promises the next word; 0 where it promises none."""


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
    is_ending: bool = False
    """Its end is on its way."""


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
    taken_back: str = ""
    """The step that this one took back, in a word or two of the rules."""


@dataclass(frozen=True, slots=True)
class UndoOffer:
    """The last thing that can be taken back, and until when."""

    command_id: str
    conversation_id: str
    words: str
    until: int


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A command that is sent, or sent again, only if the agent says so. `why` is too_old, not_taken, lost or
    unreadable."""

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

    @property
    def number(self) -> str:
        """The conversation's number; empty for what concerns none, whatever keeps its place in the outbox."""
        return self.conversation_id if self.conversation_id.isdecimal() else ""
