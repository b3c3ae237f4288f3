"""What the in-memory door has ready: responses, kept as the team's rows would be, and what is known of customers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from agentconsole.domain.canned import Canned
from agentconsole.domain.events import Event
from agentconsole.domain.knowledge_events import CannedSaved
from agentconsole.domain.saved_views import SavedView, ViewRemoved, ViewSaved
from tests.support.fake_customers import FakeCustomers

if TYPE_CHECKING:
    from tests.support.fake_door import FakeDoor


class FakeKnowledge:
    """The part of a fake door that knows responses, and customers."""

    kept_ready: tuple[Canned, ...] = ()
    kept_views: tuple[SavedView, ...] = ()

    @cached_property
    def customers(self) -> FakeCustomers:
        return FakeCustomers(cast("FakeDoor", self))

    def canned(self) -> tuple[Canned, ...]:
        return self.kept_ready

    def saved_views(self) -> tuple[SavedView, ...]:
        return self.kept_views

    def learn(self, event: Event) -> None:
        """Follows an event about what is known."""
        if isinstance(event, ViewSaved):
            self.kept_views = (*(each for each in self.kept_views if each.name != event.view.name), event.view)
        if isinstance(event, ViewRemoved):
            self.kept_views = tuple(each for each in self.kept_views if each.name != event.name)
        if isinstance(event, CannedSaved):
            self.kept_ready = (*(each for each in self.kept_ready if each.name != event.canned.name), event.canned)
