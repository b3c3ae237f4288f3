"""The customer's part of the in-memory door, from the same plain dictionaries."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.customer.compensation import granted
from agentconsole.domain.customer.identity import ANY_WAY, IdentityPolicy, standing
from agentconsole.domain.customer.products import Fact
from agentconsole.domain.promises.clocks import clocks
from agentconsole.workspace.api import UnknownConversation
from agentconsole.workspace.customer_card import FOR_AN_INSTANT
from agentconsole.workspace.customer_views import Admitted, CustomerView, Elsewhere, Promised, SimilarView
from agentconsole.workspace.views import EarlierConversation

if TYPE_CHECKING:
    from tests.support.fake_door import FakeDoor


class FakeCustomers:
    """What the door's reader would answer. `told` and `identity` are what tests put in."""

    def __init__(self, door: FakeDoor) -> None:
        self._door = door
        self.told: dict[str, tuple[Fact, ...]] = {}
        self.identity = ANY_WAY
        self.alike: tuple[SimilarView, ...] = ()

    def card(self, conversation_id: str, *, with_flags: bool = False) -> CustomerView:
        door, it = self._door, self._get(conversation_id)
        theirs = self._theirs(it)
        faults = [Admitted(c.id, each.cause, each.compensation, each.at) for c in theirs for each in c.faults]
        return CustomerView(
            door.contact(it.contact_id, it.id), it.id, it.category, it.tags, it.links, it.reopened,
            standing(it.checks, (), it.category, self.identity, door.now()),
            checks=tuple((c.id, check) for c in theirs for check in c.checks),
            promises=tuple(
                Promised(clock.kind, clock.breach_at, c.id)
                for c in theirs for clock in clocks(c, door.levels) if clock.kind in FOR_AN_INSTANT
            ),
            elsewhere=tuple(
                Elsewhere(c.id, c.channel, c.status, c.subject, c.assignee, c.received_at)
                for c in theirs if c.is_open and c.id != it.id
            ),
            faults=tuple(faults),
            granted=granted(each.compensation for each in faults),
            products=self.told.get(it.contact_id, ()),
            flags=tuple(flag.words for flag in door.leads.flags(it.id)) if with_flags else (),
        )  # fmt: skip

    def ended(
        self, conversation_id: str, after: EarlierConversation | None = None, limit: int = 50
    ) -> tuple[EarlierConversation, ...]:
        it = self._get(conversation_id)
        found = [each for each in self._theirs(it) if not each.is_open and each.id != it.id]
        left = [c for c in found if after is None or (c.received_at, c.id) < (after.received_at, after.id)]
        return tuple(EarlierConversation(c.id, c.channel, c.status, c.subject, c.received_at) for c in left[:limit])

    def similar(self, conversation_id: str) -> Future[tuple[SimilarView, ...]]:
        answer = Future[tuple[SimilarView, ...]]()
        answer.set_result(self.alike)
        return answer

    def policy(self) -> IdentityPolicy:
        return self.identity

    def is_missing_proof(self, conversation_id: str) -> bool:
        it = self._get(conversation_id)
        return standing(it.checks, (), it.category, self.identity, self._door.now()).is_missing

    def _theirs(self, it: Conversation) -> Sequence[Conversation]:
        theirs = (each for each in self._door.rows_of.values() if each.contact_id == it.contact_id)
        return sorted(theirs, key=lambda each: (each.received_at, each.id), reverse=True)

    def _get(self, conversation_id: str) -> Conversation:
        if conversation_id not in self._door.rows_of:
            raise UnknownConversation(conversation_id)
        return self._door.rows_of[conversation_id]
