"""Rules of articles: everybody writes them, somebody else reviews them, and nobody's newer words are written over."""

from __future__ import annotations

from agentconsole.domain.knowledge.article import Article, fault_in
from agentconsole.domain.knowledge.article_commands import RemoveArticle, ReviewArticle, SaveArticle
from agentconsole.domain.knowledge.article_events import ArticleRemoved, ArticleReviewed, ArticleSaved
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import first, rule
from agentconsole.domain.rules.knowing import is_for_leads
from agentconsole.domain.view import Context, Decision, View

MOST_ARTICLES = 2_000
"""Articles of one team: their titles are looked through with every letter typed."""


@rule(SaveArticle)
def save_article(view: View, command: SaveArticle, context: Context) -> Decision:
    """The same words again change nothing, and leave a review as it is."""
    words = (command.title.strip(), command.body.strip(), context.actor, context.now)
    article = Article(command.name, *words, command.category.strip(), command.address.strip())
    if fault := fault_in(article):
        return Refusal(Code.UNSUPPORTED, fault)
    if view.article is not None and view.article.words == article.words:
        return ()
    refusal = _meanwhile(view, command.name, command.seen_at)
    if refusal:
        return refusal
    if view.article is None and view.articles >= MOST_ARTICLES:
        return Refusal(Code.TOO_LONG, f"There are {MOST_ARTICLES:,} articles already; remove one first.")
    return (ArticleSaved(article),)


def _meanwhile(view: View, name: str, seen_at: int | None) -> Refusal | None:
    """The refusal of words that were meant for another article than the one that stands there."""
    if seen_at is None or seen_at == (view.article.written_at if view.article else 0):
        return None
    if view.article is None:
        return Refusal(Code.STALE, f"The article {name} was taken out meanwhile.")
    if not seen_at:
        return Refusal(Code.ALREADY_EXISTS, f"There is an article called {name} already: choose another name.")
    who = view.name_of(view.article.author)
    return Refusal(Code.STALE, f"{who} has written {name} anew meanwhile: look at it first.")


@rule(ReviewArticle)
def review_article(view: View, command: ReviewArticle, context: Context) -> Decision:
    """Once more is a later date. Four eyes: whoever wrote it is not asked."""
    refusal = first(_unknown(view, command.name), _meanwhile(view, command.name, command.seen_at))
    if refusal or view.article is None:
        return refusal or ()
    if view.article.author == context.actor:
        return Refusal(Code.NOT_ALLOWED, "You wrote it yourself: somebody else has to review it.")
    return (ArticleReviewed(command.name, reviewer=context.actor),)


@rule(RemoveArticle)
def remove_article(view: View, command: RemoveArticle, context: Context) -> Decision:
    """One that is gone already changes nothing."""
    if view.article is None:
        return ()
    is_own_draft = view.article.author == context.actor and not view.article.reviewer
    if not is_own_draft and not is_for_leads(view, context):
        return Refusal(Code.NOT_ALLOWED, "Only a team lead takes out what others have written or reviewed.")
    return (ArticleRemoved(command.name),)


def _unknown(view: View, name: str) -> Refusal | None:
    if view.article is not None:
        return None
    return Refusal(Code.UNKNOWN_ENTRY, f"There is no article called {name}; `agentconsole article list` names all.")
