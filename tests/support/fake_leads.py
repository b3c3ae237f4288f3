"""The leads' part of the in-memory door, from the same plain dictionaries."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from agentconsole.domain.customer.ownership_card import card_text, ownership_card
from agentconsole.domain.leads.flags import Flag, anger, loop
from agentconsole.domain.leads.ladder import DEFAULT_LADDER, money, on_now
from agentconsole.domain.leads.suggestions import Candidate, Suggestion, suggestions
from agentconsole.domain.leads.watches import Quiet, Untouched, quiet_rungs, untouched
from agentconsole.domain.terms import Author
from agentconsole.workspace.lead_views import RungView, ToldView

if TYPE_CHECKING:
    from agentconsole.workspace.audit_views import AuditLine
    from tests.support.fake_door import FakeDoor


class FakeLeads:
    """What the door's reader would answer. `said`, `trail` and `touched` are what tests put in; with `touched_later`
    whoever asks when a text was touched waits for the test."""

    def __init__(self, door: FakeDoor) -> None:
        self._door = door
        self.said: tuple[ToldView, ...] = ()
        self.trail: tuple[AuditLine, ...] = ()
        self.touched: dict[str, int] = {}
        self.touched_later: list[Future[int]] | None = None

    def ladder(self, conversation_id: str = "") -> tuple[RungView, ...]:
        raised = self._door.rows_of[conversation_id].oversight.escalation if conversation_id else None
        found = []
        for rung in DEFAULT_LADDER:
            here = tuple(agent.short_name for agent in on_now(rung, self._door.team))
            found.append(RungView(rung, here, money(rung), raised is not None and raised.rung == rung.id))
        return tuple(found)

    def card(self, conversation_id: str) -> str:
        door, it = self._door, self._door.rows_of[conversation_id]
        return card_text(ownership_card(it, door.me, "", door.levels, DEFAULT_LADDER, door.now()), it.channel)

    def queues(self) -> tuple[str, ...]:
        return tuple(sorted({it.queue for it in self._door.rows_of.values() if it.queue}))

    def unsent_touched_at(self, conversation_id: str) -> Future[int]:
        answer = Future[int]()
        if self.touched_later is None:
            answer.set_result(self.touched.get(conversation_id, 0))
        else:
            self.touched_later.append(answer)
        return answer

    def suggestions(self, conversation_id: str) -> tuple[Suggestion, ...]:
        chats = self._door._chats()
        known = (Candidate(each, chats=len(chats.get(each.id, ()))) for each in self._door.team.values())
        return suggestions(self._door.rows_of[conversation_id], known)

    def flags(self, conversation_id: str) -> tuple[Flag, ...]:
        said = [m.body for m in self._door.messages[conversation_id] if m.author_kind is Author.CONTACT]
        return tuple(flag for flag in (anger(said), loop(said)) if flag is not None)

    def quiet(self, *, mine: bool = False) -> tuple[Quiet, ...]:
        door = self._door
        rows = [each for each in door.rows_of.values() if not mine or each.assignee == door.me.id]
        return quiet_rungs(rows, DEFAULT_LADDER, door.levels, door.now())

    def untouched(self, shift_began: int) -> tuple[Untouched, ...]:
        return untouched(self._door.rows_of.values(), shift_began, self._door.now())

    def told(self) -> tuple[ToldView, ...]:
        return self.said

    def audit(self, since: int, until: int, conversation_id: str = "", agent: str = "") -> tuple[AuditLine, ...]:
        return self.trail
