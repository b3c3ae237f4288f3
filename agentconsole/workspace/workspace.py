"""The door the screens use: reads from the store, decides by the rule book, hands over to the courier."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from typing import TYPE_CHECKING

from agentconsole.workspace.peeking import peek
from agentconsole.workspace.queue_reader import QueueReader
from agentconsole.workspace.status import read_status
from agentconsole.workspace.undo import UNPRESSED, find_offer

if TYPE_CHECKING:
    from concurrent.futures import Future

    from agentconsole.domain.commands import Command
    from agentconsole.domain.knowledge.canned import Canned
    from agentconsole.domain.promises.service_levels import ServiceLevels
    from agentconsole.domain.refusals import Refusal
    from agentconsole.domain.saved_views import SavedView
    from agentconsole.domain.team.agent import Agent
    from agentconsole.ids import Ids
    from agentconsole.workspace.board_reader import BoardReader
    from agentconsole.workspace.board_views import BoardView, CalledRow, OfferView
    from agentconsole.workspace.carried import Delivery
    from agentconsole.workspace.conversation_reader import ConversationReader
    from agentconsole.workspace.customer_api import CustomerDoor
    from agentconsole.workspace.desk import Desk
    from agentconsole.workspace.draft_api import DraftDoor
    from agentconsole.workspace.filtered_queue import FilteredQueue
    from agentconsole.workspace.knowledge_api import KnowledgeDoor
    from agentconsole.workspace.lead_api import LeadDoor
    from agentconsole.workspace.queue_views import PeekView, Position, QueueFilter, QueuePage, QueueRow, StatusView
    from agentconsole.workspace.search_views import SearchPage
    from agentconsole.workspace.searching import Searching
    from agentconsole.workspace.views import (
        ContactView,
        ConversationView,
        QuestionView,
        ReceiptView,
        RefusalView,
        TranscriptLine,
        UndoOffer,
    )


class Workspace:
    """What one signed-in agent sees and may do. Everything here belongs to the screens' thread.

    What only a command, a search or a draft needs is imported with the first of them: the first frame needs none.
    """

    def __init__(self, desk: Desk, ids: Ids, terminal: str) -> None:
        """Raises LookupError when nobody in the store is called `desk.me`."""
        self._desk = desk
        self._ids = ids
        self._terminal = terminal
        self._queue = QueueReader(desk, lambda: self._filtered)
        self._listeners: tuple[Callable[[], None], ...] = ()
        if desk.me not in desk.team():
            raise LookupError(desk.me)

    @property
    def me(self) -> Agent:
        """The agent at the keyboard."""
        return self._desk.team()[self._desk.me]

    @property
    def levels(self) -> ServiceLevels:
        """The team's numbers."""
        return self._desk.levels()

    def now(self) -> int:
        """Epoch milliseconds by the console's clock."""
        return self._desk.clock.now()

    def seconds_until(self, at: int) -> float:
        """Real seconds until the console's clock shows `at`."""
        return self._desk.clock.seconds_until(at)

    def agents(self) -> tuple[Agent, ...]:
        """The team, by id."""
        return tuple(self._desk.team().values())

    def queue(self, chosen: QueueFilter, after: Position | None = None, limit: int = 100) -> QueuePage:
        """A page of the one order, from the top or behind `after`."""
        return self._queue.page(chosen, after, limit)

    def queue_before(self, chosen: QueueFilter, before: Position, limit: int = 100) -> tuple[QueueRow, ...]:
        """The rows in front of `before`."""
        return self._queue.before(chosen, before, limit)

    def row(self, conversation_id: str) -> QueueRow:
        """One conversation as a line of the queue. Raises UnknownConversation."""
        return self._queue.row(conversation_id)

    def next_due(self, *, in_writing: bool = False) -> QueueRow | None:
        """The agent's own conversation whose promise breaks first."""
        return self._queue.next_due(in_writing=in_writing)

    def next_waiting_chat(self) -> QueueRow | None:
        """The waiting chat that stands first."""
        return self._queue.next_waiting_chat()

    def ringing_call(self) -> QueueRow | None:
        """The call that has to be answered first."""
        return self._queue.ringing_call()

    def peek(self, conversation_id: str) -> PeekView:
        """A chat of the agent's own in one line. Raises UnknownConversation."""
        return peek(self._desk, self._queue, conversation_id)

    @cached_property
    def _conversations(self) -> ConversationReader:
        from agentconsole.workspace.conversation_reader import ConversationReader

        return ConversationReader(self._desk)

    def conversation(self, conversation_id: str) -> ConversationView:
        """One conversation as its pane shows it. Raises UnknownConversation."""
        return self._conversations.view(conversation_id)

    def transcript(
        self, conversation_id: str, before_k: int | None = None, limit: int = 60
    ) -> tuple[TranscriptLine, ...]:
        """The newest lines, or those before `before_k`, oldest first."""
        return self._conversations.transcript(conversation_id, before_k, limit)

    def contact(self, contact_id: str, besides: str = "") -> ContactView:
        """Who it is and what went on `besides` this one. Raises LookupError."""
        return self._conversations.contact(contact_id, besides)

    def why(self, conversation_id: str) -> str:
        """Why the row stands where it stands. Raises UnknownConversation."""
        return self._conversations.why(conversation_id)

    def status(self) -> StatusView:
        """The top line."""
        return read_status(self._desk, self._queue)

    def board(self) -> BoardView:
        """The team at a glance."""
        return self._board.read()

    def offers(self) -> tuple[OfferView, ...]:
        """What the agent is asked to take."""
        from agentconsole.store.team.board_queries import offered_to

        return self._board.offers() if offered_to(self._desk.db, self._desk.me) else ()

    @cached_property
    def _board(self) -> BoardReader:
        from agentconsole.workspace.board_reader import BoardReader

        return BoardReader(self._desk, self._queue)

    def called(self) -> tuple[CalledRow, ...]:
        """Where a lead is called."""
        return self._board.called()

    @cached_property
    def leads(self) -> LeadDoor:
        """What concerns team leads."""
        from agentconsole.workspace.lead_reader import LeadReader

        return LeadReader(self._desk)

    @cached_property
    def customers(self) -> CustomerDoor:
        """What concerns the contact."""
        from agentconsole.workspace.customer_reader import CustomerReader

        # A thread of its own: of two questions to one thread the newer overtakes the other.
        return CustomerReader(self._desk, cache(self._another_thread))

    def is_asked_for(self) -> bool:
        """Whether anything of it waits for the agent."""
        from agentconsole.store.knowing.news import is_asked_for

        return is_asked_for(self._desk.db, self._desk.me)

    @cached_property
    def knowledge(self) -> KnowledgeDoor:
        """What the team knows beside responses."""
        from agentconsole.workspace.knowing import facts
        from agentconsole.workspace.knowledge_reader import KnowledgeReader

        return KnowledgeReader(self._desk, lambda conversation_id: facts(self, conversation_id))

    def receipts(self, limit: int = 100) -> tuple[ReceiptView, ...]:
        """The agent's own receipts, newest first."""
        from agentconsole.workspace.proofs import find_receipts

        return find_receipts(self._desk.db, self._desk.me, limit)

    def without_receipt(self) -> tuple[ReceiptView, ...]:
        """What the agent did that nobody has answered yet, newest first."""
        from agentconsole.workspace.proofs import receipt_to_come

        return tuple(receipt_to_come(self._desk.db, each) for each in reversed(self._desk.carried()))

    def search(self, text: str, limit: int = 50, after: SearchPage | None = None) -> Future[SearchPage]:
        """What the words are found in, looked for in a thread beside this one."""
        from agentconsole.store.searching.search import TOP

        return self._beside.ask(text, limit, self.now(), (after.after if after else None) or TOP)

    @cached_property
    def _beside(self) -> Searching:
        return self._another_thread()

    def _another_thread(self) -> Searching:
        from agentconsole.workspace.searching import beside

        return beside(self._desk)

    @cached_property
    def _filtered(self) -> FilteredQueue:
        from agentconsole.workspace.filtered_queue import FilteredQueue

        return FilteredQueue(self._another_thread(), self._tell)

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()

    def refusals(self) -> tuple[RefusalView, ...]:
        """What came back refused after it was saved."""
        return self._desk.courier.returned()

    def forget_refusal(self, command_id: str) -> None:
        """The agent has seen it."""
        self._desk.courier.forget_returned(command_id)

    def canned(self) -> tuple[Canned, ...]:
        """The responses kept ready, by name; an own one hides the team's."""
        from agentconsole.workspace.knowing import find_canned

        return find_canned(self._desk)

    def saved_views(self) -> tuple[SavedView, ...]:
        """The agent's own views of the queue, then the team's."""
        from agentconsole.store.own.saved_views import views_of

        return (*views_of(self._desk.db, self._desk.me), *views_of(self._desk.db, ""))

    def undo_offer(self) -> UndoOffer | None:
        """The last thing that can be taken back; nothing while what was done last is still on its way."""
        if any(each.envelope.command.kind not in UNPRESSED for each in self._desk.carried()):
            return None
        return find_offer(self._desk.db, self._desk.me, self.now())

    def why_not(self, command: Command) -> Refusal | None:
        """What the rules say to the command right now; None when they say yes."""
        from agentconsole.workspace.performing import refusal_of

        return refusal_of(self._desk, command, None)

    def perform(self, command: Command, if_rev: int | None = None) -> str:
        """Hands the command over and returns its id. Raises Refused when a rule already says no."""
        from agentconsole.workspace.performing import pressed

        envelope = pressed(self._desk, self._ids, self._terminal, command, if_rev)
        self._desk.courier.hand_over(envelope)
        return envelope.id

    def delivery_of(self, command_ids: tuple[str, ...]) -> Delivery:
        """How far the hindmost of them has come."""
        from agentconsole.workspace.performing import delivery_of

        return delivery_of(self._desk, command_ids)

    @cached_property
    def drafts(self) -> DraftDoor:
        """What is being written."""
        from agentconsole.workspace.drafts import Drafts

        return Drafts(self._desk)

    def mark_seen(self, conversation_id: str, k: int) -> None:
        """The screen has shown the conversation up to message `k`."""
        self._desk.mark_seen(conversation_id, k)

    def questions(self) -> tuple[QuestionView, ...]:
        """What is sent only if the agent says so."""
        from agentconsole.workspace.deciding import open_questions

        return open_questions(self._desk)

    def answer(self, command_ids: tuple[str, ...], *, is_sent: bool) -> None:
        """The agent's yes or no."""
        self._desk.courier.answer(command_ids, is_sent=is_sent)

    def renew(self, password: str) -> Future[str]:
        """Signs in again without a word of anything else being touched."""
        return self._desk.courier.renew(password)

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls the listener, from any thread, after each commit that is news; returns the way to stop it."""
        stop = self._desk.courier.subscribe(listener)
        self._listeners = (*self._listeners, listener)

        def leave() -> None:
            self._listeners = tuple(each for each in self._listeners if each is not listener)
            stop()

        return leave
