"""Stores with something in them, made in one call."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from agentconsole.store.own import drafts, outbox
from agentconsole.store.own.drafts import Draft, Visibility
from agentconsole.store.sqlite import open_store, unit_of_work

NOW = 1_790_000_000_000
LOCAL = "local"
HALF_DONE = """
import os, sys
from agentconsole.store.sqlite import open_store
connection = open_store(sys.argv[1])
connection.execute("PRAGMA cache_size=1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE draft SET body = 'half done'")
os.kill(os.getpid(), 9)
"""


def draft(body: str, conversation: str = "c-1", at: int = NOW, visibility: Visibility = Visibility.PUBLIC) -> Draft:
    return Draft(LOCAL, "ana", conversation, visibility, body, 3, at)


def put(connection: sqlite3.Connection, command_id: str, lane: str = "c-1", at: int = NOW, actor: str = "ana") -> int:
    with unit_of_work(connection):
        return outbox.add(connection, command_id=command_id, server=LOCAL, actor=actor, lane=lane, wire="{}", now=at)


def message(connection: sqlite3.Connection, n: int, body: str, conversation: str = "c-1") -> None:
    connection.execute(
        "INSERT INTO message VALUES (?, ?, ?, ?, 'reply', 'contact', 'Mara', ?, ?, '', '[]', '')",
        (n, conversation, n, n, NOW + n, body),
    )


def contact(connection: sqlite3.Connection, contact_id: str, name: str, email: str = "", phone: str = "") -> None:
    connection.execute("INSERT INTO contact VALUES (?, ?, ?, ?)", (contact_id, name, email, phone))


def conversation(connection: sqlite3.Connection, conversation_id: str, subject: str) -> None:
    connection.execute(
        "INSERT INTO conversation(id, channel, status, open, queue, subject, category, tags, contact_id, contact_name, "
        "assignee, place_ms, waiting_ms, due_ms, due_kind, next_breach_ms, source, external_id, last_line, messages, "
        "received_ms, facts, rev, updated_seq) VALUES (?, 'chat', 'waiting', 1, 'front', ?, 'dns', '', 'p-1', 'Mara', "
        "'', 0, 0, 0, '', 253402300799999, '', '', '', 0, ?, '{}', 1, 1)",
        (conversation_id, subject, NOW),
    )


def filled(path: Path, rows: int = 200) -> set[str]:
    """A store with `rows` drafts and outbox rows; returns the drafts' texts."""
    texts = {f"draft {n} " + "lorem ipsum " * 20 for n in range(rows)}
    with closing(open_store(path)) as connection, unit_of_work(connection):
        for n, text in enumerate(sorted(texts)):
            connection.execute(
                "INSERT INTO draft VALUES (?, 'ana', ?, 'public', ?, 0, ?)", (LOCAL, f"c-{n}", text, NOW)
            )
            outbox.add(connection, command_id=f"k-{n}", server=LOCAL, actor="ana", lane=f"c-{n}", wire=text, now=NOW)
    return texts


def killed_while_writing(path: Path) -> None:
    """A writer is killed who has put some of its pages into the store's file, and what they were into the journal."""
    subprocess.run([sys.executable, "-c", HALF_DONE, str(path)], check=False)


def draft_texts(connection: sqlite3.Connection) -> set[str]:
    return {each.body for each in drafts.of_actor(connection, LOCAL, "ana")}


def mode_of(path: str | Path) -> int:
    return os.stat(path).st_mode & 0o777
