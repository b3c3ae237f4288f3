"""The leads' part of the door: who is called, who is in, what waits to go where, as one agent may see it."""

from __future__ import annotations

import msgspec

from agentconsole.domain.agent import Agent
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.flags import Flag, anger, loop, often_here
from agentconsole.domain.ladder import Ladder, members, money, on_now, rung_of
from agentconsole.domain.lead_clocks import escalation_clock
from agentconsole.domain.lead_events import TeamTold
from agentconsole.domain.message import Voice
from agentconsole.domain.oversight import REASON_WORDS, Oversight
from agentconsole.domain.ownership_card import card_text, ownership_card
from agentconsole.domain.service_levels import WEEK
from agentconsole.domain.suggestions import Candidate, Suggestion, suggestions
from agentconsole.domain.watches import Quiet, Untouched, quiet_rungs, untouched
from agentconsole.store import board_queries, lead_queries
from agentconsole.store.lead_queries import Word
from agentconsole.store.rows import conversation_from, find_conversation, find_held, find_ladder
from agentconsole.store.tables import AUDITED
from agentconsole.workspace.api import UnknownConversation
from agentconsole.workspace.audit_views import AuditLine, audit
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.lead_views import (
    CallRow,
    OfferView,
    OversightView,
    ReaderView,
    ReturningView,
    RungView,
    TakenView,
    ToldView,
    WordView,
)
from agentconsole.workspace.queue_reader import QueueReader
from agentconsole.workspace.views import QueueRow


class LeadReader:
    """Reads for one desk."""

    def __init__(self, desk: Desk, queue: QueueReader) -> None:
        self._desk, self._queue = desk, queue

    def _call(self, row: QueueRow, c: Conversation, ladder: Ladder, team: dict[str, Agent]) -> CallRow:
        raised, asked = c.oversight.escalation, c.oversight.help
        holder = self._desk.short_name(row.assignee, team) if row.assignee else ""
        me = team[self._desk.me]
        if raised is not None:
            rung = rung_of(ladder, raised.rung)
            is_for_me = me.is_lead or (rung is not None and me in members(rung, team))
            words = f"{REASON_WORDS[raised.reason]}: {raised.line}" if raised.line else REASON_WORDS[raised.reason]
            clock = escalation_clock(c, self._desk.levels())
            by = self._desk.short_name(raised.by, team)
            return CallRow(row, holder, by, words, raised.since, rung.name if rung else raised.rung, clock, is_for_me)
        by, at, line = (asked.by, asked.at, asked.line) if asked else ("", row.position.waiting_since, "")
        return CallRow(
            row, holder, self._desk.short_name(by, team), line or "asks for a whisper", at, "", None, me.is_lead
        )

    def oversight(self, conversation_id: str) -> OversightView:
        """All about leads and this conversation."""
        desk, c, team = self._desk, self._stored(conversation_id), self._desk.team()
        seen, now, me = c.oversight, desk.clock.now(), team[desk.me]
        # A team may delay the notice to the agent; leads see who is in at once.
        shown = seen.supervisors if me.is_lead else seen.shown_readers(now)
        summary, whisper = seen.summary, seen.whisper
        mine = c.assignee == desk.me
        return OversightView(
            readers=tuple(ReaderView(s.agent, desk.short_name(s.agent, team), s.mode, s.since) for s in shown),
            mode=seen.mode_of(desk.me),
            call=self._call_of(c, team) if seen.calls_since is not None else None,
            whisper=self._word(conversation_id, whisper.k, team) if whisper else None,
            summary=self._word(conversation_id, summary.k, team) if summary else None,
            must_read=mine and summary is not None and summary.by != desk.me,
            unsent=self._unsent(c, team),
            taken=self._taken(seen, team),
            returning=self._returning(seen, team),
            offer=self._offer(c, team) if seen.offer and seen.offer.until >= now else None,
            looked_at=seen.looked_at,
            looked_by=desk.short_name(seen.looked_by, team) if seen.looked_by else "",
        )

    def _call_of(self, c: Conversation, team: dict[str, Agent]) -> CallRow:
        return self._call(self._queue.row(c.id), c, find_ladder(self._desk.db), team)

    def _word(self, conversation_id: str, k: int, team: dict[str, Agent]) -> WordView | None:
        return self._said(lead_queries.word_at(self._desk.db, conversation_id, k), team)

    def _said(self, word: Word | None, team: dict[str, Agent]) -> WordView | None:
        if word is None:
            return None
        return WordView(word.author, self._desk.short_name(word.author, team), word.at_ms, word.body)

    def _unsent(self, c: Conversation, team: dict[str, Agent]) -> WordView | None:
        taken = c.oversight.taken
        if taken is None:
            return None
        found = lead_queries.newest_in_voice(self._desk.db, c.id, Voice.UNSENT.value, taken.at)
        return self._said(found, team)

    def _taken(self, seen: Oversight, team: dict[str, Agent]) -> TakenView | None:
        it = seen.taken
        if it is None:
            return None
        by, before = self._desk.short_name(it.by, team), self._desk.short_name(it.from_agent, team)
        return TakenView(it.by, by, it.from_agent, before, it.at)

    def _returning(self, seen: Oversight, team: dict[str, Agent]) -> ReturningView | None:
        it = seen.returning
        return ReturningView(it.to, self._desk.short_name(it.to, team), it.summary, it.at) if it else None

    def _offer(self, c: Conversation, team: dict[str, Agent]) -> OfferView | None:
        it = c.oversight.offer
        if it is None:
            return None
        to, by = self._desk.short_name(it.to, team), self._desk.short_name(it.by, team)
        return OfferView(c.id, c.contact_name, it.to, to, by, it.until)

    def ladder(self, conversation_id: str = "") -> tuple[RungView, ...]:
        """The rungs with who is there now."""
        team = self._desk.team()
        raised = self._stored(conversation_id).oversight.escalation if conversation_id else None
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
        desk, c = self._desk, self._stored(conversation_id)
        me = desk.team()[desk.me]
        return card_text(ownership_card(c, me, "", desk.levels(), find_ladder(desk.db), desk.clock.now()), c.channel)

    def suggestions(self, conversation_id: str) -> tuple[Suggestion, ...]:
        """Who could take it, and why."""
        desk, c = self._desk, self._stored(conversation_id)
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
        )
        return suggestions(c, candidates)

    def flags(self, conversation_id: str) -> tuple[Flag, ...]:
        """Signs that somebody senior might look."""
        db, c, now = self._desk.db, self._stored(conversation_id), self._desk.clock.now()
        words = lead_queries.contacts_words(db, conversation_id)
        came = lead_queries.received(db, c.contact_id, now - WEEK)
        return tuple(flag for flag in (anger(words), loop(words), often_here(came, now)) if flag is not None)

    def quiet(self) -> tuple[Quiet, ...]:
        """What waits on others and went silent: mine, or everybody's for a lead."""
        desk = self._desk
        whose = "" if desk.team()[desk.me].is_lead else desk.me
        rows = [conversation_from(row).conversation for row in lead_queries.held_rows(desk.db, whose)]
        return quiet_rungs(rows, find_ladder(desk.db), desk.levels(), desk.clock.now())

    def untouched(self, shift_began: int) -> tuple[Untouched, ...]:
        """What nobody senior has looked at since then."""
        rows = [conversation_from(row).conversation for row in lead_queries.untouched(self._desk.db, shift_began)]
        return untouched(rows, shift_began, self._desk.clock.now())

    def told(self) -> tuple[ToldView, ...]:
        """The newest words to the whole team."""
        team = self._desk.team()
        return tuple(
            ToldView(self._desk.short_name(actor, team), at, msgspec.json.decode(body, type=TeamTold).body)
            for actor, at, body in lead_queries.told(self._desk.db, AUDITED)
        )

    def audit(self, since: int, until: int, conversation_id: str = "", agent: str = "") -> tuple[AuditLine, ...]:
        """Everything for a lead, what concerns them for an agent."""
        only_for = "" if self._desk.team()[self._desk.me].is_lead else self._desk.me
        return audit(self._desk.db, since, until, conversation_id=conversation_id, agent=agent, only_for=only_for)

    def _stored(self, conversation_id: str) -> Conversation:
        found = find_conversation(self._desk.db, conversation_id)
        if found is None:
            raise UnknownConversation(conversation_id)
        return found.conversation
