"""The demo: a store with a past, and contacts and colleagues who live in it while the visitor works."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from agentconsole.domain.promises.service_levels import MINUTE, SECOND
from agentconsole.domain.team.agent import Role
from agentconsole.domain.terms import Channel
from agentconsole.ids import Ids, SystemIds
from agentconsole.simulator.agents import SimulatedAgent, anything
from agentconsole.simulator.arrivals import Deck, arrivals
from agentconsole.simulator.backlog import Backlog
from agentconsole.simulator.cast import Cast
from agentconsole.simulator.courtesy import Courtesy
from agentconsole.simulator.customers import Customer
from agentconsole.simulator.desk import Desk
from agentconsole.simulator.luck import luck
from agentconsole.simulator.playbook import Playbook, playbook
from agentconsole.simulator.script import Script
from agentconsole.simulator.with_leads import WithLeads
from agentconsole.wire import Envelope

VISITOR = "dana"
FIRST = ((Channel.CHAT, 2), (Channel.PHONE, 40), (Channel.CHAT, 100))
"""Who comes to the visitor first, and after how many seconds: work at once, and soon two things at a time."""
THEN_AFTER = 150 * SECOND
PER_HOUR = 44
"""Contacts in an hour of a flat day: a team of seven is busy and keeps its promises, mostly."""
HOURS = 8
LOOK_AFTER = SECOND
"""The feed is read this often: a contact takes longer to begin typing."""
ASLEEP = 2 * MINUTE
KIND = 100
"""Seconds of patience the first contacts have at least: the visitor does not know the keys yet."""
PACE = 14.0


class DemoDriver:
    """Plays everybody but the visitor, in one thread, on a connection of its own to a new store.

    `submit` takes each envelope; what comes of it is read from the feed, whoever wrote, so it may be an engine
    on the same connection or an outbox that answers later. Breaches are recorded by whoever runs the engine.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        submit: Callable[[Envelope], object],
        *,
        seed: int = 0,
        visitor: str = VISITOR,
        is_visitor_simulated: bool = False,
        ids: Ids | None = None,
        book: Playbook | None = None,
    ) -> None:
        """Raises ScriptError when a fixture cannot be used."""
        self._db, self._submit, self._seed, self._visitor = db, submit, seed, visitor
        self._ids = ids or SystemIds()
        self._book = book or playbook()
        self._plays_visitor = is_visitor_simulated
        self._deck = Deck(self._book.scripts, luck(seed, "deck"))
        self._desk = Desk(db, self._book.by_id, self._book.lines)
        self._cast = Cast(db, ())
        self._last = 0

    def begin(self, now: int) -> None:
        """Writes the team and the backlog; the shift begins at `now`. Raises a StoreError."""
        first = tuple(self._deck.deal(channel, _is_kind) for channel, _ in FIRST)
        backlog = Backlog(self._book, self._deck, self._seed, now)
        backlog.write(self._db, self._ids, self._visitor, first)
        greeted = [self._first(n, script, now) for n, script in enumerate(first)]
        self._cast = Cast(self._db, self._colleagues(now, [each.external_id for each in greeted]))
        coming = arrivals(self._deck, self._seed, now + THEN_AFTER, HOURS, PER_HOUR)
        for customer in (*backlog.customers, *greeted, *coming):
            self._cast.expect(customer)
        self._cast.hear()
        self._cast.settle(now)
        self._last = now

    def step(self, now: int) -> int | None:
        """Does everything that is due at `now`; answers when to call again, None when nobody is left to act.

        After a sleep of the machine the shift goes on where it was.
        """
        if now - self._last > ASLEEP:
            self._cast.settle(now, now - self._last)
        self._last = now
        self._cast.hear()
        for press in self._cast.presses(now):
            self._submit(press.envelope(self._ids.command_id(now), now))
            self._cast.hear()
        due = self._cast.due_at()
        return None if due is None else max(now + 1, min(due, now + LOOK_AFTER))

    def _first(self, n: int, script: Script, now: int) -> Customer:
        at = now + FIRST[n][1] * SECOND
        return Customer(script, f"{script.id}/first{n}", at, luck(self._seed, "first", n))

    def _colleagues(self, now: int, meant: Sequence[str]) -> list[SimulatedAgent]:
        team = {mate.id: mate.role for mate in self._book.team.agents}
        leads = frozenset(agent_id for agent_id, role in team.items() if role is Role.LEAD)
        # A lead came to see others in need: what would come to an agent first goes to a colleague, who calls.
        visits_as_lead = self._visitor in leads
        first = next(iter(meant), "") if visits_as_lead else ""
        courtesy = Courtesy(self._desk, self._visitor, self._seed, frozenset(meant) - {first}, first)
        with_leads = WithLeads(self._desk, luck(self._seed, "leads"), self._visitor, leads, first)
        everybody = [mate.id for mate in self._book.team.agents]
        return [
            SimulatedAgent(
                agent_id,
                self._desk,
                luck(self._seed, "agent", agent_id),
                now + n * SECOND,
                tickets=6,
                pace=PACE,
                may_take=anything if agent_id == self._visitor else courtesy.may_take,
                with_leads=with_leads,
            )
            for n, agent_id in enumerate(everybody)
            if self._plays_visitor or agent_id != self._visitor
        ]


def _is_kind(script: Script) -> bool:
    """A call cannot wait long in any case, so only chats are chosen by patience."""
    patient = script.channel is Channel.PHONE or script.patience >= KIND
    return script.language == "en" and patient
