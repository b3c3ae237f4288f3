"""What the team knows, as a part of the door: what the pickers and pages about it ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from agentconsole.domain.dispositions import Dispositions
    from agentconsole.workspace.knowledge_views import ArticleView, IncidentView, LinkedView, MentionView, ReadyUpdate


class KnowledgeDoor(Protocol):
    """Reads, each in milliseconds. What is kept or changed goes through `perform` like everything else."""

    def articles(self, text: str, limit: int) -> tuple[ArticleView, ...]:
        """At most `limit` articles for the words in `text`, the best first; by title for no words."""
        ...

    def article(self, name: str) -> ArticleView | None:
        """The whole article of that name; None when there is none."""
        ...

    def incidents(self, limit: int = 100) -> tuple[IncidentView, ...]:
        """The newest incidents, what is not solved first."""
        ...

    def incident(self, incident_id: str) -> IncidentView | None:
        """The one of that number; None when there is none."""
        ...

    def linked(self, incident_id: str) -> tuple[LinkedView, ...]:
        """The conversations linked to it, those to be told first."""
        ...

    def ready_update(self, conversation_id: str) -> ReadyUpdate | None:
        """What the agent, who holds it, has still to tell its contact. Raises UnknownConversation."""
        ...

    def untold(self) -> tuple[ReadyUpdate, ...]:
        """The same for everything the agent holds, without the words."""
        ...

    def dispositions(self) -> Dispositions:
        """How a contact may end."""
        ...

    def mentions(self) -> tuple[MentionView, ...]:
        """The notes that name the agent and were not seen yet, the newest first."""
        ...
