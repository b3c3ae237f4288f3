"""What the customer in view costs: the card at each paint, and what helped others among 100,000 conversations."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from agentconsole.clock import SystemClock
from agentconsole.ids import SystemIds
from agentconsole.store.searching.similar import find_similar
from agentconsole.store.sqlite import open_store, unit_of_work
from agentconsole.sync.courier import LocalCourier
from agentconsole.sync.jobs import Posted
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.workspace import Workspace
from tests.bench.big_store import kept_store
from tests.bench.figures import Figure, Goal

ME = "dana"
SIZE = (100_000, 200_000)
"""Conversations, nearly all of them resolved, and messages."""
STILL_OPEN = 500
ASKED = 40
"""Conversations that are looked for others like, each once a round."""
_RANKED = (
    "SELECT rowid FROM conversation_fts WHERE conversation_fts MATCH ? AND rank MATCH 'bm25()' ORDER BY rank LIMIT 12"
)


def bench_similar(rounds: int) -> Iterator[Figure]:
    """Similar resolved conversations with why, against the index's own ranking of the subject's words."""
    with _at_the_desk() as (workspace, db):
        own = [row[0] for row in db.execute("SELECT id FROM conversation WHERE open = 1 ORDER BY id LIMIT ?", (ASKED,))]
        matches = {each: _any_word(db, each) for each in own}
        ours, bare, for_the_key = list[float](), list[float](), list[float]()
        for _ in range(rounds):
            for each in own:
                bare.append(_ms(lambda each=each: db.execute(_RANKED, (matches[each],)).fetchall()))
                ours.append(_ms(partial(find_similar, db, each)))
        yield Figure("similar of 100,000: as stored", "ms", median(ours), median(bare))
        yield Figure("similar of 100,000: slowest", "ms", max(ours), max(bare), Goal(100, of_ratio=False))
        customers = workspace.customers
        whole = [_ms(lambda each=each: customers.similar(each).result()) for each in own]
        yield Figure("similar of 100,000: for the screen, slowest", "ms", max(whole), None, Goal(100, of_ratio=False))
        for each in own:
            began = perf_counter()
            answer = customers.similar(each)
            for_the_key.append((perf_counter() - began) * 1000)
            answer.result()
        yield Figure("similar: what the key waits for, slowest", "ms", max(for_the_key), None, Goal(10, of_ratio=False))


def bench_card(rounds: int) -> Iterator[Figure]:
    """The card, read at each paint, and a page of what went before, against the contact's bare row."""
    with _at_the_desk() as (workspace, db):
        own = [row[0] for row in db.execute("SELECT id FROM conversation WHERE open = 1 ORDER BY id LIMIT ?", (ASKED,))]
        bare_sql = "SELECT * FROM contact WHERE id = (SELECT contact_id FROM conversation WHERE id = ?)"
        cards, pages, bare = list[float](), list[float](), list[float]()
        for _ in range(rounds):
            for each in own:
                bare.append(_ms(lambda each=each: db.execute(bare_sql, (each,)).fetchall()))
                cards.append(_ms(partial(workspace.customers.card, each)))
                pages.append(_ms(partial(workspace.customers.ended, each, None, 100)))
        goal = Goal(1, of_ratio=False)
        yield Figure("contact's card", "ms", median(cards), median(bare), goal)
        yield Figure("contact's earlier conversations, a page", "ms", median(pages), median(bare), goal)


def _any_word(db: sqlite3.Connection, conversation_id: str) -> str:
    (subject,) = db.execute("SELECT subject FROM conversation WHERE id = ?", (conversation_id,)).fetchone()
    words = ["".join(filter(str.isalnum, word)) for word in subject.split()]
    return " OR ".join(f'"{word}"' for word in words if word) or '"x"'


@contextmanager
def _at_the_desk() -> Iterator[tuple[Workspace, sqlite3.Connection]]:
    clock, ids = SystemClock(), SystemIds()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store.db"
        shutil.copy(kept_store(*SIZE), store)
        with closing(open_store(store)) as db, unit_of_work(db):
            db.execute(
                "UPDATE conversation SET open = 0, status = 'resolved', assignee = '' WHERE id NOT IN "
                "(SELECT id FROM conversation ORDER BY id LIMIT ?)",
                (STILL_OPEN,),
            )
        with closing(open_store(store, read_only=True)) as db:
            courier = LocalCourier(Posted(lambda: open_store(store), ME, clock, ids))
            yield Workspace(Desk(db, ME, clock, courier, "local"), ids, "bench"), db


def _ms(call: object) -> float:
    began = perf_counter()
    call()  # type: ignore[operator]  # a lambda or a partial
    return (perf_counter() - began) * 1000
