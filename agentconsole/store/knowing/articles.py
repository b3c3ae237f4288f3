"""Articles as rows, found by name, by a begun word of theirs, or by a few letters of their title."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from agentconsole.domain.events import Event
from agentconsole.domain.knowledge.article import Article
from agentconsole.domain.knowledge.article_events import ArticleRemoved, ArticleReviewed, ArticleSaved
from agentconsole.store.connection import Connection
from agentconsole.store.searching.words import expression, folded

_COLUMNS = "name, title, body, author, written_ms, category, address, reviewer, reviewed_ms"
_WEIGHTS = "10.0, 4.0, 1.0"
"""Of a word in the title, the category and the text: whoever names an article means that one."""


class Titled(NamedTuple):
    """An article without its text."""

    name: str
    title: str
    category: str
    author: str
    written_at: int
    reviewer: str
    reviewed_at: int


_TITLED = "name, title, category, author, written_ms, reviewer, reviewed_ms"


def follow_article(db: Connection, event: Event, at: int) -> bool:
    """Makes the rows follow the event; whether it was about an article. Belongs inside `unit_of_work`."""
    match event:
        case ArticleSaved(a):
            db.execute("DELETE FROM article WHERE name = ?", (a.name,))
            values = (a.name, a.title, a.body, a.author, at, a.category, a.address, "", 0)
            db.execute(f"INSERT INTO article({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)", values)
        case ArticleReviewed(name, reviewer):
            db.execute("UPDATE article SET reviewer = ?, reviewed_ms = ? WHERE name = ?", (reviewer, at, name))
        case ArticleRemoved(name):
            db.execute("DELETE FROM article WHERE name = ?", (name,))
        case _:
            return False
    return True


def find_article(db: Connection, name: str) -> Article | None:
    """The article of that name; None when there is none."""
    row = db.execute(f"SELECT {_COLUMNS} FROM article WHERE name = ?", (name,)).fetchone()
    return Article(*row) if row else None


def count_articles(db: Connection) -> int:
    """How many there are."""
    return int(db.execute("SELECT count(*) FROM article").fetchone()[0])


def titles(db: Connection) -> list[Titled]:
    """Every article without its text, by title."""
    return [Titled(*row) for row in db.execute(f"SELECT {_TITLED} FROM article ORDER BY title, name").fetchall()]


def search_articles(db: sqlite3.Connection, text: str, limit: int) -> list[Titled]:
    """At most `limit` articles for the words in `text`, the best first: those that have all of them, the last one
    perhaps begun; then those with the letters of each word in their title, in that order. All of them for no text."""
    match = expression(text)
    if not match:
        return titles(db)[:limit] if not text.strip() else []
    told = ", ".join(f"a.{each}" for each in _TITLED.split(", "))
    rows = db.execute(
        f"SELECT {told} FROM article_fts JOIN article a ON a.rowid = article_fts.rowid WHERE article_fts MATCH ? "
        f"ORDER BY bm25(article_fts, {_WEIGHTS}), a.title LIMIT ?",
        (match, limit),
    )
    found = [Titled(*row) for row in rows]
    if len(found) < limit:
        known = {each.name for each in found}
        wanted = folded(text).split()
        near = (each for each in titles(db) if each.name not in known and _is_near(wanted, folded(each.title)))
        found += [each for each, _ in zip(near, range(limit - len(found)), strict=False)]
    return found


def _is_near(wanted: list[str], title: str) -> bool:
    """Whether the letters of each word stand in the title in their order."""
    return all(_has_letters(word, title) for word in wanted)


def _has_letters(word: str, title: str) -> bool:
    start = -1
    for letter in word:
        start = title.find(letter, start + 1)
        if start < 0:
            return False
    return True


def every_article(db: Connection) -> list[tuple[object, ...]]:
    """All rows, for whoever compares two stores."""
    return db.execute(f"SELECT {_COLUMNS} FROM article ORDER BY name").fetchall()
