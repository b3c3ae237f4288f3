"""The customer's part of the door: one card from the contact's conversations and from what other systems tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from agentconsole.domain.clocks import ClockKind, clocks
from agentconsole.domain.compensation import granted
from agentconsole.domain.conversation import Channel, Conversation, Status
from agentconsole.domain.identity import Check, IdentityPolicy, Standing, standing
from agentconsole.store import customer_queries
from agentconsole.store.products import find_products
from agentconsole.store.rows import conversation_from, find_identity_policy
from agentconsole.workspace.conversation_reader import ConversationReader
from agentconsole.workspace.customer_views import Admitted, CustomerView, Elsewhere, Promised, SimilarView
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.views import EarlierConversation

if TYPE_CHECKING:
    from agentconsole.workspace.searching import Searching

FOR_AN_INSTANT = frozenset({ClockKind.CALLBACK, ClockKind.PROMISED, ClockKind.FOLLOW_UP})
"""Clocks of what somebody was told a time for; the others are the house's own."""


class CustomerReader:
    """Reads for one desk."""

    def __init__(self, desk: Desk, conversations: ConversationReader, searching: Callable[[], Searching]) -> None:
        """`searching` answers with the thread that looks things up beside the screens."""
        self._desk, self._conversations, self._searching = desk, conversations, searching

    def card(self, conversation_id: str, *, with_flags: bool = False) -> CustomerView:
        """The contact of this conversation."""
        desk = self._desk
        it = self._conversations.stored(conversation_id)
        notable = self._notable(it)
        admitted = sorted((each for c in notable for each in _admitted(c)), key=lambda each: -each.at)
        others = [each for each in notable if each.id != it.id]
        return CustomerView(
            contact=self._conversations.contact(it.contact_id, it.id),
            conversation_id=it.id,
            category=it.category,
            tags=it.tags,
            links=it.links,
            reopened=it.reopened,
            identity=self._standing(it, others),
            checks=tuple(sorted(_checks(notable), key=lambda pair: -pair[1].at)),
            promises=self._promises(notable),
            elsewhere=self._elsewhere(others),
            faults=tuple(admitted),
            granted=granted(each.compensation for each in admitted),
            products=find_products(desk.db, it.contact_id).facts,
            flags=self._flags(it.id) if with_flags else (),
        )

    def _notable(self, it: Conversation) -> list[Conversation]:
        """The conversation itself, and what of the contact's others is open or on record."""
        rows = customer_queries.notable_rows(self._desk.db, it.contact_id)
        found = (conversation_from(row).conversation for row in rows)
        return [it, *(each for each in found if each.id != it.id)]

    def _standing(self, it: Conversation, others: Iterable[Conversation]) -> Standing:
        elsewhere = (check for _, check in _checks(others))
        return standing(it.checks, elsewhere, it.category, self.policy(), self._desk.clock.now())

    def _promises(self, notable: Iterable[Conversation]) -> tuple[Promised, ...]:
        levels = self._desk.levels()
        found = (
            Promised(clock.kind, clock.breach_at, each.id)
            for each in notable
            for clock in clocks(each, levels)
            if clock.kind in FOR_AN_INSTANT
        )
        return tuple(sorted(found, key=lambda each: each.due_at))

    def _elsewhere(self, others: Iterable[Conversation]) -> tuple[Elsewhere, ...]:
        team = self._desk.team()
        return tuple(
            Elsewhere(
                *(each.id, each.channel, each.status, each.subject),
                self._desk.short_name(each.assignee, team) if each.assignee else "",
                each.received_at,
            )
            for each in others
            if each.is_open
        )

    def _flags(self, conversation_id: str) -> tuple[str, ...]:
        from agentconsole.workspace.lead_reader import LeadReader

        return tuple(flag.words for flag in LeadReader(self._desk).flags(conversation_id))

    def ended(
        self, conversation_id: str, after: EarlierConversation | None = None, limit: int = 50
    ) -> tuple[EarlierConversation, ...]:
        """What has ended with its contact, newest first, behind `after`."""
        it = self._conversations.stored(conversation_id)
        key = (after.received_at, after.id) if after else None
        rows = customer_queries.ended_page(self._desk.db, it.contact_id, it.id, limit, key)
        return tuple(EarlierConversation(i, Channel(c), Status(s), subject, at) for i, c, s, subject, at in rows)

    def similar(self, conversation_id: str) -> Future[tuple[SimilarView, ...]]:
        """Resolved conversations like this one, looked for beside the screens."""
        from agentconsole.workspace.alike import find_views

        return self._searching().put(lambda db: find_views(db, conversation_id))

    def policy(self) -> IdentityPolicy:
        """How the team makes sure who it is."""
        return find_identity_policy(self._desk.db)

    def is_missing_proof(self, conversation_id: str) -> bool:
        """Whether its category needs to know who it is, and we do not."""
        it = self._conversations.stored(conversation_id)
        if it.category not in self.policy().needed_in:
            return False
        return self._standing(it, self._notable(it)[1:]).is_missing


def _admitted(it: Conversation) -> Iterable[Admitted]:
    return (Admitted(it.id, fault.cause, fault.compensation, fault.at) for fault in it.faults)


def _checks(conversations: Iterable[Conversation]) -> Iterable[tuple[str, Check]]:
    return ((each.id, check) for each in conversations for check in each.checks)
