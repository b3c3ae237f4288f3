"""The customer's part of the door: the card, what went before, how identity stands, and what helped others."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.customer.identity import IdentityPolicy
from agentconsole.domain.terms import Channel, Status
from agentconsole.store.customer_queries import ended_page
from agentconsole.store.team.policy import find_identity_policy
from agentconsole.workspace.customer_card import read_card, read_standing
from agentconsole.workspace.customer_views import CustomerView, SimilarView
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.stored import stored
from agentconsole.workspace.views import EarlierConversation

if TYPE_CHECKING:
    from agentconsole.workspace.searching import Searching


class CustomerReader:
    """Reads for one desk."""

    def __init__(self, desk: Desk, searching: Callable[[], Searching]) -> None:
        """`searching` answers with the thread that looks things up beside the screens."""
        self._desk, self._searching = desk, searching

    def card(self, conversation_id: str, *, with_flags: bool = False) -> CustomerView:
        """The contact of this conversation."""
        desk, it = self._desk, stored(self._desk.db, conversation_id)
        now = desk.clock.now()
        return read_card(desk.db, it, desk.team(), now, self._flags(it, now) if with_flags else ())

    def _flags(self, it: Conversation, now: int) -> tuple[str, ...]:
        from agentconsole.workspace.signs import find_flags

        return tuple(flag.words for flag in find_flags(self._desk.db, it, now))

    def ended(
        self, conversation_id: str, after: EarlierConversation | None = None, limit: int = 50
    ) -> tuple[EarlierConversation, ...]:
        """What has ended with its contact, newest first, behind `after`."""
        it = stored(self._desk.db, conversation_id)
        key = (after.received_at, after.id) if after else None
        rows = ended_page(self._desk.db, it.contact_id, it.id, limit, key)
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
        it = stored(self._desk.db, conversation_id)
        if it.category not in self.policy().needed_in:
            return False
        return read_standing(self._desk.db, it, self._desk.clock.now()).is_missing
