"""What is being written and to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.values import dataclass

if TYPE_CHECKING:
    from agentconsole.domain.terms import Channel


@dataclass(frozen=True, slots=True)
class Letter:
    """What is being written: to whom, and whether the contact will read it (`public`) or not (`internal`)."""

    conversation_id: str
    contact_name: str
    channel: Channel
    visibility: str = "public"

    @property
    def is_public(self) -> bool:
        """Whether the contact will read it."""
        return self.visibility == "public"
