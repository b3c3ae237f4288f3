"""What happened to the team's articles."""

from __future__ import annotations

from typing import ClassVar

from agentconsole.domain.events import Event
from agentconsole.domain.knowledge.article import Article
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class ArticleSaved(Event):
    """An article is kept; whatever was reviewed before, these words are a draft."""

    type: ClassVar[str] = "article.saved"
    article: Article


@dataclass(frozen=True, slots=True)
class ArticleReviewed(Event):
    """Somebody else has read it."""

    type: ClassVar[str] = "article.reviewed"
    name: str
    reviewer: str


@dataclass(frozen=True, slots=True)
class ArticleRemoved(Event):
    """An article is gone."""

    type: ClassVar[str] = "article.removed"
    name: str
