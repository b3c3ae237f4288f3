"""The reads behind a key: the one order, narrowed, paged by key, and always by an index."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import product

import pytest

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS
from agentconsole.domain.terms import FAR, Channel, Status
from agentconsole.store import queries, rows
from agentconsole.store.own import outbox
from agentconsole.store.queue_rows import Narrow
from agentconsole.store.sqlite import MEMORY, open_store
from tests.store.builders import message

NOW = 1_790_000_000_000
AGENTS = ("", "dana", "bo")


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(open_store(MEMORY)) as connection:
        for n in range(60):
            connection.execute(rows.PUT_CONVERSATION, rows.conversation_row(one(n), DEFAULT_LEVELS, n))
        yield connection


def one(n: int) -> Conversation:
    """Every fifth has ended; several share an instant, so that ties have to be broken by their ids."""
    channel = (Channel.TICKET, Channel.CHAT)[n % 2]
    status = Status.CLOSED if n % 5 == 0 else Status.WAITING if n % 3 == 0 else Status.ACTIVE
    at = NOW + n // 4
    plain = Conversation(
        str(1001 + n), channel, status, f"c{n % 7}", f"C{n % 7}", at, at, owed_since=at, owing_since=at
    )
    return replace(plain, assignee=AGENTS[n % 3], category=("dns", "mail")[n % 2])


def key(entry: queries.QueueEntry) -> queries.Key:
    return (entry.place_ms, entry.waiting_ms, entry.id)


def expected(db: sqlite3.Connection, narrow: Narrow) -> list[str]:
    everything = queries.queue_page(db, Narrow(), 1_000)
    return [
        entry.id
        for entry in sorted(everything, key=key)
        if (narrow.assignees is None or entry.assignee in narrow.assignees)
        and narrow.channel in ("", entry.channel)
        and narrow.category in ("", entry.category)
        and (narrow.place_before is None or entry.place_ms < narrow.place_before)
    ]


NARROWS = [
    Narrow(whose, channel, category, "", before)
    for whose, channel, category, before in product(
        (None, ("dana",), ("dana", "")), ("", "chat"), ("", "dns"), (None, NOW + 310_000)
    )
]


@pytest.mark.parametrize("narrow", NARROWS)
def test_pages_forwards_and_backwards_are_the_one_order_cut(db: sqlite3.Connection, narrow: Narrow):
    wanted = expected(db, narrow)
    assert [entry.id for entry in queries.queue_page(db, narrow, 1_000)] == wanted
    assert queries.count_rows(db, narrow) == len(wanted)
    forwards: list[queries.QueueEntry] = []
    while page := queries.queue_page(db, narrow, 7, after=key(forwards[-1]) if forwards else None):
        forwards += page
    assert [entry.id for entry in forwards] == wanted
    if forwards:
        before = queries.queue_page(db, narrow, 1_000, before=key(forwards[-1]))
        assert [entry.id for entry in before] == wanted[:-1]


@pytest.mark.parametrize("narrow", [Narrow(), Narrow(("dana", "")), Narrow(channel="chat"), Narrow(category="dns")])
def test_a_page_is_read_along_an_index_and_never_sorted(db: sqlite3.Connection, narrow: Narrow):
    asked: list[str] = []
    db.set_trace_callback(asked.append)
    queries.queue_page(db, narrow, 10)
    db.set_trace_callback(None)
    (sql,) = (each for each in asked if "conversation" in each)
    plan = " ".join(row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}"))
    assert "INDEX queue_" in plan
    if narrow.assignees is None:
        assert "TEMP B-TREE" not in plan


def test_a_transcript_is_the_newest_lines_oldest_first(db: sqlite3.Connection):
    for n in range(10):
        message(db, n, f"line {n}", "1002")
    page = queries.transcript_page(db, "1002", 3)
    assert [row[6] for row in page] == ["line 7", "line 8", "line 9"]
    older = queries.transcript_page(db, "1002", 3, before_k=7)
    assert [row[6] for row in older] == ["line 4", "line 5", "line 6"]


def test_a_long_body_is_cut_and_its_length_told(db: sqlite3.Connection):
    message(db, 1, "x" * (queries.BODY_CAP + 5), "1002")
    ((*_, body, length, _, _),) = queries.transcript_page(db, "1002", 3)
    assert (len(str(body)), length) == (queries.BODY_CAP, queries.BODY_CAP + 5)


def test_unread_is_what_the_contact_wrote_after_what_was_seen(db: sqlite3.Connection):
    for n in range(5):
        message(db, n, "hello", "1002")
    assert [queries.unread_count(db, "1002", seen) for seen in (-1, 2, 4)] == [5, 2, 0]


def test_a_store_with_nothing_to_come_says_never():
    with closing(open_store(MEMORY)) as empty:
        assert queries.next_breach_at(empty) == FAR
        assert outbox.next_due_at(empty, "local", "dana") == FAR
        assert queries.tallies(empty) == {}
        assert queries.newest_done(empty, "dana", 0, frozenset()) is None
