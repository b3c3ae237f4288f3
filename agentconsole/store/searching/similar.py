"""Resolved conversations that may help with this one: found by the full-text index, each word within a bound.

A word that is everywhere brings the newest it is in; what two such words have in common is asked for as well.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from heapq import nlargest
from itertools import combinations
from typing import Any

from agentconsole.domain.knowledge.likeness import FIRST_WORDS, Likeness, likeness, telling_words, weight
from agentconsole.domain.values import dataclass

NEWEST = 120
"""Conversations one word brings at most, the newest first."""
MESSAGES = 150
"""Messages one word brings at most; only a contact's first ones count."""
PAIRED = 4
"""Of the words that are everywhere: so many are asked for in pairs, and with the category."""
RANKED = 120
"""Candidates that are read, those with the most telling words."""
SHOWN = 12


@dataclass(frozen=True, slots=True)
class SimilarFound:
    """A resolved conversation, and what it has in common."""

    likeness: Likeness
    id: str
    channel: str
    subject: str
    category: str
    contact_name: str
    received_at: int


def find_similar(db: sqlite3.Connection, conversation_id: str, limit: int = SHOWN) -> tuple[SimilarFound, ...]:
    """At most `limit`, the most alike first; none for a conversation without a telling word, or that is not there."""
    about = db.execute("SELECT subject, category FROM conversation WHERE id = ?", (conversation_id,)).fetchone()
    if about is None:
        return ()
    subject, category = about
    words = telling_words(subject, _first_words(db, conversation_id))
    of = int(db.execute("SELECT coalesce(max(rowid), 0) FROM conversation").fetchone()[0])
    found = {word: set(_with_word(db, word)) for word in words}
    occurs = {word: len(rows) for word, rows in found.items() if rows}
    common = [word for word in sorted(occurs, key=lambda each: occurs[each]) if occurs[word] >= NEWEST][:PAIRED]
    for both in combinations(common, 2):
        rows = set(_matching(db, " ".join(map(_quoted, both))))
        for word in both:
            found[word] |= rows
    for word in common if category else ():
        found[word] |= set(_matching(db, f"{_quoted(word)} category : {_quoted(category)}"))
    return _ranked(db, conversation_id, category, found, occurs, of)[:limit]


def _first_words(db: sqlite3.Connection, conversation_id: str) -> str:
    row = db.execute(
        "SELECT substr(body, 1, ?) FROM message WHERE conv_id = ? AND author_kind = 'contact' ORDER BY k LIMIT 1",
        (FIRST_WORDS, conversation_id),
    ).fetchone()
    return str(row[0]) if row else ""


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _with_word(db: sqlite3.Connection, word: str) -> list[int]:
    """Rows of conversations with the word in what is known of them, or among the contact's first words."""
    sql = (
        "SELECT c.rowid FROM (SELECT rowid AS n FROM message_fts WHERE message_fts MATCH ? ORDER BY message_fts.rowid "
        "DESC LIMIT ?) f JOIN message m ON m.n = f.n JOIN conversation c ON c.id = m.conv_id "
        "WHERE m.k = 0 AND m.author_kind = 'contact'"
    )
    said = db.execute(sql, (_quoted(word), MESSAGES)).fetchall()
    return [*_matching(db, _quoted(word)), *(row for (row,) in said)]


def _matching(db: sqlite3.Connection, match: str) -> list[int]:
    sql = (
        "SELECT rowid FROM conversation_fts WHERE conversation_fts MATCH ? ORDER BY conversation_fts.rowid DESC LIMIT ?"
    )
    return [row for (row,) in db.execute(sql, (match, NEWEST)).fetchall()]


def _ranked(
    db: sqlite3.Connection, but: str, category: str, found: dict[str, set[int]], occurs: dict[str, int], of: int
) -> tuple[SimilarFound, ...]:
    scores: dict[int, float] = {}
    for word, rows in found.items():
        counts = weight(occurs.get(word, 1), of)
        for row in rows:
            scores[row] = scores.get(row, 0.0) + counts
    # Of equal ones the newest.
    first = nlargest(RANKED, scores, key=lambda row: (scores[row], row))
    found_alike = []
    for row, *told in _resolved(db, first, but):
        shared = {word: occurs[word] for word, rows in found.items() if row in rows}
        alike = likeness(shared, of, is_same_category=bool(category) and told[3] == category)
        if alike is not None:
            found_alike.append(SimilarFound(alike, *told))
    return tuple(sorted(found_alike, key=lambda each: (-each.likeness.score, -each.received_at, each.id)))


def _resolved(db: sqlite3.Connection, rows: Iterable[int], but: str) -> list[tuple[Any, ...]]:
    wanted = tuple(rows)
    sql = (
        "SELECT rowid, id, channel, subject, category, contact_name, received_ms FROM conversation "
        f"WHERE rowid IN ({', '.join('?' * len(wanted))}) AND open = 0 AND id <> ?"
    )
    return db.execute(sql, (*wanted, but)).fetchall()


def find_solution(db: sqlite3.Connection, conversation_id: str) -> str:
    """What helped: our last public reply, or one before it where that is no more than a farewell; empty without any."""
    sql = (
        "SELECT body FROM message WHERE conv_id = ? AND author_kind = 'agent' AND kind = 'reply' "
        "ORDER BY k DESC LIMIT 3"
    )
    said = [str(row[0]) for row in db.execute(sql, (conversation_id,))]
    return next((each for each in said if len(each) >= GOODBYE), said[0] if said else "")


GOODBYE = 60
"""Characters below which a last word is more likely a farewell than an answer."""
