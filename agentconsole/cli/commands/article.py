"""`agentconsole article …`: what the team has written down, its dates and its reviews."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import rich_click as click

from agentconsole.cli import output
from agentconsole.cli.errors import InvalidData, Misused
from agentconsole.cli.lines.kinds import whole_text
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command, noun
from agentconsole.cli.team.own_copy import own_record
from agentconsole.clock import local_offset
from agentconsole.domain.knowledge.article import Article, read_article
from agentconsole.domain.knowledge.article_commands import RemoveArticle, ReviewArticle, SaveArticle
from agentconsole.domain.words.markdown import plain
from agentconsole.store.knowing.articles import find_article, search_articles
from agentconsole.store.team.rows import find_agents, find_levels
from agentconsole.tongue import said
from agentconsole.tui.knowledge_words import standing_words
from agentconsole.workspace.knowledge_reader import article_view
from agentconsole.workspace.knowledge_views import ArticleView

MOST = 10_000


@noun("article")
def command() -> None:
    """What the team has written down, for `??` in the console: list, show, save, review, remove."""


@line_command("list", example="article list dns --stale")
@click.argument("text", required=False, default="")
@click.option("--stale", is_flag=True, help="Only what is a draft, or was reviewed too long ago.")
def show_all(session: Session, text: str, stale: bool) -> None:
    """The articles with these words, or all; who vouches for each, and since when."""
    with own_record(session) as own:
        team, levels = find_agents(own.db), find_levels(own.db)
        found = [
            article_view(Article(body="", **each._asdict()), team, levels, session.now, own.actor)
            for each in search_articles(own.db, text, MOST)
        ]
    shown = [each for each in found if not stale or each.standing != "reviewed"]
    offset = local_offset(session.now)
    rows = [output.row(((e.name, 24), (e.category, 10), (e.title, 44), (standing_words(e, offset), 0))) for e in shown]
    session.answer([_fields(each) for each in shown], "\n".join(rows) or said("No articles are kept yet."))


@line_command("show", example="article show dns-ttl")
@click.argument("name")
@click.option("--source", is_flag=True, help="As it was written, in Markdown.")
def show(session: Session, name: str, source: bool) -> None:
    """One article, to be read."""
    with own_record(session) as own:
        found = find_article(own.db, name)
        if found is None:
            raise InvalidData(f"There is no article called {name}; `agentconsole article list` names all.")
        it = article_view(found, find_agents(own.db), find_levels(own.db), session.now, own.actor)
    about = "   ".join(filter(None, (standing_words(it, local_offset(session.now)), it.category, it.address)))
    words = f"{it.title}\n{about}\n\n{it.body if source else plain(it.body)}"
    session.answer({**_fields(it), "address": it.address, "body": it.body}, words)


@line_command("save", example="article save dns-ttl ttl.md")
@click.argument("name")
@click.argument("file", metavar="FILE|-", type=click.Path(allow_dash=True, path_type=Path))
@click.option("--title", default="", help="Its title; else the first heading is.")
@click.option("--category", default="", help="What it is about.")
@click.option("--address", default="", help="Where contacts can read it: it can then be put in as a link.")
def save(session: Session, name: str, file: Path, title: str, category: str, address: str) -> None:
    """Keep an article, written in Markdown, as a draft until somebody else has reviewed it. It begins with `# Title`;
    lines `category: dns` and `address: https://…` may follow."""
    text = whole_text("-", None) if str(file) == "-" else whole_text(None, file)
    it = read_article(name, text or "")
    if not it.body:
        raise Misused("There is no text; write a heading, `# Title`, and what a colleague should know.")
    it = replace(it, title=title or it.title, category=category or it.category, address=address or it.address)
    session.perform(SaveArticle(it.name, *it.words))


@line_command("review", example="article review dns-ttl")
@click.argument("name")
def review(session: Session, name: str) -> None:
    """Say that you have read it and that it is right. Its author cannot."""
    session.perform(ReviewArticle(name))


@line_command("remove", example="article remove dns-ttl")
@click.argument("name")
def remove(session: Session, name: str) -> None:
    """Take it out: your own draft, or as a lead any."""
    session.perform(RemoveArticle(name))


def _fields(it: ArticleView) -> dict[str, object]:
    return {
        "id": it.name,
        "title": it.title,
        "category": it.category,
        "state": it.standing.value,
        "author": it.author,
        "written_ms": it.written_at,
        "reviewer": it.reviewer,
        "reviewed_ms": it.reviewed_at or None,
    }


for _each in (show_all, show, save, review, remove):
    command.add_command(_each)
