"""Everybody who takes part: hears what happened from the feed, and presses what is due, in order of time."""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Iterable, Iterator

from agentconsole.domain import events as happened
from agentconsole.domain.events import OfConversation
from agentconsole.domain.leads import events as leads
from agentconsole.engine.feed import Change, changes
from agentconsole.simulator.agents import SimulatedAgent
from agentconsole.simulator.customers import SOURCE, Customer
from agentconsole.simulator.press import Press
from agentconsole.wire import event_from

NEWS = (happened.Opened, happened.Released, happened.Left, leads.Escalated, leads.HelpAsked)
"""What makes every agent look up; anything else concerns whoever holds the conversation."""


class Cast:
    """The simulated contacts and agents over one store, which they know by its feed alone."""

    def __init__(
        self, db: sqlite3.Connection, agents: Iterable[SimulatedAgent], since: int = 0, source: str = SOURCE
    ) -> None:
        """`source` brings the contacts; the empty one stands for any."""
        self._db = db
        self._source = source
        self._agents = {agent.agent_id: agent for agent in agents}
        self._by_external: dict[str, Customer] = {}
        self._by_conversation: dict[str, Customer] = {}
        self._holders: dict[str, str] = {}
        self._agenda: list[tuple[int, int, Customer | SimulatedAgent]] = []
        self._entries = 0
        self._seen = since
        for agent in self._agents.values():
            self._plan(agent)

    def expect(self, customer: Customer) -> None:
        """One more contact will come."""
        self._by_external[customer.external_id] = customer
        self._plan(customer)

    def due_at(self) -> int | None:
        """The next instant somebody wants to do something."""
        self._drop_outdated()
        return self._agenda[0][0] if self._agenda else None

    def presses(self, now: int) -> Iterator[Press]:
        """What is pressed up to `now`, one by one; let everybody hear what came of it in between."""
        while True:
            due = self.due_at()
            if due is None or due > now:
                return
            _, _, who = heapq.heappop(self._agenda)
            press = who.step(now)
            self._plan(who)
            if press is not None:
                yield press

    def hear(self) -> None:
        """Everybody learns what has happened since the last time."""
        more = True
        while more:
            window = changes(self._db, self._seen)
            for change in window.events:
                self._tell(change, change.at_ms)
            self._seen, more = window.to, window.more

    def begin_at(self, seq: int) -> None:
        """The feed goes on behind that event: the store was set back."""
        self._seen = seq

    def settle(self, now: int, slept: int = 0) -> None:
        """After `slept` ms without a step: the shift goes on where it was, and nobody does everything at once."""
        for customer in self._by_external.values():
            customer.settle(now, slept)
            self._plan(customer)

    def _tell(self, change: Change, now: int) -> None:
        if not change.conversation or not change.body:
            return
        event = event_from(change.type, change.body)
        if isinstance(event, happened.Opened) and self._source in ("", event.source):
            customer = self._by_external.get(event.external_id)
            if customer is not None:
                self._by_conversation[event.conversation_id] = customer
        customer = self._by_conversation.get(change.conversation)
        if customer is not None:
            customer.hear(event, now)
            self._by_external[customer.external_id] = customer
            self._plan(customer)
        if isinstance(event, OfConversation):
            self._wake(event, now)

    def _wake(self, event: OfConversation, now: int) -> None:
        match event:
            case (
                happened.Claimed(agent=holder) | happened.Reopened(agent=holder) | happened.Transferred(to_agent=holder)
            ):
                self._holders[event.conversation_id] = holder
            case _:
                pass
        concerned = {self._holders.get(event.conversation_id, "")}
        if isinstance(event, leads.Offered):
            concerned.add(event.to_agent)
        for agent_id, agent in self._agents.items():
            if isinstance(event, NEWS) or agent_id in concerned:
                agent.wake(now)
                self._plan(agent)

    def _plan(self, who: Customer | SimulatedAgent) -> None:
        if who.due_at is not None:
            self._entries += 1
            heapq.heappush(self._agenda, (who.due_at, self._entries, who))

    def _drop_outdated(self) -> None:
        """Whoever has changed their mind stands in the agenda again at their new instant."""
        while self._agenda and self._agenda[0][0] != self._agenda[0][2].due_at:
            heapq.heappop(self._agenda)
