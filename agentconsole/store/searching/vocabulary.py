"""The words of messages that begin as typed: where these are few, they are looked for by their names.

For a beginning SQLite merges the lists of all its words before it has the first row, up to a tenth of a second in a
million messages. Whole words it reads from the newest row on, and only as far as rows are wanted.
"""

import sqlite3
from collections.abc import Iterator
from itertools import chain, islice

from agentconsole.store.searching.spellings import spellings
from agentconsole.store.searching.words import before_last, begun_word, expression

FEW = 16
"""Words that are looked for by their names, each found in some 0.05 ms; where more begin so, what is newest is read."""
_BEHIND_IT = "\x01"
"""Sorts a word's end before whatever letter could follow there."""


def spelled_out(connection: sqlite3.Connection, text: str) -> str:
    """`expression(text)` with the words of the index in place of the begun one; "" for one letter or none, and where
    not one to a FEW words begin so: of what is not indexed yet none do."""
    begun = begun_word(text)
    words = _few_words_beginning(connection, begun) if len(begun) > 1 else None
    if not words:
        return ""
    named = " OR ".join(f'"{word}"' for word in words)
    whole = expression(before_last(text))
    return f"({whole}) AND ({named})" if whole else named


def _few_words_beginning(connection: sqlite3.Connection, begun: str) -> list[str] | None:
    """None for more than a FEW."""
    beginning = chain.from_iterable(words_beginning(connection, each) for each in spellings(begun))
    found = list(dict.fromkeys(islice(beginning, FEW + 1)))
    return found if len(found) <= FEW else None


def words_beginning(connection: sqlite3.Connection, begun: str) -> Iterator[str]:
    """The index's words that begin so, in the order of the alphabet, each fetched when it is asked for."""
    _name_words(connection)
    start = begun
    while (word := _first(connection, start)).startswith(begun):
        yield word
        start = word + _BEHIND_IT


def _first(connection: sqlite3.Connection, start: str) -> str:
    """The first word from there on; "" behind the last one."""
    row = connection.execute("SELECT term FROM temp.message_word WHERE term >= ? LIMIT 1", (start,)).fetchone()
    return str(row[0]) if row else ""


def _name_words(connection: sqlite3.Connection) -> None:
    """Makes the index's words a table of this connection alone, once: SQLite counts that as writing, though no file
    changes."""
    if connection.execute("SELECT 1 FROM temp.sqlite_schema WHERE name = 'message_word'").fetchone():
        return
    (is_reader,) = connection.execute("PRAGMA query_only").fetchone()
    connection.execute("PRAGMA query_only=OFF")
    try:
        connection.execute("CREATE VIRTUAL TABLE temp.message_word USING fts5vocab(main, message_fts, instance)")
    finally:
        connection.execute(f"PRAGMA query_only={is_reader}")
