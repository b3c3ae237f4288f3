"""The customer's part of the door, as a protocol: the card, what went before, and what helped others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from concurrent.futures import Future

    from agentconsole.domain.customer.identity import IdentityPolicy
    from agentconsole.workspace.customer_views import CustomerView, SimilarView
    from agentconsole.workspace.views import EarlierConversation


class CustomerDoor(Protocol):
    """Reads from the calling thread in milliseconds."""

    def card(self, conversation_id: str, *, with_flags: bool = False) -> CustomerView:
        """The contact of this conversation. Raises UnknownConversation."""
        ...

    def ended(
        self, conversation_id: str, after: EarlierConversation | None = None, limit: int = 50
    ) -> tuple[EarlierConversation, ...]:
        """What has ended with its contact, newest first, behind `after`. Raises UnknownConversation."""
        ...

    def policy(self) -> IdentityPolicy:
        """How the team makes sure who it is."""
        ...

    def similar(self, conversation_id: str) -> Future[tuple[SimilarView, ...]]:
        """Resolved conversations like this one, to come from another thread; cancelled when a search overtakes it."""
        ...

    def is_missing_proof(self, conversation_id: str) -> bool:
        """Whether its category needs to know who it is, and we do not. Raises UnknownConversation."""
        ...
