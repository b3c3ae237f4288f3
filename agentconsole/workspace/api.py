"""The door itself: what the screens may ask and do, as a protocol, so that they can be tried without a store."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from concurrent.futures import Future

    from agentconsole.domain.commands import Command
    from agentconsole.domain.knowledge.canned import Canned
    from agentconsole.domain.promises.service_levels import ServiceLevels
    from agentconsole.domain.refusals import Refusal
    from agentconsole.domain.saved_views import SavedView
    from agentconsole.domain.team.agent import Agent
    from agentconsole.workspace.board_views import BoardView, CalledRow, OfferView
    from agentconsole.workspace.carried import Delivery
    from agentconsole.workspace.customer_api import CustomerDoor
    from agentconsole.workspace.draft_api import DraftDoor
    from agentconsole.workspace.knowledge_api import KnowledgeDoor
    from agentconsole.workspace.lead_api import LeadDoor
    from agentconsole.workspace.queue_views import PeekView, Position, QueueFilter, QueuePage, QueueRow, StatusView
    from agentconsole.workspace.search_views import SearchPage
    from agentconsole.workspace.views import (
        ContactView,
        ConversationView,
        QuestionView,
        ReceiptView,
        RefusalView,
        TranscriptLine,
        UndoOffer,
    )


class Refused(Exception):
    """The rules said no before anything was written; `refusal.words` is for the agent."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.words)
        self.refusal = refusal


class UnknownConversation(LookupError):
    """No conversation has this id."""


class Door(Protocol):
    """Reads answer from the calling thread in milliseconds; writes return before the disk is touched and
    show up through `subscribe` once they are durable. All methods belong to the screens' thread."""

    @property
    def me(self) -> Agent: ...
    @property
    def levels(self) -> ServiceLevels: ...
    def now(self) -> int:
        """Epoch milliseconds by the clock the whole console runs on."""
        ...

    def seconds_until(self, at: int) -> float:
        """Real seconds until the clock shows `at`, never negative: the demo's clock may run faster."""
        ...

    def queue(self, chosen: QueueFilter, after: Position | None = None, limit: int = 100) -> QueuePage: ...
    def queue_before(self, chosen: QueueFilter, before: Position, limit: int = 100) -> tuple[QueueRow, ...]: ...
    def row(self, conversation_id: str) -> QueueRow: ...
    def next_due(self, *, in_writing: bool = False) -> QueueRow | None:
        """The agent's own conversation whose promise breaks first; `in_writing` leaves out whoever is to be rung."""
        ...

    def next_waiting_chat(self) -> QueueRow | None: ...
    def ringing_call(self) -> QueueRow | None:
        """The call that has to be answered first; None while no phone rings."""
        ...

    def peek(self, conversation_id: str) -> PeekView:
        """A chat of the agent's own in one line."""
        ...

    def conversation(self, conversation_id: str) -> ConversationView: ...
    def transcript(
        self, conversation_id: str, before_k: int | None = None, limit: int = 60
    ) -> tuple[TranscriptLine, ...]:
        """The newest lines, oldest first, own unconfirmed ones at the end; older ones before `before_k`."""
        ...

    def contact(self, contact_id: str, besides: str = "") -> ContactView:
        """Who it is and what went before; the conversation `besides` which it went is left out."""
        ...

    def status(self) -> StatusView: ...
    def board(self) -> BoardView:
        """The team at a glance, without what is private between others and their lead."""
        ...

    def offers(self) -> tuple[OfferView, ...]:
        """What the agent is asked to take, the first to run out first."""
        ...

    def called(self) -> tuple[CalledRow, ...]:
        """Where a lead is called, the unanswered calls first."""
        ...

    @property
    def leads(self) -> LeadDoor:
        """What concerns team leads: calls, who reads along, offers, the ladder, the audit trail."""
        ...

    @property
    def customers(self) -> CustomerDoor:
        """What concerns the contact: the card, what went before, and what helped others."""
        ...

    def is_asked_for(self) -> bool:
        """Whether a note names the agent, or what they hold is about an incident."""
        ...

    @property
    def drafts(self) -> DraftDoor:
        """What is being written."""
        ...

    @property
    def knowledge(self) -> KnowledgeDoor:
        """What the team knows beside responses: articles, incidents, mentions."""
        ...

    def agents(self) -> tuple[Agent, ...]: ...
    def receipts(self, limit: int = 100) -> tuple[ReceiptView, ...]: ...
    def without_receipt(self) -> tuple[ReceiptView, ...]:
        """What the agent did that nobody has answered yet, newest first."""
        ...

    def refusals(self) -> tuple[RefusalView, ...]:
        """Refusals the agent has not seen yet; `forget_refusal` takes one away."""
        ...

    def forget_refusal(self, command_id: str) -> None: ...
    def search(self, text: str, limit: int = 50, after: SearchPage | None = None) -> Future[SearchPage]:
        """The first page to come, or the one that follows `after`, set in another thread; cancelled when a newer
        question overtakes this one."""
        ...

    def why(self, conversation_id: str) -> str:
        """Why the row stands where it stands, in one sentence."""
        ...

    def why_not(self, command: Command) -> Refusal | None:
        """What the rules would say to the command right now."""
        ...

    def perform(self, command: Command, if_rev: int | None = None) -> str:
        """Takes the command on; returns its id. Raises Refused when a rule already says no."""
        ...

    def delivery_of(self, command_ids: tuple[str, ...]) -> Delivery:
        """How far the hindmost of them has come: saved while whoever decides cannot be asked, accepted as soon as none
        is on its way any more. What came back refused is among the refusals."""
        ...

    def canned(self) -> tuple[Canned, ...]:
        """The responses kept ready, by name."""
        ...

    def saved_views(self) -> tuple[SavedView, ...]:
        """The views of the queue kept under a name, the agent's own first."""
        ...

    def undo_offer(self) -> UndoOffer | None: ...
    def mark_seen(self, conversation_id: str, k: int) -> None: ...
    def questions(self) -> tuple[QuestionView, ...]:
        """Commands that are sent only if the agent says so: held back, or lost by a restored server."""
        ...

    def answer(self, command_ids: tuple[str, ...], *, is_sent: bool) -> None:
        """The agent's yes or no to them."""
        ...

    def renew(self, password: str) -> Future[str]:
        """Has the session go on, or begins another where it has ended, in a thread of its own. The words for what was
        done come later, or `NotRenewed` with the reason."""
        ...

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls the listener (from any thread, without payload) after each commit that may change what is shown; a
        saved draft changes nothing. Returns the way to stop it."""
        ...
