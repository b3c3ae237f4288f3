"""Finding words in messages, contacts and conversations, whatever the agent types.

Words are compared without case and accents; all must occur, and the last one may be only begun. Chinese,
Japanese and Thai text is indexed by its runs between spaces, so there only the beginning of a run is found.
"""

import sqlite3
import unicodedata
from dataclasses import dataclass

WORDS_USED = 16
TEXT_USED = 400
SNIPPET_TOKENS = 16
SNIPPET_CHARS = 200
MARKED_CHARS = 2_000
"""Characters of a body that FTS5 may mark: its snippet compares every find with every other one, so a table of
20,000 rows would hold the reader for minutes. Longer ones are cut and marked here, in one pass."""
NEWEST = 2**63 - 1
# Two of Unicode's non-characters: if foreign text holds them after all, a highlight is off, nothing else.
_BEGIN, _END = "\ufdd0", "\ufdd1"
_ASCII_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_ONE_LINE = str.maketrans("\r\n\t\v\f\x85\u2028\u2029", "        ")


@dataclass(frozen=True, slots=True)
class Snippet:
    """One line cut from a text, and which parts of it were found, as (start, end) offsets into `text`."""

    text: str
    found: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class MessageFound:
    """A message with the words in it; `n` is its place in the store, `k` its place in the conversation."""

    n: int
    conversation_id: str
    k: int
    kind: str
    author: str
    at: int
    snippet: Snippet


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


def search(connection: sqlite3.Connection, text: str, limit: int, before: int | None = None) -> Found:
    """At most `limit` of each kind for the words in `text`, newest messages first.

    `before` takes the last answer's `before` and brings older messages only. Text without a letter or digit
    finds nothing. No text raises.
    """
    match = expression(text)
    if not match:
        return Found()
    messages = _messages(connection, match, _first_word(text), limit, NEWEST if before is None else before)
    older = messages[-1].n if messages and len(messages) == limit else None
    if before is not None:
        return Found(messages=messages, before=older)
    return Found(messages, _contacts(connection, match, limit), _conversations(connection, match, limit), older)


def expression(text: str) -> str:
    """`text` as an FTS5 expression in which nothing is an operator; "" when there is no word in it.

    Only the first TEXT_USED characters and WORDS_USED words count: a pasted mail must not become a query.
    """
    # NUL would end the expression for SQLite, and a lone surrogate cannot be handed over at all.
    text = text[:TEXT_USED].replace("\0", " ").encode("utf-8", "replace").decode()
    words = [word for word in text.split() if any(map(_is_word_char, word))][:WORDS_USED]
    quoted = ['"' + word.replace('"', '""') + '"' for word in words]
    if quoted and not text[-1].isspace():
        quoted[-1] += "*"
    return " ".join(quoted)


def _is_word_char(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "LN" or category == "Co"


def _first_word(text: str) -> str:
    """The first run of letters and digits that is looked for, as SQLite's `lower` would leave it."""
    run = "".join(char if _is_word_char(char) else " " for char in text[:TEXT_USED]).split()[0]
    return run.translate(_ASCII_LOWER)


def _messages(
    connection: sqlite3.Connection, match: str, word: str, limit: int, before: int
) -> tuple[MessageFound, ...]:
    rows = connection.execute(
        "SELECT n, conv_id, k, kind, author, at_ms, CASE WHEN length(message.body) <= ? "
        "THEN snippet(message_fts, 0, ?, ?, '…', ?) "
        "ELSE substr(message.body, max(1, instr(lower(message.body), ?) - ?), ?) END "
        "FROM message_fts JOIN message ON n = message_fts.rowid "
        "WHERE message_fts MATCH ? AND message_fts.rowid < ? ORDER BY message_fts.rowid DESC LIMIT ?",
        (MARKED_CHARS, _BEGIN, _END, SNIPPET_TOKENS, word, SNIPPET_CHARS // 4, SNIPPET_CHARS, match, before, limit),
    )
    return tuple(
        MessageFound(n, conversation_id, k, kind, author, at, snippet_of(_marked(cut, word)))
        for n, conversation_id, k, kind, author, at, cut in rows
    )


def _contacts(connection: sqlite3.Connection, match: str, limit: int) -> tuple[ContactFound, ...]:
    rows = connection.execute(
        "SELECT c.id, c.name, c.email, c.phone FROM contact_fts JOIN contact AS c ON c.rowid = contact_fts.rowid "
        "WHERE contact_fts MATCH ? ORDER BY contact_fts.rank, c.rowid DESC LIMIT ?",
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


def _marked(cut: str, word: str) -> str:
    """`cut` with the first `word` in it marked, where FTS5 has marked nothing."""
    at = -1 if _BEGIN in cut else cut.translate(_ASCII_LOWER).find(word)
    return cut if at < 0 else f"{cut[:at]}{_BEGIN}{cut[at : at + len(word)]}{_END}{cut[at + len(word) :]}"


def snippet_of(marked: str) -> Snippet:
    """The plain line of a marked one, cut to SNIPPET_CHARS around the first part found."""
    text, found = _unmarked(marked.translate(_ONE_LINE))
    first = found[0][0] if found else 0
    start = max(0, min(first - SNIPPET_CHARS // 4, len(text) - SNIPPET_CHARS))
    cut = text[start : start + SNIPPET_CHARS]
    inside = ((max(0, a - start), min(len(cut), b - start)) for a, b in found)
    return Snippet(cut, tuple((a, b) for a, b in inside if a < b))


def _unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    parts: list[str] = []
    found: list[tuple[int, int]] = []
    length, began = 0, -1
    for part in marked.replace(_BEGIN, "\0" + _BEGIN).replace(_END, "\0" + _END).split("\0"):
        if part[:1] == _END and began >= 0:
            found.append((began, length))
        began = length if part[:1] == _BEGIN else -1
        plain = part[1:] if part[:1] in (_BEGIN, _END) else part
        parts.append(plain)
        length += len(plain)
    return "".join(parts), found


def index_agrees(connection: sqlite3.Connection) -> bool:
    """Whether the index holds exactly the words of the rows; reads everything. Needs a writable connection."""
    try:
        connection.execute("INSERT INTO message_fts(message_fts, rank) VALUES ('integrity-check', 1)")
        connection.execute("INSERT INTO contact_fts(contact_fts, rank) VALUES ('integrity-check', 1)")
        connection.execute("INSERT INTO conversation_fts(conversation_fts, rank) VALUES ('integrity-check', 1)")
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
