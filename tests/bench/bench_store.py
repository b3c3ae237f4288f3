"""What the store and the engine cost: a durable command, the queue's pages, a transcript, the rules, a search."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from agentconsole.clock import SystemClock
from agentconsole.domain.commands import Claim, Command, Note, Reply
from agentconsole.domain.terms import Channel
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds
from agentconsole.store import queries
from agentconsole.store.queue_rows import Key, Narrow
from agentconsole.store.searching.search import search
from agentconsole.store.sqlite import open_store
from agentconsole.sync.courier import LocalCourier
from agentconsole.sync.jobs import Posted
from agentconsole.wire import Envelope
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.queue_views import Position, QueueFilter, Scope
from agentconsole.workspace.search_views import SearchPage
from agentconsole.workspace.workspace import Workspace
from tests.bench.bench_floors import DURABLE
from tests.bench.big_store import BIG, SMALL, kept_store
from tests.bench.figures import Figure, Goal
from tests.support.floor import durable_commits_ms, percentile

ME = "dana"
HER_CHAT = "1001"
PAGE = 50
RUNS = 60
"""Calls timed in each round; the median counts."""
FAR_DOWN = 100
"""The page of finds that is timed beside the first."""
_BARE_PAGE = "SELECT id, contact_name, subject, place_ms, waiting_ms FROM conversation WHERE open = 1 "
_BARE_ORDER = "ORDER BY place_ms, waiting_ms, id LIMIT 50"
_BARE_SEARCH = "SELECT rowid FROM message_fts WHERE message_fts MATCH ? ORDER BY rowid DESC LIMIT 50"
_FRAME_MS = 16.7


def bench_commit(rounds: int) -> Iterator[Figure]:
    """A reply with its events, rows and receipt, against one bare row committed as durably; 10,000 conversations."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store.db"
        shutil.copy(kept_store(*SMALL), store)
        ours, bare = list[float](), list[float]()
        with closing(open_store(store)) as db:
            engine = Engine(db, SystemClock(), SystemIds())
            for number in range(rounds):
                bare += durable_commits_ms(Path(folder) / "bare.db", DURABLE, RUNS)
                ours += [
                    _commit_ms(engine, Reply(HER_CHAT, f"round {number}, a line as a reply has")) for _ in range(RUNS)
                ]
    yield Figure(
        "command with receipt: commits a second",
        "/s",
        1000 / median(ours),
        1000 / median(bare),
        Goal(0.5, at_least=True),
    )
    slowest = percentile(ours, 99), percentile(bare, 99)
    yield Figure("command with receipt: p99", "ms", *slowest, Goal(_FRAME_MS, of_ratio=False))


def _commit_ms(engine: Engine, command: Command) -> float:
    now = SystemClock().now()
    envelope = Envelope(SystemIds().command_id(now), ME, "bench", command, now)
    began = perf_counter()
    receipt = engine.submit(envelope).receipt
    took = (perf_counter() - began) * 1000
    if not receipt.is_accepted:
        raise AssertionError(receipt.words)
    return took


def bench_queue(rounds: int) -> Iterator[Figure]:
    """Pages of the one order, the status line and the counts, among 100,000 open conversations."""
    with _at_the_desk() as (workspace, db):
        bare = _BARE_PAGE + _BARE_ORDER
        goal = Goal(0.2, of_ratio=False)
        first = _timed(lambda: queries.queue_page(db, Narrow(), PAGE), lambda: db.execute(bare).fetchall(), rounds)
        yield Figure("first queue page of 50, as stored", "ms", *first, goal)
        key = _key_at(db, BIG[0] // 2)
        behind = _BARE_PAGE + "AND (place_ms, waiting_ms, id) > (?, ?, ?) " + _BARE_ORDER
        deep = _timed(
            lambda: queries.queue_page(db, Narrow(), PAGE, after=key),
            lambda: db.execute(behind, key).fetchall(),
            rounds,
        )
        yield Figure("page of 50 at 50,000, as stored", "ms", *deep, goal)
        for name, chosen in (("mine and waiting", QueueFilter()), ("all", QueueFilter(Scope.ALL))):
            shown = _timed(partial(workspace.queue, chosen, limit=PAGE), lambda: db.execute(bare).fetchall(), rounds)
            yield Figure(f"first page for the screen: {name}", "ms", *shown)
        at = Position(*key)
        behind_it = _alone(lambda: workspace.queue(QueueFilter(Scope.ALL), at, PAGE), rounds)
        yield Figure("page at 50,000 for the screen", "ms", behind_it, deep[1])
        chats = QueueFilter(channel=Channel.CHAT)
        waits = [_call_ms(partial(workspace.queue, chats, limit=PAGE + n)) for n in range(RUNS)]
        waited = median(waits)
        yield Figure("a narrowed view, its key kept waiting, p50", "ms", waited, None, Goal(10, of_ratio=False))
        yield Figure("status line", "ms", _alone(workspace.status, rounds), None, Goal(1, of_ratio=False))
        unread = _alone(lambda: queries.unread_count(db, HER_CHAT, -1), rounds)
        yield Figure("unread count of a conversation", "ms", unread, None, Goal(0.2, of_ratio=False))


def bench_conversation(rounds: int) -> Iterator[Figure]:
    """What opening a conversation and greying a key cost, among 100,000."""
    with _at_the_desk() as (workspace, _db):
        goal = Goal(1, of_ratio=False)
        yield Figure(
            "why not: a note", "ms", _alone(lambda: workspace.why_not(Note(HER_CHAT, "so")), rounds), None, goal
        )
        yield Figure(
            "why not: a third chat", "ms", _alone(lambda: workspace.why_not(Claim("1500")), rounds), None, goal
        )
        yield Figure("transcript page of 60", "ms", _alone(lambda: workspace.transcript(HER_CHAT), rounds), None, goal)
        yield Figure("conversation's pane", "ms", _alone(lambda: workspace.conversation(HER_CHAT), rounds), None, goal)


def _page(workspace: Workspace, typed: str, after: SearchPage | None) -> SearchPage:
    return workspace.search(typed, PAGE, after).result()


def _page_far_down(workspace: Workspace, typed: str) -> SearchPage:
    page = _page(workspace, typed, None)
    for _ in range(FAR_DOWN - 2):
        page = _page(workspace, typed, page)
    assert page.after is not None
    return page


def _searched(workspace: Workspace, typed: str) -> None:
    workspace.search(typed).result()


def bench_search(rounds: int) -> Iterator[Figure]:
    """50 newest of 1,000,000 messages, with their snippets, against bare row ids of the same index."""
    with _at_the_desk() as (workspace, db):
        for name, typed, match in (
            ("two words", "invoice plesk ", '"invoice" "plesk"'),
            ("a common word", "mail ", '"mail"'),
            ("two words, the last begun", "ssl cert", '"ssl" "cert"*'),
            ("one letter", "d", '"d"*'),
        ):
            bare = _timed(
                partial(search, db, typed, PAGE),
                partial(_fetch, db, _BARE_SEARCH, match),
                rounds,
            )
            yield Figure(f"search as stored: {name}", "ms", *bare)
            shown = _alone(partial(_searched, workspace, typed), rounds)
            yield Figure(f"search for the screen: {name}", "ms", shown, bare[1], Goal(_FRAME_MS, of_ratio=False))
        for name, typed in (("a common word", "mail "), ("with filters", "mail channel:chat is:open ")):
            deep = _page_far_down(workspace, typed)
            ours = _timed(partial(_page, workspace, typed, deep), partial(_page, workspace, typed, None), rounds)
            yield Figure(f"search, page {FAR_DOWN}: {name}, × the first", "ms", *ours, Goal(1.5))


@contextmanager
def _at_the_desk() -> Iterator[tuple[Workspace, sqlite3.Connection]]:
    """Dana's workspace on the big store, its courier never started: nothing is written."""
    path, clock, ids = kept_store(*BIG), SystemClock(), SystemIds()
    with closing(open_store(path, read_only=True)) as db:
        courier = LocalCourier(Posted(lambda: open_store(path), ME, clock, ids))
        yield Workspace(Desk(db, ME, clock, courier, "local"), ids, "bench"), db


def _key_at(db: sqlite3.Connection, place: int) -> Key:
    sql = "SELECT place_ms, waiting_ms, id FROM conversation WHERE open = 1 ORDER BY place_ms, waiting_ms, id"
    key: Key = db.execute(f"{sql} LIMIT 1 OFFSET ?", (place,)).fetchone()
    return key


def _fetch(db: sqlite3.Connection, sql: str, value: str) -> list[object]:
    return db.execute(sql, (value,)).fetchall()


def _timed(ours: Callable[[], object], bare: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Medians of calls taken in turns, in milliseconds, after one call each that finds the pages cold."""
    ours(), bare()
    pairs = [(_call_ms(bare), _call_ms(ours)) for _ in range(RUNS * rounds)]
    return median(mine for _, mine in pairs), median(floor for floor, _ in pairs)


def _alone(ours: Callable[[], object], rounds: int) -> float:
    return _timed(ours, lambda: None, rounds)[0]


def _call_ms(call: Callable[[], object]) -> float:
    began = perf_counter()
    call()
    return (perf_counter() - began) * 1000
