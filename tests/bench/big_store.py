"""A store as large as a long-lived desk's, written in bulk and kept between runs of the benches."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from zlib import crc32

from agentconsole.clock import SystemClock
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.customer.contact import Contact
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS, MINUTE
from agentconsole.domain.terms import Channel
from agentconsole.engine.tallies import counted
from agentconsole.store.message_rows import MESSAGE_COLUMNS, message_row
from agentconsole.store.migrations import FIRST_CONVERSATION_NUMBER
from agentconsole.store.rows import PUT_CONVERSATION, conversation_row
from agentconsole.store.sqlite import open_store, unit_of_work
from agentconsole.store.tables import CONSOLE_3, FULL_TEXT, SIGNING_IN, TABLES, TRIGGERS, VERSION_3
from tests.bench.made_up import AGENTS, TEAM, MadeUp
from tests.support.full_text import rebuild_index

VERSION = 1
"""Raised when what is written here changes, so that an older kept store is made anew."""
KEPT_FOR = 20 * 60 * MINUTE
"""Milliseconds; no promise in a new store breaks within a day, so nothing is put on record while a bench runs."""
BIG, SMALL = (100_000, 1_000_000), (10_000, 100_000)
"""Open conversations and messages of the store the goals speak of, and of the one it is compared with."""
_BATCH = 5_000
_TABLES = crc32("".join((*TABLES, *SIGNING_IN, *VERSION_3, *CONSOLE_3, *FULL_TEXT)).encode())
"""A store with other tables than today's is made anew too: those of a version that is open change without a number."""
_PUT_MESSAGE = f"INSERT INTO message({', '.join(MESSAGE_COLUMNS)}) VALUES ({', '.join('?' * len(MESSAGE_COLUMNS))})"


def kept_store(conversations: int, messages: int) -> Path:
    """The path of a store of this size, from an earlier run when there is a fresh one, else made now."""
    folder = Path(tempfile.gettempdir()) / f"agentconsole-bench-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"v{VERSION}-{_TABLES:08x}-{conversations}-{messages}.db"
    if path.exists() and SystemClock().now() - _made_at(path) < KEPT_FOR:
        return path
    forget(path)
    big_store(path, conversations, messages)
    return path


def _made_at(path: Path) -> int:
    with closing(open_store(path, read_only=True)) as connection:
        return int(connection.execute("SELECT max(presence_ms) FROM agent").fetchone()[0])


def forget(path: Path) -> None:
    """Remove the store at `path` and what lies beside it."""
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()


def big_store(path: Path, conversations: int, messages: int) -> None:
    """Write a store with this many open conversations and messages, agents and two chats of each included.

    The rows are what the engine would have written, tallies and full-text index included; the log is empty, so
    `verify` finds it wanting, while reading and further commands work as in any store.
    """
    begun = path.with_name(f"{path.name}.part")
    forget(begun)
    with closing(open_store(begun)) as connection:
        connection.execute("PRAGMA journal_mode=MEMORY")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-262144")
        with unit_of_work(connection):
            _without_triggers(connection, lambda: _fill(connection, conversations, messages))
    begun.replace(path)
    forget(begun)


def _without_triggers(connection: sqlite3.Connection, work: Callable[[], None]) -> None:
    """Index everything once at the end: three times as fast as word by word."""
    for name in [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")]:
        connection.execute(f"DROP TRIGGER {name}")
    work()
    for statement in TRIGGERS:
        connection.execute(statement)
    rebuild_index(connection)


def _fill(connection: sqlite3.Connection, conversations: int, messages: int) -> None:
    now = SystemClock().now()
    made_up, tallies = MadeUp(now), Counter[str]()
    _add_team(connection, now)
    contacts = [made_up.contact(number) for number in range(max(1, conversations * 3 // 5))]
    rows = ((c.id, c.name, c.email, c.phone) for c in contacts)
    connection.executemany("INSERT INTO contact(id, name, email, phone) VALUES (?,?,?,?)", rows)
    coming = _conversations(made_up, contacts, conversations, messages)
    while batch := list(islice(coming, _BATCH)):
        connection.executemany(PUT_CONVERSATION, (conversation_row(c, DEFAULT_LEVELS, 0) for c in batch))
        connection.executemany(_PUT_MESSAGE, (message_row(m, 0) for c in batch for m in made_up.messages(c)))
        for conversation in batch:
            tallies.update(counted(conversation))
            _take_slot(connection, conversation)
    connection.executemany("INSERT INTO tally(name, n) VALUES (?,?)", tallies.items())
    number = FIRST_CONVERSATION_NUMBER + conversations
    connection.execute("UPDATE head SET clock_ms = ?, next_number = ?", (now, number))


def _add_team(connection: sqlite3.Connection, now: int) -> None:
    rows = ((a.id, a.full_name, a.role.value, a.presence.value, a.aux, now) for a in TEAM)
    sql = "INSERT INTO agent(id, full_name, role, presence, aux, presence_ms) VALUES (?,?,?,?,?,?)"
    connection.executemany(sql, rows)


def _conversations(
    made_up: MadeUp, contacts: list[Contact], conversations: int, messages: int
) -> Iterator[Conversation]:
    """Two chats of each agent first, then the queue."""
    each, extra = divmod(messages, conversations)
    for number in range(conversations):
        contact, own = contacts[number * 7 % len(contacts)], each + (number < extra)
        if number < 2 * len(AGENTS):
            yield made_up.held_chat(number, contact, own, AGENTS[number // 2])
        else:
            yield made_up.conversation(number, contact, own)


def _take_slot(connection: sqlite3.Connection, conversation: Conversation) -> None:
    if conversation.channel is Channel.CHAT and conversation.assignee:
        taken = "SELECT coalesce(max(slot_no), 0) + 1 FROM chat_slot WHERE agent_id = ?"
        values = (conversation.assignee, conversation.assignee, conversation.id)
        connection.execute(f"INSERT INTO chat_slot(agent_id, slot_no, conv_id) VALUES (?, ({taken}), ?)", values)
