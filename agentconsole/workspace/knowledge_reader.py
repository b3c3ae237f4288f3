"""What the team knows, read for one desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.dispositions import Dispositions
from agentconsole.domain.knowledge.article import Article
from agentconsole.domain.knowledge.incident import Incident
from agentconsole.domain.promises.service_levels import ServiceLevels
from agentconsole.domain.team.agent import Agent
from agentconsole.domain.terms import ENDED
from agentconsole.store.knowing.articles import find_article, search_articles
from agentconsole.store.knowing.incidents import find_incident, incidents, linked_counts, linked_to, untold_of
from agentconsole.store.knowing.mentions import mentioning, message_body
from agentconsole.store.team.policy import find_dispositions
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.knowledge_views import ArticleView, IncidentView, LinkedView, MentionView, ReadyUpdate
from agentconsole.workspace.stored import stored


class KnowledgeReader:
    """Reads for one desk; `facts` tells what fills the placeholders of a conversation's texts."""

    def __init__(self, desk: Desk, facts: Callable[[str], Mapping[str, str]]) -> None:
        self._desk, self._facts = desk, facts

    def articles(self, text: str, limit: int) -> tuple[ArticleView, ...]:
        """The best finds first."""
        found = search_articles(self._desk.db, text, limit)
        return tuple(self._view(Article(body="", **each._asdict())) for each in found)

    def article(self, name: str) -> ArticleView | None:
        """The whole of it."""
        found = find_article(self._desk.db, name)
        return self._view(found) if found else None

    def incidents(self, limit: int = 100) -> tuple[IncidentView, ...]:
        """What is not solved first."""
        counts = linked_counts(self._desk.db)
        return tuple(self._incident(each, counts.get(each.id, 0)) for each in incidents(self._desk.db, limit))

    def incident(self, incident_id: str) -> IncidentView | None:
        """One of them."""
        found = find_incident(self._desk.db, incident_id)
        return self._incident(found, linked_counts(self._desk.db).get(found.id, 0)) if found else None

    def _incident(self, it: Incident, linked: int) -> IncidentView:
        team, name = self._desk.team(), self._desk.short_name
        return IncidentView(it, name(it.opened_by, team), name(it.updated_by, team), linked)

    def linked(self, incident_id: str) -> tuple[LinkedView, ...]:
        """Those to be told first."""
        it = find_incident(self._desk.db, incident_id)
        if it is None:
            return ()
        desk = self._desk
        return linked_views(linked_to(desk.db, it.id), it, desk.team(), desk.me)

    def ready_update(self, conversation_id: str) -> ReadyUpdate | None:
        """Only for whoever holds it. Raises UnknownConversation."""
        c = stored(self._desk.db, conversation_id)
        it = find_incident(self._desk.db, c.incident) if c.incident and c.assignee == self._desk.me else None
        if it is None or c.informed >= it.updates or not c.is_open:
            return None
        return ReadyUpdate(c.id, it.id, it.updates, it.words_for(self._facts(c.id)))

    def untold(self) -> tuple[ReadyUpdate, ...]:
        """Without the words."""
        return tuple(ReadyUpdate(c.id, c.incident, 0, "") for c in untold_of(self._desk.db, self._desk.me))

    def dispositions(self) -> Dispositions:
        """By the team's list."""
        return find_dispositions(self._desk.db)

    def mentions(self) -> tuple[MentionView, ...]:
        """The newest first."""
        desk = self._desk
        team = desk.team()
        found = [
            MentionView(
                c.id,
                c.contact_name,
                c.subject,
                desk.short_name(m.by, team),
                m.at,
                m.k,
                message_body(desk.db, c.id, m.k),
            )
            for c in mentioning(desk.db, desk.me)
            for m in c.mentions
            if m.agent == desk.me and not m.is_seen
        ]
        return tuple(sorted(found, key=lambda each: -each.at))

    def _view(self, it: Article) -> ArticleView:
        desk = self._desk
        return article_view(it, desk.team(), desk.levels(), desk.clock.now(), desk.me)


def article_view(it: Article, team: Mapping[str, Agent], levels: ServiceLevels, now: int, me: str) -> ArticleView:
    """The article as `me` sees it at `now`."""
    return ArticleView(
        it.name,
        it.title,
        it.category,
        it.standing(now, levels.review_after),
        Desk.short_name(it.author, team),
        it.written_at,
        Desk.short_name(it.reviewer, team),
        it.reviewed_at,
        it.author == me,
        it.body,
        it.address,
    )


def linked_views(
    linked: Iterable[Conversation], it: Incident, team: Mapping[str, Agent], me: str
) -> tuple[LinkedView, ...]:
    """The conversations as a list tells of them: those to be told first, then those that know, then what has ended."""
    views = [
        LinkedView(
            c.id,
            c.contact_name,
            c.subject,
            c.channel,
            c.status,
            Desk.short_name(c.assignee, team),
            c.assignee == me,
            0 < it.updates <= c.informed,
        )
        for c in linked
    ]
    return tuple(sorted(views, key=lambda each: (each.status in ENDED, each.is_told, each.conversation_id)))
