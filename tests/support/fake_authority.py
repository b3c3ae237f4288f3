"""Who decides behind the in-memory door: the real rules over plain dictionaries, and what the world does to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

from agentconsole.clock import ManualClock
from agentconsole.domain import commands as ask
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.decide import decide
from agentconsole.domain.events import Event, OfConversation
from agentconsole.domain.evolve import evolve
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.lines import lines
from agentconsole.domain.message import Message
from agentconsole.domain.promises.service_levels import ServiceLevels
from agentconsole.domain.refusals import Refusal
from agentconsole.domain.team.agent import Agent, Presence, Role
from agentconsole.domain.team.capacity import Held, call_holder, chat_holder, free_slot
from agentconsole.domain.team.events import PresenceSet
from agentconsole.domain.terms import Author
from agentconsole.domain.view import Context, Past, View
from agentconsole.workspace.api import UnknownConversation
from agentconsole.workspace.views import ReceiptView
from tests.support.fake_knowledge import FakeKnowledge

START = 1_790_000_000_000
TEAM = (
    Agent("dana", "Dana Weber", presence=Presence.AVAILABLE),
    Agent("bo", "Bo Lindqvist", presence=Presence.AVAILABLE),
    Agent("mo", "Mo Hadid", role=Role.LEAD, presence=Presence.AVAILABLE),
)


@dataclass
class Kept:
    """A receipt as the fake keeps it."""

    view: ReceiptView
    command: ask.Command
    events: tuple[Event, ...]
    rev: int = -1


class FakeAuthority(FakeKnowledge):
    """Everything at once accepted, by the real rules."""

    def __init__(self, me: str, now: int, levels: ServiceLevels) -> None:
        self.clock = ManualClock(now)
        self.levels = levels
        self.team = {agent.id: agent for agent in TEAM}
        self._me = me
        self.rows_of: dict[str, Conversation] = {}
        self.messages: dict[str, list[Message]] = {}
        self.contacts: dict[str, IncomingContact] = {}
        self.slots: dict[str, int] = {}
        self.seen: dict[str, int] = {}
        self.kept: list[Kept] = []
        self.sent: dict[tuple[str, int], Kept] = {}
        self.listeners: list[Callable[[], None]] = []
        self._numbers = count(4501)
        self._ids = count(1)

    def now(self) -> int:
        return self.clock.now()

    def arrives(self, channel: str, name: str, subject: str, body: str = "", **more: str) -> str:
        """A contact rings, writes or starts a chat; the new conversation's id."""
        now = self.now()
        said = (IncomingMessage(Author.CONTACT, "reply", now, body),) if body else ()
        contact = IncomingContact(name, more.get("email", ""), more.get("phone", ""))
        category = more.get("category", "")
        coming = IncomingConversation("", "", channel, subject, category, contact, now, "waiting", said)
        command = ask.Open(coming)
        decision = decide(self._view(command), command, replace(self._context(), actor=channel))
        assert not isinstance(decision, Refusal), decision
        self._accept(command, decision, channel)
        return list(self.rows_of)[-1]

    def writes(self, conversation_id: str, body: str) -> None:
        """The contact writes again."""
        self.does(self._get(conversation_id).channel.value, ask.Receive(conversation_id, body))

    def does(self, actor: str, command: ask.Command) -> None:
        """Somebody else does something."""
        decision = decide(self._view(command), command, replace(self._context(), actor=actor))
        assert not isinstance(decision, Refusal), decision
        self._accept(command, decision, actor)

    def later(self, seconds: float) -> int:
        """Time passes."""
        return self.clock.advance(int(seconds * 1000))

    # Inside

    def _accept(self, command: ask.Command, events: tuple[Event, ...], actor: str) -> str:
        now, command_id, seq = self.now(), f"command-{next(self._ids)}", 48_000 + len(self.kept)
        subject = command.conversation_id if isinstance(command, ask.OnConversation) else ""
        view = ReceiptView(command_id, command.kind, subject, "accepted", "", "", seq, now, now, now, f"{seq:08x}" * 8)
        kept = Kept(view, command, events)
        for event in events:
            self._apply(event, now, actor, kept)
        kept.rev = self.rows_of[subject].rev if subject else -1
        if actor == self._me:
            self.kept.append(kept)
        for listener in tuple(self.listeners):
            listener()
        return command_id

    def _apply(self, event: Event, now: int, actor: str, kept: Kept) -> None:
        if isinstance(event, PresenceSet):
            self.team[actor] = replace(self.team[actor], presence=event.presence, aux=event.aux)
            return
        if not isinstance(event, OfConversation):
            self.learn(event, now)
            return
        number = event.conversation_id
        before = self.rows_of.get(number)
        after = evolve(before, event, now, actor)
        if before is None:
            known = event.contact  # type: ignore[attr-defined]  # only Opened begins a conversation
            self.contacts[known.id] = IncomingContact(known.name, known.email, known.phone)
        for line in lines(event, before or replace(after, messages=0), now, actor):
            self.messages.setdefault(number, []).append(line)
            self.sent[number, line.k] = kept
        self.messages.setdefault(number, [])
        self.rows_of[number] = after
        if chat_holder(after) and number not in self.slots:
            others = tuple(h for h in self._chats().get(after.assignee, ()) if h.conversation_id != number)
            self.slots[number] = free_slot(others)
        elif not chat_holder(after):
            self.slots.pop(number, None)

    def _get(self, conversation_id: str) -> Conversation:
        if conversation_id not in self.rows_of:
            raise UnknownConversation(conversation_id)
        return self.rows_of[conversation_id]

    def _name(self, agent_id: str) -> str:
        return self.team[agent_id].short_name if agent_id in self.team else agent_id

    def _held(self, holder: Callable[[Conversation], str]) -> dict[str, tuple[Held, ...]]:
        held: dict[str, tuple[Held, ...]] = {}
        for it in self.rows_of.values():
            if holder(it):
                mine = (*held.get(holder(it), ()), Held(it.id, it.contact_name, self.slots.get(it.id, 1)))
                held[holder(it)] = tuple(sorted(mine, key=lambda each: each.slot_no))
        return held

    def _chats(self) -> dict[str, tuple[Held, ...]]:
        return self._held(chat_holder)

    def _context(self) -> Context:
        return Context(self.now(), self._me, self.levels, next_number=next(self._numbers))

    def _view(self, command: ask.Command) -> View:
        undone = getattr(command, "command_id", "-")
        past = next((self._past(kept) for kept in self.kept if kept.view.command_id == undone), None)
        view = View(agents=self.team, past=past, chats=self._chats(), calls=self._held(call_holder))
        return self.knowledge.look(command, view)

    def _past(self, kept: Kept) -> Past:
        return Past(kept.view.command_id, self._me, kept.view.pressed_at, kept.events, kept.rev)
