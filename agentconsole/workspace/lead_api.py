"""The leads' part of the door, as a protocol: what the board, the whisper's line and the dialogs ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from concurrent.futures import Future

    from agentconsole.domain.leads.flags import Flag
    from agentconsole.domain.leads.suggestions import Suggestion
    from agentconsole.domain.leads.watches import Quiet, Untouched
    from agentconsole.workspace.audit_views import AuditLine
    from agentconsole.workspace.lead_views import RungView, ToldView


class LeadDoor(Protocol):
    """Reads, each in milliseconds. What leads and agents do goes through `perform` like everything else."""

    def ladder(self, conversation_id: str = "") -> tuple[RungView, ...]:
        """The rungs, the lowest first, with who is there now."""
        ...

    def card(self, conversation_id: str) -> str:
        """The ownership card, ready to be sent or read aloud. Raises UnknownConversation."""
        ...

    def queues(self) -> tuple[str, ...]:
        """The names of the queues something is open in."""
        ...

    def unsent_touched_at(self, conversation_id: str) -> Future[int]:
        """When whoever holds it, or held it before a lead took it over, last touched a reply they have not sent; 0
        when there is none, or none is known. Never the words. Raises UnknownConversation."""
        ...

    def suggestions(self, conversation_id: str) -> tuple[Suggestion, ...]:
        """Who could take it, and why. Raises UnknownConversation."""
        ...

    def flags(self, conversation_id: str) -> tuple[Flag, ...]:
        """Signs that somebody senior might look, each explained. Raises UnknownConversation."""
        ...

    def quiet(self, *, mine: bool = False) -> tuple[Quiet, ...]:
        """My conversations that wait on others and went silent; everybody's for a lead, unless `mine`."""
        ...

    def untouched(self, shift_began: int) -> tuple[Untouched, ...]:
        """What nobody senior has looked at since then; at most 100."""
        ...

    def told(self) -> tuple[ToldView, ...]:
        """The newest words to the whole team, the newest first."""
        ...

    def audit(self, since: int, until: int, conversation_id: str = "", agent: str = "") -> tuple[AuditLine, ...]:
        """Who saw, whispered, took, gave, ruled and took out: all of it for a lead, what concerns them for an agent."""
        ...
