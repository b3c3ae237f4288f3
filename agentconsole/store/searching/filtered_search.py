"""A search narrowed by filters: messages with the words, or conversations where there are none, newest first."""

from __future__ import annotations

import sqlite3

from agentconsole.store.searching.filters import Filters, conditions
from agentconsole.store.searching.newest_messages import MessageFound
from agentconsole.store.searching.search import NONE_LEFT, TOP, ConversationFound, Found, Place, behind, marked, or_none
from agentconsole.store.searching.vocabulary import spelled_out
from agentconsole.store.searching.words import expression, first_word

LOOKED_AT = 2_000
"""Messages with the words, newest first, that are held against the filters in one statement."""
MOST_LOOKED_AT = 200_000
"""After so many a page ends, even an empty one, and the next goes on from there: a common word and a filter that fits
hardly anything."""


def search_filtered(db: sqlite3.Connection, words: str, filters: Filters, limit: int, after: Place = TOP) -> Found:
    """At most `limit` messages with the words whose conversation fits, or conversations that fit where there is no
    word, the newest first; `after` is the last page's, and brings the next."""
    match = spelled_out(db, words) or expression(words)
    if match:
        found, message = _messages(db, match, first_word(words), filters, limit, after.message)
        return Found(messages=found, after=or_none(Place(message, NONE_LEFT, NONE_LEFT)))
    if words:
        return Found()
    talks = _conversations(db, filters, limit, after.conversation)
    conversation = behind(list(talks), limit, after.conversation)
    return Found(conversations=tuple(talks.values()), after=or_none(Place(NONE_LEFT, conversation, NONE_LEFT)))


def _messages(
    db: sqlite3.Connection, match: str, word: str, filters: Filters, limit: int, before: int
) -> tuple[tuple[MessageFound, ...], int]:
    """The messages, and behind which one to go on."""
    found: list[MessageFound] = []
    looked_at = 0
    while looked_at < MOST_LOOKED_AT:
        rows, last, looked = _chunk(db, match, word, filters, limit - len(found), before)
        found += rows
        if len(found) >= limit:
            return tuple(found), found[-1].n if found else before
        if looked < LOOKED_AT:
            return tuple(found), NONE_LEFT
        before, looked_at = last, looked_at + looked
    return tuple(found), before


def _chunk(
    db: sqlite3.Connection, match: str, word: str, filters: Filters, limit: int, before: int
) -> tuple[list[MessageFound], int, int]:
    looked_at = (
        "SELECT rowid AS n FROM message_fts WHERE message_fts MATCH ? AND message_fts.rowid < ? "
        "ORDER BY message_fts.rowid DESC LIMIT ?"
    )
    last, looked = db.execute(f"SELECT min(n), count(*) FROM ({looked_at})", (match, before, LOOKED_AT)).fetchone()
    where, values = conditions(filters, "m.at_ms")
    # CROSS JOIN keeps the index in front: rows come in its order, and no more of them than are wanted.
    numbers = db.execute(
        "SELECT m.n FROM message_fts CROSS JOIN message m ON m.n = message_fts.rowid "
        "CROSS JOIN conversation c ON c.id = m.conv_id WHERE message_fts MATCH ? AND message_fts.rowid < ? "
        f"AND message_fts.rowid >= ? AND {where} ORDER BY message_fts.rowid DESC LIMIT ?",
        (match, before, last or 0, *values, limit),
    ).fetchall()
    found = [marked(db, match, word, "message_fts.rowid = ?", (n,))[0] for (n,) in numbers]
    return found, last or 0, looked


def _conversations(db: sqlite3.Connection, filters: Filters, limit: int, before: int) -> dict[int, ConversationFound]:
    where, values = conditions(filters, "c.received_ms")
    rows = db.execute(
        "SELECT c.rowid, c.id, c.channel, c.status, c.subject, c.contact_name, c.received_ms FROM conversation c "
        f"WHERE {where} AND c.rowid < ? ORDER BY c.rowid DESC LIMIT ?",
        (*values, before, limit),
    )
    return {row: ConversationFound(*told) for row, *told in rows}
