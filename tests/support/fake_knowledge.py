"""What the in-memory door has ready: responses, kept as the team's rows would be."""

from __future__ import annotations

from agentconsole.domain.canned import Canned
from agentconsole.domain.events import Event
from agentconsole.domain.knowledge_events import CannedSaved


class FakeKnowledge:
    """The part of a fake door that knows responses."""

    kept_ready: tuple[Canned, ...] = ()

    def canned(self) -> tuple[Canned, ...]:
        return self.kept_ready

    def learn(self, event: Event) -> None:
        """Follows an event about what is known."""
        if isinstance(event, CannedSaved):
            self.kept_ready = (*(each for each in self.kept_ready if each.name != event.canned.name), event.canned)
