"""A desk: rows in memory and one function, `do`, like an engine without a store: `decide`, and `evolve` follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from agentconsole.domain.commands import Command, Link, Merge, OnConversation, Undo
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.decide import decide
from agentconsole.domain.events import Event, OfConversation
from agentconsole.domain.evolve import evolve
from agentconsole.domain.refusals import Refusal
from agentconsole.domain.team.capacity import Held
from agentconsole.domain.view import Context, Decision, Past, View
from tests.support.builders import NOW, TEAM, a_context, held_calls, held_chats

Decide = Callable[[View, Command, Context], Decision]


@dataclass(frozen=True)
class Desk:
    """Rows by id and, per conversation, its newest accepted command. Never changed: `do` answers with the next one."""

    rows: Mapping[str, Conversation] = field(default_factory=dict)
    past: Mapping[str, Past] = field(default_factory=dict)
    decide: Decide = decide

    @classmethod
    def of(cls, *conversations: Conversation, decide: Decide = decide) -> Desk:
        return cls({each.id: each for each in conversations}, decide=decide)

    @cached_property
    def chats(self) -> dict[str, tuple[Held, ...]]:
        """Who holds which chats."""
        return held_chats(self.rows.values())

    @cached_property
    def calls(self) -> dict[str, tuple[Held, ...]]:
        """Who is on which call."""
        return held_calls(self.rows.values())

    def view(self, command: Command, actor: str) -> View:
        """What the rules would be shown for this command."""
        own = self.rows.get(command.conversation_id) if isinstance(command, OnConversation) else None
        other = command.into if isinstance(command, Merge) else command.other if isinstance(command, Link) else ""
        past = self.past.get(own.id) if own and isinstance(command, Undo) else None
        mine = past if past and past.actor == actor else None
        return View(own, self.rows.get(other), TEAM, self.chats, self.calls, past=mine)

    def ask(self, actor: str, command: Command, now: int = NOW) -> Decision:
        """What the rules say, with nothing done."""
        context = a_context(actor, now=now, next_number=len(self.rows) + 1001)
        return self.decide(self.view(command, actor), command, context)

    def do(self, actor: str, command: Command, now: int = NOW) -> tuple[Decision, Desk]:
        """What the rules say, and the desk after it: this one when they refuse."""
        decision = self.ask(actor, command, now)
        if isinstance(decision, Refusal) or not decision:
            return decision, self
        return decision, self.after(decision, actor, now)

    def after(self, events: tuple[Event, ...], actor: str, now: int = NOW) -> Desk:
        """The desk once these events have happened."""
        rows, past = dict(self.rows), dict(self.past)
        for event in events:
            if isinstance(event, OfConversation):
                rows[event.conversation_id] = evolve(rows.get(event.conversation_id), event, now, actor)
        for touched in {e.conversation_id for e in events if isinstance(e, OfConversation)}:
            past[touched] = Past("c", actor, now, events, rows[touched].rev)
        return replace(self, rows=rows, past=past)

    def done(self, actor: str, command: Command, now: int = NOW) -> Desk:
        """The desk after a command that has to be accepted."""
        decision, desk = self.do(actor, command, now)
        assert not isinstance(decision, Refusal), decision.words
        return desk
