"""What a search that finds nothing may have meant: for a word that is in no message, the nearest one that is."""

import sqlite3
from itertools import islice

from agentconsole.domain.words.spelling import nearest
from agentconsole.store.searching.vocabulary import words_beginning
from agentconsole.store.searching.words import begun_word, words_of

SURE_OF = 2
"""Letters at its beginning that are believed: whoever mistypes seldom does so there."""
LOOKED_AT = 2_000
"""Words of the index that are compared, each fetched in some 0.02 ms."""


def meant(connection: sqlite3.Connection, text: str) -> str:
    """`text` with each word that no message has replaced by the nearest; "" where nothing is to be replaced."""
    typed = words_of(text)
    found = [_meant(connection, word) for word in typed]
    return " ".join(found) if found != typed else ""


def _meant(connection: sqlite3.Connection, word: str) -> str:
    plain = begun_word(word)
    if len(plain) <= SURE_OF or any(words_beginning(connection, plain)):
        return word
    return nearest(plain, list(islice(words_beginning(connection, plain[:SURE_OF]), LOOKED_AT))) or word
