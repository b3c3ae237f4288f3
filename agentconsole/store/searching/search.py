"""Finding words in messages, contacts and conversations, whatever the agent types.

Words are compared without case and accents; all must occur, and the last one may be only begun. Chinese,
Japanese and Thai text is indexed by its runs between spaces, so there only the beginning of a run is found.
"""

import sqlite3
from dataclasses import replace

from agentconsole.domain.values import dataclass
from agentconsole.store.searching.newest_messages import MessageFound, look_through
from agentconsole.store.searching.snippets import BEFORE, BEGIN, END, SNIPPET_CHARS, mark, snippet_of
from agentconsole.store.searching.vocabulary import spelled_out
from agentconsole.store.searching.words import before_last, begun_word, expression, first_word

SNIPPET_TOKENS = 16
MARKED_CHARS = 2_000
"""Characters of a body that FTS5 may mark: its snippet compares every find with every other one, so a table of
20,000 rows would hold the reader for minutes. Longer ones are cut and marked here, in one pass."""
RANKED_LETTERS = 3
"""From so many letters on, contacts come best first: ranking those that begin with less means ranking most of them."""
NEWEST = 2**63 - 1
NONE_LEFT = 0
"""Row numbers begin with 1: behind this one there is nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a search goes on: behind these rows of each kind, which are walked from the newest to the oldest, so that
    what comes meanwhile moves nothing. `best` are contacts that came out of their turn, by row."""

    message: int = NEWEST
    conversation: int = NEWEST
    contact: int = NEWEST
    best: tuple[int, ...] = ()


TOP = Place()


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
    """A page of what a search brought; it goes on at `after`, None when this was all."""

    messages: tuple[MessageFound, ...] = ()
    contacts: tuple[ContactFound, ...] = ()
    conversations: tuple[ConversationFound, ...] = ()
    after: Place | None = None


def search(connection: sqlite3.Connection, text: str, limit: int, after: Place = TOP) -> Found:
    """At most `limit` finds for the words in `text`: contacts and conversations, each a quarter of them at most, and
    messages, newest first.

    `after` is the last page's, and brings the next. Text without a letter or digit finds nothing, and a single begun
    letter is looked for in messages alone. No text raises.
    """
    match = expression(text)
    if not match:
        return Found()
    short = len(begun_word(text))
    if short == 1 and len(text.split()) == 1:
        after = replace(after, contact=NONE_LEFT, conversation=NONE_LEFT)
    few = -(-limit // 4)
    is_ranked = after == TOP and not 0 < short < RANKED_LETTERS
    people = _contacts(connection, text, match, few, after, is_ranked=is_ranked)
    few_talks = min(few, limit - len(people))
    talks = _conversations(connection, match, few_talks, after.conversation)
    room = limit - len(people) - len(talks)
    messages = _messages(connection, text, match, room, after.message)
    follows = Place(
        behind([each.n for each in messages], room, after.message),
        behind(list(talks), few_talks, after.conversation),
        NEWEST if is_ranked and len(people) == few else behind(list(people), few, after.contact),
        tuple(people) if is_ranked else after.best,
    )
    return Found(messages, tuple(people.values()), tuple(talks.values()), or_none(follows))


def behind(rows: list[int], limit: int, before: int) -> int:
    """Where a kind goes on of which these rows came, at most `limit` of those in front of `before`."""
    if len(rows) < limit:
        return NONE_LEFT
    return rows[-1] if rows else before


def or_none(after: Place) -> Place | None:
    """The place, where anything is left behind it."""
    is_all = after.message == after.conversation == after.contact == NONE_LEFT
    return None if is_all else after


def _messages(
    connection: sqlite3.Connection, text: str, match: str, limit: int, before: int
) -> tuple[MessageFound, ...]:
    # The index gathers all words with a beginning before it sees that no row is asked for.
    if limit <= 0 or before == NONE_LEFT:
        return ()
    if begun := begun_word(text):
        named = spelled_out(connection, text)
        newest = look_through(connection, before_last(text), begun, limit, before, named)
        if newest.is_all:
            return newest.found
        match = named or match
    return from_index(connection, match, first_word(text), limit, before)


def from_index(
    connection: sqlite3.Connection, match: str, word: str, limit: int, before: int
) -> tuple[MessageFound, ...]:
    """The newest that match and are older than `before`, by the index alone."""
    which = "message_fts.rowid < ? ORDER BY message_fts.rowid DESC LIMIT ?"
    return marked(connection, match, word, which, (before, limit))


def marked(
    connection: sqlite3.Connection, match: str, word: str, which: str, values: tuple[int, ...]
) -> tuple[MessageFound, ...]:
    """The messages that match and are `which`, SQL over `message_fts.rowid` with these values, each with a line around
    what matched; where FTS5 is not to mark it, around the first `word`."""
    rows = connection.execute(
        "SELECT n, conv_id, k, kind, author, at_ms, CASE WHEN length(message.body) <= ? "
        "THEN snippet(message_fts, 0, ?, ?, '…', ?) "
        "ELSE substr(message.body, max(1, instr(lower(message.body), ?) - ?), ?) END "
        f"FROM message_fts JOIN message ON n = message_fts.rowid WHERE message_fts MATCH ? AND {which}",
        (MARKED_CHARS, BEGIN, END, SNIPPET_TOKENS, word, 2 * BEFORE, SNIPPET_CHARS + BEFORE, match, *values),
    )
    return tuple(
        MessageFound(n, conversation_id, k, kind, author, at, snippet_of(mark(cut, word)))
        for n, conversation_id, k, kind, author, at, cut in rows
    )


def _leads_to_a_contact(connection: sqlite3.Connection, text: str) -> bool:
    """Whether the words before the last one occur in a contact: else all with its beginning are gathered in vain."""
    whole = expression(before_last(text))
    found = "SELECT 1 FROM contact_fts WHERE contact_fts MATCH ? LIMIT 1"
    return not whole or connection.execute(found, (whole,)).fetchone() is not None


_CONTACTS = (
    "SELECT c.rowid, c.id, c.name, c.email, c.phone "
    "FROM contact_fts JOIN contact AS c ON c.rowid = contact_fts.rowid WHERE contact_fts MATCH ?"
)


def _contacts(
    connection: sqlite3.Connection, text: str, match: str, limit: int, after: Place, *, is_ranked: bool
) -> dict[int, ContactFound]:
    if after.contact == NONE_LEFT or not _leads_to_a_contact(connection, text):
        return {}
    return _best_contacts(connection, match, limit) if is_ranked else _newest_contacts(connection, match, limit, after)


def _best_contacts(connection: sqlite3.Connection, match: str, limit: int) -> dict[int, ContactFound]:
    rows = connection.execute(f"{_CONTACTS} ORDER BY contact_fts.rank, c.rowid DESC LIMIT ?", (match, limit))
    return {row: ContactFound(*told) for row, *told in rows}


def _newest_contacts(connection: sqlite3.Connection, match: str, limit: int, after: Place) -> dict[int, ContactFound]:
    known = ", ".join("?" * len(after.best))
    rows = connection.execute(
        f"{_CONTACTS} AND contact_fts.rowid < ? AND contact_fts.rowid NOT IN ({known}) "
        "ORDER BY contact_fts.rowid DESC LIMIT ?",
        (match, after.contact, *after.best, limit),
    )
    return {row: ContactFound(*told) for row, *told in rows}


def _conversations(connection: sqlite3.Connection, match: str, limit: int, before: int) -> dict[int, ConversationFound]:
    if before == NONE_LEFT:
        return {}
    rows = connection.execute(
        "SELECT f.rowid, c.id, c.channel, c.status, c.subject, c.contact_name, c.received_ms "
        "FROM conversation_fts AS f JOIN conversation AS c ON c.rowid = f.rowid "
        "WHERE conversation_fts MATCH ? AND f.rowid < ? ORDER BY f.rowid DESC LIMIT ?",
        (match, before, limit),
    )
    return {row: ConversationFound(*told) for row, *told in rows}
