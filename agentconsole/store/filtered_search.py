"""A search narrowed by filters: messages with the words, or conversations where there are none, newest first."""

from __future__ import annotations

import sqlite3

from agentconsole.store.newest import MessageFound
from agentconsole.store.search import MARKED_CHARS, NEWEST, SNIPPET_TOKENS, ConversationFound
from agentconsole.store.search_filters import Filters, conditions
from agentconsole.store.search_words import expression, first_word
from agentconsole.store.snippets import BEGIN, END, SNIPPET_CHARS, mark, snippet_of

LOOKED_AT = 20_000
"""Messages with the words, newest first, that are held against the filters in one statement."""
MOST_LOOKED_AT = 200_000
"""At which a search gives up: a common word and a filter that fits nothing."""


def filtered_messages(db: sqlite3.Connection, words: str, filters: Filters, limit: int) -> tuple[MessageFound, ...]:
    """At most `limit` messages with the words whose conversation fits; nothing without a word."""
    match = expression(words)
    found: list[MessageFound] = []
    before, looked_at = NEWEST, 0
    while match and len(found) < limit and looked_at < MOST_LOOKED_AT:
        rows, last, looked = _chunk(db, match, first_word(words), filters, limit - len(found), before)
        found += rows
        if looked < LOOKED_AT:
            break
        before, looked_at = last, looked_at + looked
    return tuple(found)


def _chunk(
    db: sqlite3.Connection, match: str, word: str, filters: Filters, limit: int, before: int
) -> tuple[list[MessageFound], int, int]:
    inner = (
        "SELECT rowid AS n FROM message_fts WHERE message_fts MATCH ? AND message_fts.rowid < ? "
        "ORDER BY message_fts.rowid DESC LIMIT ?"
    )
    last, looked = db.execute(f"SELECT min(n), count(*) FROM ({inner})", (match, before, LOOKED_AT)).fetchone()
    where, values = conditions(filters, "m.at_ms")
    numbers = db.execute(
        f"SELECT m.n FROM ({inner}) f JOIN message m ON m.n = f.n JOIN conversation c ON c.id = m.conv_id "
        f"WHERE {where} ORDER BY m.n DESC LIMIT ?",
        (match, before, LOOKED_AT, *values, limit),
    ).fetchall()
    return [_message(db, n, match, word) for (n,) in numbers], last or 0, looked


def _message(db: sqlite3.Connection, n: int, match: str, word: str) -> MessageFound:
    row = db.execute(
        "SELECT n, conv_id, k, kind, author, at_ms, CASE WHEN length(message.body) <= ? "
        "THEN snippet(message_fts, 0, ?, ?, '…', ?) "
        "ELSE substr(message.body, max(1, instr(lower(message.body), ?) - ?), ?) END "
        "FROM message_fts JOIN message ON n = message_fts.rowid WHERE message_fts MATCH ? AND message_fts.rowid = ?",
        (MARKED_CHARS, BEGIN, END, SNIPPET_TOKENS, word, SNIPPET_CHARS // 4, SNIPPET_CHARS, match, n),
    ).fetchone()
    _, conversation_id, k, kind, author, at, cut = row
    return MessageFound(n, conversation_id, k, kind, author, at, snippet_of(mark(cut, word)))


def filtered_conversations(db: sqlite3.Connection, filters: Filters, limit: int) -> tuple[ConversationFound, ...]:
    """At most `limit` conversations that fit, the last begun first."""
    where, values = conditions(filters, "c.received_ms")
    rows = db.execute(
        "SELECT c.id, c.channel, c.status, c.subject, c.contact_name, c.received_ms FROM conversation c "
        f"WHERE {where} ORDER BY c.rowid DESC LIMIT ?",
        (*values, limit),
    )
    return tuple(ConversationFound(*row) for row in rows)
