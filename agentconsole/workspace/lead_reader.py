"""The leads' part of the door: the ladder, the card, who could take it, what to look at, and the trail.

The first picture asks it for news: what only a lead's own page needs is imported with that, the rules above all.
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

import msgspec

from agentconsole.domain.leads.ladder import money, on_now
from agentconsole.domain.leads.watches import Quiet, Untouched, quiet_rungs, untouched
from agentconsole.store.own import drafts
from agentconsole.store.rows import conversation_from
from agentconsole.store.tables import AUDITED
from agentconsole.store.team import board_queries, lead_queries
from agentconsole.store.team.policy import find_ladder
from agentconsole.store.team.rows import find_held
from agentconsole.typed import decoded
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.lead_views import RungView, ToldView
from agentconsole.workspace.stored import stored

if TYPE_CHECKING:
    from agentconsole.domain.leads.flags import Flag
    from agentconsole.domain.leads.suggestions import Suggestion
    from agentconsole.workspace.audit_views import AuditLine

ON_A_SCREEN = 200
"""Lines of the trail a screen asks for; the line command reads further."""


class _Told(msgspec.Struct):
    """What is shown of a word to the team."""

    body: str


class LeadReader:
    """Reads for one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ladder(self, conversation_id: str = "") -> tuple[RungView, ...]:
        """The rungs with who is there now."""
        team = self._desk.team()
        raised = stored(self._desk.db, conversation_id).oversight.escalation if conversation_id else None
        return tuple(
            RungView(
                each,
                tuple(agent.short_name for agent in on_now(each, team)),
                money(each),
                raised is not None and raised.rung == each.id,
            )
            for each in find_ladder(self._desk.db)
        )

    def card(self, conversation_id: str) -> str:
        """The ownership card, ready to be sent or read aloud."""
        from agentconsole.domain.customer.ownership_card import card_text, ownership_card

        desk, c = self._desk, stored(self._desk.db, conversation_id)
        me = desk.team()[desk.me]
        return card_text(ownership_card(c, me, "", desk.levels(), find_ladder(desk.db), desk.clock.now()), c.channel)

    def unsent_touched_at(self, conversation_id: str) -> Future[int]:
        """When the holder last touched an unsent reply."""
        from agentconsole.store.own.unsent import writer_of

        desk, writer = self._desk, writer_of(stored(self._desk.db, conversation_id))
        at = drafts.touched_at(desk.db, desk.server, writer, conversation_id)
        if not at:
            return desk.courier.unsent_touched_at(conversation_id)
        known = Future[int]()
        known.set_result(at)
        return known

    def suggestions(self, conversation_id: str) -> tuple[Suggestion, ...]:
        """Who else could take it, and why."""
        from agentconsole.domain.leads.suggestions import Candidate, suggestions

        desk, c = self._desk, stored(self._desk.db, conversation_id)
        chats, calls = find_held(desk.db)
        tickets = {each.agent: each.tickets for each in board_queries.holdings(desk.db)}
        offered = lead_queries.offers_by_agent(desk.db)
        contact = lead_queries.knows_contact(desk.db, c.contact_id, c.id)
        category = lead_queries.knows_category(desk.db, c.category)
        candidates = (
            Candidate(
                agent,
                chats=len(chats.get(agent.id, ())),
                calls=len(calls.get(agent.id, ())),
                tickets=tickets.get(agent.id, 0),
                offered=offered.get(agent.id, 0),
                with_contact=contact.get(agent.id, 0),
                in_category=category.get(agent.id, 0),
            )
            for agent in desk.team().values()
            if agent.id != desk.me
        )
        return suggestions(c, candidates)

    def flags(self, conversation_id: str) -> tuple[Flag, ...]:
        """Signs that somebody senior might look."""
        from agentconsole.workspace.signs import find_flags

        return find_flags(self._desk.db, stored(self._desk.db, conversation_id), self._desk.clock.now())

    def quiet(self, *, mine: bool = False) -> tuple[Quiet, ...]:
        """What waits on others and went silent: mine, or everybody's for a lead."""
        desk = self._desk
        whose = "" if desk.team()[desk.me].is_lead and not mine else desk.me
        rows = [conversation_from(row).conversation for row in lead_queries.held_rows(desk.db, whose)]
        return quiet_rungs(rows, find_ladder(desk.db), desk.levels(), desk.clock.now())

    def untouched(self, shift_began: int) -> tuple[Untouched, ...]:
        """What nobody senior has looked at since then."""
        rows = [conversation_from(row).conversation for row in lead_queries.untouched(self._desk.db, shift_began)]
        return untouched(rows, shift_began, self._desk.clock.now())

    def queues(self) -> tuple[str, ...]:
        """The names of the queues something is open in."""
        return lead_queries.open_queues(self._desk.db)

    def told(self) -> tuple[ToldView, ...]:
        """The newest words to the whole team."""
        team = self._desk.team()
        return tuple(
            ToldView(self._desk.short_name(actor, team), at, decoded(body, _Told).body)
            for actor, at, body in lead_queries.told(self._desk.db, AUDITED)
        )

    def audit(self, since: int, until: int, conversation_id: str = "", agent: str = "") -> tuple[AuditLine, ...]:
        """Everything for a lead, what concerns them for an agent."""
        from agentconsole.workspace.audit_views import audit

        only_for = "" if self._desk.team()[self._desk.me].is_lead else self._desk.me
        db, at_most = self._desk.db, ON_A_SCREEN
        return audit(db, since, until, conversation_id=conversation_id, agent=agent, only_for=only_for, limit=at_most)
