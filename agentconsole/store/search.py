"""Finding words in messages, contacts and conversations, whatever the agent types.

Words are compared without case and accents; all must occur, and the last one may be only begun. Chinese,
Japanese and Thai text is indexed by its runs between spaces, so there only the beginning of a run is found.
"""

import sqlite3
from dataclasses import dataclass

from agentconsole.store.newest import MessageFound, look_through
from agentconsole.store.search_words import begun_word, expression, first_word, words_of
from agentconsole.store.snippets import BEGIN, END, SNIPPET_CHARS, mark, snippet_of

SNIPPET_TOKENS = 16
MARKED_CHARS = 2_000
"""Characters of a body that FTS5 may mark: its snippet compares every find with every other one, so a table of
20,000 rows would hold the reader for minutes. Longer ones are cut and marked here, in one pass."""
RANKED_LETTERS = 3
"""From so many letters on, contacts come best first: ranking those that begin with less means ranking most of them."""
NEWEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class ContactFound:
    """A contact with the words in the name, the address or the number."""

    id: str
    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class ConversationFound:
    """A conversation with the words in its subject, category or tags."""

    id: str
    channel: str
    status: str
    subject: str
    contact_name: str
    received_at: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought; `before` continues it with older messages, None when there are none."""

    messages: tuple[MessageFound, ...] = ()
    contacts: tuple[ContactFound, ...] = ()
    conversations: tuple[ConversationFound, ...] = ()
    before: int | None = None


def search(
    connection: sqlite3.Connection, text: str, limit: int, before: int | None = None, few: int | None = None
) -> Found:
    """At most `limit` messages for the words in `text`, newest first, and `few` (else `limit`) of the other kinds.

    `before` takes the last answer's `before` and brings older messages only. Text without a letter or digit
    finds nothing, and a single begun letter is looked for in messages alone. No text raises.
    """
    match = expression(text)
    if not match:
        return Found()
    messages = _messages(connection, text, match, limit, NEWEST if before is None else before)
    older = messages[-1].n if messages and len(messages) == limit else None
    short = len(begun_word(text))
    if before is not None or (short == 1 and len(text.split()) == 1):
        return Found(messages=messages, before=older)
    order = "c.rowid DESC" if 0 < short < RANKED_LETTERS else "contact_fts.rank, c.rowid DESC"
    few = limit if few is None else few
    return Found(messages, _contacts(connection, match, order, few), _conversations(connection, match, few), older)


def _messages(
    connection: sqlite3.Connection, text: str, match: str, limit: int, before: int
) -> tuple[MessageFound, ...]:
    begun = begun_word(text)
    if begun:
        newest = look_through(connection, " ".join(words_of(text)[:-1]), begun, limit, before)
        if newest.is_all:
            return newest.found
    return _indexed(connection, match, first_word(text), limit, before)


def _indexed(
    connection: sqlite3.Connection, match: str, word: str, limit: int, before: int
) -> tuple[MessageFound, ...]:
    rows = connection.execute(
        "SELECT n, conv_id, k, kind, author, at_ms, CASE WHEN length(message.body) <= ? "
        "THEN snippet(message_fts, 0, ?, ?, '…', ?) "
        "ELSE substr(message.body, max(1, instr(lower(message.body), ?) - ?), ?) END "
        "FROM message_fts JOIN message ON n = message_fts.rowid "
        "WHERE message_fts MATCH ? AND message_fts.rowid < ? ORDER BY message_fts.rowid DESC LIMIT ?",
        (MARKED_CHARS, BEGIN, END, SNIPPET_TOKENS, word, SNIPPET_CHARS // 4, SNIPPET_CHARS, match, before, limit),
    )
    return tuple(
        MessageFound(n, conversation_id, k, kind, author, at, snippet_of(mark(cut, word)))
        for n, conversation_id, k, kind, author, at, cut in rows
    )


def _contacts(connection: sqlite3.Connection, match: str, order: str, limit: int) -> tuple[ContactFound, ...]:
    rows = connection.execute(
        "SELECT c.id, c.name, c.email, c.phone FROM contact_fts JOIN contact AS c ON c.rowid = contact_fts.rowid "
        f"WHERE contact_fts MATCH ? ORDER BY {order} LIMIT ?",
        (match, limit),
    )
    return tuple(ContactFound(*row) for row in rows)


def _conversations(connection: sqlite3.Connection, match: str, limit: int) -> tuple[ConversationFound, ...]:
    rows = connection.execute(
        "SELECT c.id, c.channel, c.status, c.subject, c.contact_name, c.received_ms "
        "FROM conversation_fts AS f JOIN conversation AS c ON c.rowid = f.rowid "
        "WHERE conversation_fts MATCH ? ORDER BY f.rowid DESC LIMIT ?",
        (match, limit),
    )
    return tuple(ConversationFound(*row) for row in rows)


def index_agrees(connection: sqlite3.Connection) -> bool:
    """Whether the index holds exactly the words of the rows; reads everything. Needs a writable connection."""
    try:
        connection.execute("INSERT INTO message_fts(message_fts, rank) VALUES ('integrity-check', 1)")
        connection.execute("INSERT INTO contact_fts(contact_fts, rank) VALUES ('integrity-check', 1)")
        connection.execute("INSERT INTO conversation_fts(conversation_fts, rank) VALUES ('integrity-check', 1)")
        connection.execute("INSERT INTO article_fts(article_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        return False
    return True


def rebuild_index(connection: sqlite3.Connection) -> None:
    """Make the index anew from the rows; call inside `unit_of_work`."""
    connection.execute("INSERT INTO message_fts(message_fts) VALUES ('rebuild')")
    connection.execute("INSERT INTO contact_fts(contact_fts) VALUES ('rebuild')")
    connection.execute("INSERT INTO conversation_fts(conversation_fts) VALUES ('rebuild')")
    connection.execute("INSERT INTO article_fts(article_fts) VALUES ('rebuild')")
