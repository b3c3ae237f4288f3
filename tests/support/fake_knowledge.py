"""What the in-memory door knows: responses, articles, incidents and customers, kept as rows would be."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

from agentconsole.domain.dispositions import ANY_ENDING, Dispositions
from agentconsole.domain.events import Event
from agentconsole.domain.knowledge.article import Article
from agentconsole.domain.knowledge.article_events import ArticleRemoved, ArticleReviewed, ArticleSaved
from agentconsole.domain.knowledge.canned import Canned
from agentconsole.domain.knowledge.canned_events import CannedSaved
from agentconsole.domain.knowledge.incident import Incident
from agentconsole.domain.knowledge.incident_events import IncidentChanged, IncidentOpened, UpdateDrafted
from agentconsole.domain.saved_views import SavedView, ViewRemoved, ViewSaved
from agentconsole.domain.team.events import DispositionsSet
from agentconsole.workspace.knowing import facts
from agentconsole.workspace.knowledge_reader import article_view, linked_views
from agentconsole.workspace.knowledge_views import ArticleView, IncidentView, LinkedView, MentionView, ReadyUpdate
from tests.support.fake_customers import FakeCustomers

if TYPE_CHECKING:
    from agentconsole.domain import commands as ask
    from agentconsole.domain.view import View
    from tests.support.fake_door import FakeDoor


class Known:
    """The part of a fake door that screens ask for articles, incidents and mentions."""

    def __init__(self, door: FakeDoor) -> None:
        self._door = door
        self.kept: dict[str, Article] = {}
        self.faults: dict[str, Incident] = {}
        self.endings = ANY_ENDING

    def learn(self, event: Event, at: int) -> None:
        """Follows an event about what is known."""
        match event:
            case ArticleSaved(article):
                self.kept[article.name] = replace(article, written_at=at)
            case ArticleReviewed(name, reviewer):
                self.kept[name] = replace(self.kept[name], reviewer=reviewer, reviewed_at=at)
            case ArticleRemoved(name):
                del self.kept[name]
            case IncidentOpened(incident):
                self.faults[incident.id] = incident
            case IncidentChanged(i, state, title, details, began):
                self.faults[i] = replace(self.faults[i], state=state, title=title, details=details, began_at=began)
            case UpdateDrafted(i, number, body, author):
                before = self.faults[i]
                self.faults[i] = replace(before, updates=number, update=body, updated_by=author, updated_at=at)
            case DispositionsSet(named):
                self.endings = Dispositions(named)
            case _:
                pass

    def dispositions(self) -> Dispositions:
        return self.endings

    def look(self, command: ask.Command, view: View) -> View:
        """The view of a decision about the command, with what it sees of what is known and of its conversations."""
        subject = self._door.rows_of.get(getattr(command, "conversation_id", getattr(command, "about", "")))
        about = getattr(command, "incident_id", subject.incident if subject else "")
        return replace(
            view,
            conversation=subject,
            other=self._door.rows_of.get(getattr(command, "into", getattr(command, "other", ""))),
            saved_views=self._door.kept_views,
            dispositions=self.endings,
            article=self.kept.get(getattr(command, "name", "")),
            articles=len(self.kept),
            incident=self.faults.get(about),
            next_incident=str(len(self.faults) + 1),
        )

    def articles(self, text: str, limit: int) -> tuple[ArticleView, ...]:
        wanted = text.casefold().split()
        kept = sorted(self.kept.values(), key=lambda each: each.title)
        return tuple(self._view(a) for a in kept if all(w in f"{a.title} {a.body}".casefold() for w in wanted))[:limit]

    def article(self, name: str) -> ArticleView | None:
        return self._view(self.kept[name]) if name in self.kept else None

    def _view(self, it: Article) -> ArticleView:
        door = self._door
        return article_view(it, door.team, door.levels, door.now(), door.me.id)

    def incidents(self, limit: int = 100) -> tuple[IncidentView, ...]:
        ordered = sorted(self.faults.values(), key=lambda each: (each.state == "solved", -int(each.id)))
        return tuple(self._fault(each) for each in ordered[:limit])

    def incident(self, incident_id: str) -> IncidentView | None:
        return self._fault(self.faults[incident_id]) if incident_id in self.faults else None

    def _fault(self, it: Incident) -> IncidentView:
        linked = sum(c.incident == it.id for c in self._door.rows_of.values())
        return IncidentView(it, self._door._name(it.opened_by), self._door._name(it.updated_by), linked)

    def linked(self, incident_id: str) -> tuple[LinkedView, ...]:
        rows = [c for c in self._door.rows_of.values() if c.incident == incident_id]
        return linked_views(rows, self.faults[incident_id], self._door.team, self._door.me.id)

    def ready_update(self, conversation_id: str) -> ReadyUpdate | None:
        c = self._door.rows_of[conversation_id]
        it = self.faults.get(c.incident)
        if it is None or c.assignee != self._door.me.id or c.informed >= it.updates or not c.is_open:
            return None
        return ReadyUpdate(c.id, it.id, it.updates, it.words_for(facts(self._door, c.id)))

    def untold(self) -> tuple[ReadyUpdate, ...]:
        return tuple(ready for each in self._door.rows_of if (ready := self.ready_update(each)))

    def mentions(self) -> tuple[MentionView, ...]:
        door = self._door
        found = [
            MentionView(c.id, c.contact_name, c.subject, door._name(m.by), m.at, m.k, door.messages[c.id][m.k].body)
            for c in door.rows_of.values()
            for m in c.mentions
            if m.agent == door.me.id and not m.is_seen
        ]
        return tuple(sorted(found, key=lambda each: -each.at))


class FakeKnowledge:
    """The part of a fake door that knows responses, and has the rest beside it."""

    kept_ready: tuple[Canned, ...] = ()
    kept_views: tuple[SavedView, ...] = ()
    knowledge: Known

    @cached_property
    def customers(self) -> FakeCustomers:
        return FakeCustomers(cast("FakeDoor", self))

    def canned(self) -> tuple[Canned, ...]:
        return self.kept_ready

    def saved_views(self) -> tuple[SavedView, ...]:
        return self.kept_views

    def is_asked_for(self) -> bool:
        return True

    def learn(self, event: Event, at: int) -> None:
        """Follows an event about what is known."""
        if isinstance(event, ViewSaved):
            self.kept_views = (*(each for each in self.kept_views if each.name != event.view.name), event.view)
        if isinstance(event, ViewRemoved):
            self.kept_views = tuple(each for each in self.kept_views if each.name != event.name)
        if isinstance(event, CannedSaved):
            self.kept_ready = (*(each for each in self.kept_ready if each.name != event.canned.name), event.canned)
        self.knowledge.learn(event, at)
