"""An in-memory door: what the screens ask and do, so that they can be tried without a store."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace

from agentconsole.domain import commands as ask
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.decide import decide
from agentconsole.domain.message import Message
from agentconsole.domain.promises.clocks import next_promise
from agentconsole.domain.promises.reminders import Stage, stage
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS, ServiceLevels
from agentconsole.domain.queue import place, why
from agentconsole.domain.refusals import Refusal
from agentconsole.domain.team.agent import Agent
from agentconsole.domain.team.capacity import call_holder
from agentconsole.domain.terms import Author, Channel, Status
from agentconsole.workspace.api import Refused
from agentconsole.workspace.board_views import BoardView, CalledRow, OfferView
from agentconsole.workspace.carried import Delivery
from agentconsole.workspace.queue_views import PeekView, Position, QueueFilter, QueuePage, QueueRow, Scope, StatusView
from agentconsole.workspace.search_views import SearchPage
from agentconsole.workspace.signed import Signed
from agentconsole.workspace.views import (
    ContactView,
    ConversationView,
    EarlierConversation,
    ReceiptView,
    RefusalView,
    TranscriptLine,
    UndoOffer,
)
from tests.support.fake_authority import START, FakeAuthority
from tests.support.fake_board import fake_board, fake_offers
from tests.support.fake_drafts import FakeDrafts
from tests.support.fake_knowledge import Known
from tests.support.fake_leads import FakeLeads
from tests.support.fake_questions import FakeQuestions
from tests.support.fake_search import fake_search


class FakeDoor(FakeAuthority, FakeQuestions):
    """Everything at once accepted, by the real rules. `performed` lists the commands for tests to look at."""

    def __init__(self, me: str = "dana", now: int = START, levels: ServiceLevels = DEFAULT_LEVELS) -> None:
        super().__init__(me, now, levels)
        self.leads = FakeLeads(self)
        self.knowledge = Known(self)
        self.drafts = FakeDrafts()
        self.came_back: list[RefusalView] = []
        self.on_its_way: list[ReceiptView] = []
        FakeQuestions.__init__(self)
        self.sync_words, self.signed = "sync ok", Signed()
        self.delivery = Delivery.ACCEPTED
        self.passwords: list[tuple[str, Future[str]]] = []

    @property
    def me(self) -> Agent:
        return self.team[self._me]

    @property
    def performed(self) -> list[ask.Command]:
        return [kept.command for kept in self.kept if kept.view.outcome == "accepted"]

    def seconds_until(self, at: int) -> float:
        return self.clock.seconds_until(at)

    def queue(self, chosen: QueueFilter, after: Position | None = None, limit: int = 100) -> QueuePage:
        rows = self._chosen(chosen)
        left = [row for row in rows if after is None or _key(row.position) > _key(after)]
        return QueuePage(tuple(left[:limit]), len(rows), True, len(left) > limit)

    def queue_before(self, chosen: QueueFilter, before: Position, limit: int = 100) -> tuple[QueueRow, ...]:
        return tuple([r for r in self._chosen(chosen) if _key(r.position) < _key(before)][-limit:])

    def row(self, conversation_id: str) -> QueueRow:
        return self._row(self._get(conversation_id))

    def next_due(self, *, in_writing: bool = False) -> QueueRow | None:
        mine = (row for row in self._chosen(QueueFilter(Scope.MINE)) if row.clock is not None)
        return next((row for row in mine if not (in_writing and row.status is Status.CALLBACK_OWED)), None)

    def next_waiting_chat(self) -> QueueRow | None:
        waiting = self._chosen(QueueFilter(Scope.WAITING, Channel.CHAT))
        return next((row for row in waiting if row.status is Status.WAITING), None)

    def ringing_call(self) -> QueueRow | None:
        waiting = self._chosen(QueueFilter(Scope.WAITING, Channel.PHONE))
        return next((row for row in waiting if row.status is Status.RINGING), None)

    def peek(self, conversation_id: str) -> PeekView:
        lines = reversed(self.transcript(conversation_id, limit=20))
        words = next((line.body for line in lines if line.author_kind is Author.CONTACT), "")
        has_draft = any(self.drafts.get((conversation_id, kind)) for kind in ("public", "internal"))
        return PeekView(self.row(conversation_id), words, has_draft)

    def conversation(self, conversation_id: str) -> ConversationView:
        found = self._get(conversation_id)
        row = self._row(found)
        seen = self.seen.get(found.id, -1)
        return ConversationView(
            found, self._name(found.assignee), self._name(found.assignee_before), row.clock, row.slot, row.unread, seen,
            row.is_mine,
        )  # fmt: skip

    def transcript(
        self, conversation_id: str, before_k: int | None = None, limit: int = 60
    ) -> tuple[TranscriptLine, ...]:
        kept = [m for m in self.messages[conversation_id] if before_k is None or m.k < before_k]
        return tuple(self._line(message) for message in kept[-limit:])

    def contact(self, contact_id: str, besides: str = "") -> ContactView:
        known = self.contacts[contact_id]
        theirs = (c for c in self.rows_of.values() if c.contact_id == contact_id and c.id != besides)
        earlier = sorted(theirs, key=lambda c: -c.received_at)
        views = tuple(EarlierConversation(c.id, c.channel, c.status, c.subject, c.received_at) for c in earlier)
        return ContactView(contact_id, known.name, known.email, known.phone, views, len(views))

    def status(self) -> StatusView:
        rows = [self._row(c) for c in self.rows_of.values() if c.is_open]
        late = sum(1 for r in rows if r.clock is not None and stage(r.clock, self.now()) >= Stage.BREACH)
        due, calls = self.next_due(), self._held(call_holder).get(self._me, ())
        on_hold = bool(calls) and self._get(calls[0].conversation_id).status is Status.ON_HOLD
        return StatusView(
            agent=self.me, presence=self.me.presence, chats=self._chats().get(self._me, ()),
            call=calls[0] if calls else None, call_on_hold=on_hold,
            waiting=sum(1 for r in rows if r.status in (Status.WAITING, Status.RINGING)), open_total=len(rows),
            late=late, next_clock=due.clock if due else None, next_name=due.contact_name if due else "",
            next_slot=due.slot if due else 0, unsent=0, sync_words=self.sync_words, signed=self.signed, asks=self.asks,
        )  # fmt: skip

    def board(self) -> BoardView:
        return fake_board(self)

    def called(self) -> tuple[CalledRow, ...]:
        return fake_board(self).called

    def offers(self) -> tuple[OfferView, ...]:
        return fake_offers(self)

    def agents(self) -> tuple[Agent, ...]:
        return tuple(self.team.values())

    def receipts(self, limit: int = 100) -> tuple[ReceiptView, ...]:
        return tuple(kept.view for kept in reversed(self.kept))[:limit]

    def without_receipt(self) -> tuple[ReceiptView, ...]:
        return tuple(reversed(self.on_its_way))

    def refusals(self) -> tuple[RefusalView, ...]:
        return tuple(self.came_back)

    def forget_refusal(self, command_id: str) -> None:
        self.came_back = [each for each in self.came_back if each.command_id != command_id]

    def renew(self, password: str) -> Future[str]:
        answer = Future[str]()
        self.passwords.append((password, answer))
        return answer

    def search(self, text: str, limit: int = 50, after: SearchPage | None = None) -> Future[SearchPage]:
        spoken = [(message, self._get(key)) for key, each in self.messages.items() for message in each]
        return fake_search(spoken, text, limit, after)

    def why(self, conversation_id: str) -> str:
        found = self._get(conversation_id)
        return why(found, self.levels, self.now(), self._name(found.assignee_before))

    def why_not(self, command: ask.Command) -> Refusal | None:
        decision = decide(self._view(command), command, self._context())
        return decision if isinstance(decision, Refusal) else None

    def perform(self, command: ask.Command, if_rev: int | None = None) -> str:
        context = replace(self._context(), if_rev=if_rev)
        decision = decide(self._view(command), command, context)
        if isinstance(decision, Refusal):
            raise Refused(decision)
        return self._accept(command, decision, self._me)

    def delivery_of(self, command_ids: tuple[str, ...]) -> Delivery:
        return self.delivery

    def undo_offer(self) -> UndoOffer | None:
        if self.on_its_way:
            return None
        mine = [kept for kept in self.kept if isinstance(kept.command, ask.OnConversation)]
        if not mine or self.now() - mine[-1].view.pressed_at > 20_000:
            return None
        last = mine[-1].view
        undo = ask.Undo(last.conversation_id, last.command_id)
        if self.why_not(undo) is not None:
            return None
        words = f"{last.kind.split('.')[1]} #{last.conversation_id}"
        return UndoOffer(last.command_id, last.conversation_id, words, last.pressed_at + 20_000)

    def mark_seen(self, conversation_id: str, k: int) -> None:
        self.seen[conversation_id] = max(k, self.seen.get(conversation_id, -1))

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def _row(self, it: Conversation) -> QueueRow:
        seen = self.seen.get(it.id, -1)
        unread = sum(1 for m in self.messages[it.id] if m.k > seen and m.author_kind is Author.CONTACT)
        slot = self.slots.get(it.id, 0) if it.assignee == self._me else 0
        position = Position(place(it, self.levels), it.waiting_since, it.id)
        return QueueRow(
            it.id, it.channel, it.status, it.contact_name, it.subject, it.category, it.assignee, it.last_line, position,
            next_promise(it, self.levels), slot, unread, it.woken, self._name(it.assignee_before),
            it.assignee == self._me, calls_since=it.oversight.calls_since or 0, incident=it.incident,
            waits_on=it.waits_on,
        )  # fmt: skip

    def _chosen(self, chosen: QueueFilter) -> list[QueueRow]:
        rows = (self._row(it) for it in self.rows_of.values() if it.is_open)
        return sorted((row for row in rows if self._fits(row, chosen)), key=lambda row: _key(row.position))

    def _fits(self, row: QueueRow, chosen: QueueFilter) -> bool:
        scopes = {
            Scope.ALL: True,
            Scope.MINE: row.is_mine,
            Scope.WAITING: not row.assignee,
            Scope.MINE_AND_WAITING: row.is_mine or not row.assignee,
        }
        at_risk = row.clock is not None and stage(row.clock, self.now()) >= Stage.NUDGE
        words = f"{row.contact_name} {row.subject} {row.id}".casefold()
        return (
            scopes[chosen.scope]
            and chosen.channel in (None, row.channel)
            and chosen.category in ("", row.category)
            and (at_risk or not chosen.at_risk)
            and chosen.text.casefold() in words
        )

    def _line(self, message: Message) -> TranscriptLine:
        kept = self.sent.get((message.conversation_id, message.k))
        is_own = message.author == self._me
        files = tuple((file.name, file.size) for file in message.attachments)
        seq, at = (kept.view.seq, kept.view.settled_at) if kept and is_own else (0, 0)
        return TranscriptLine(
            message.k, message.kind, message.author_kind, self._name(message.author), message.at, message.body, files,
            is_own, Delivery.ACCEPTED, seq, at, kept.view.command_id if kept and is_own else "", message.voice,
        )  # fmt: skip


def _key(position: Position) -> tuple[int, int, str]:
    return (position.place_at, position.waiting_since, position.id)
