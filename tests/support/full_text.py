"""The full-text indexes of a store: whether they hold what the rows say, and how they are made anew."""

from __future__ import annotations

import sqlite3

INDEXES = ("message_fts", "contact_fts", "conversation_fts", "article_fts")


def index_agrees(connection: sqlite3.Connection) -> bool:
    """Whether the indexes hold exactly the words of the rows; reads everything. Needs a writable connection."""
    try:
        for index in INDEXES:
            connection.execute(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        return False
    return True


def rebuild_index(connection: sqlite3.Connection) -> None:
    """Makes the indexes anew from the rows; call inside `unit_of_work`."""
    for index in INDEXES:
        connection.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")
