"""What the first copy of a large team costs a console: the snapshot against the rows upserted from JSON lines."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from threading import Thread
from time import perf_counter, sleep

from agentconsole.backends.rest import RestBackend
from agentconsole.engine.snapshot import columns
from agentconsole.store.queries import queue_page
from agentconsole.store.queue_rows import Narrow
from agentconsole.store.searching import indexing
from agentconsole.store.sqlite import open_store
from agentconsole.sync.first_copy import bring
from tests.bench.big_store import BIG, kept_store
from tests.bench.figures import Figure, Goal
from tests.support.team_server import Team, a_team

ROUNDS = 3
"""At most: each copies more than a million rows twice."""
TABLES = ("contact", "conversation", "message")
ME = "dana"
BATCH = 5_000


def bench_first_sync(rounds: int) -> Iterator[Figure]:
    """100,000 conversations and 1,000,000 messages from a server on loopback, whose snapshot is made."""
    with tempfile.TemporaryDirectory() as folder, _a_big_team(Path(folder)) as (team, backend):
        rows = _count(team.store)
        packed = _made(team, backend)
        lines = Path(folder) / "rows.jsonl"
        _write_lines(team.store, lines)
        ours, floor = list[float](), list[float]()
        for number in range(min(ROUNDS, rounds)):
            floor.append(_upserted(lines, Path(folder) / f"floor{number}.db"))
            ours.append(_brought(backend, str(Path(folder) / f"console{number}" / f"{ME}.db")))
        store = Path(folder) / "console0" / f"{ME}.db"
        at_least = Goal(4, at_least=True)
        yield Figure("first sync: rows a second", "/s", rows / median(ours), rows / median(floor), at_least)
        yield Figure("first sync: bytes a row on the wire", "B", packed / rows, None, Goal(80, of_ratio=False))
        yield Figure("first sync: until the queue is shown", "s", median(ours), None, Goal(2, of_ratio=False))
        first, whole = _searchable(store)
        begun, done = median(ours) + first, median(ours) + whole
        yield Figure("first sync: until a search finds the newest", "s", begun, None, Goal(10, of_ratio=False))
        yield Figure("first sync: until everything can be found", "s", done, None, Goal(10, of_ratio=False))


@contextmanager
def _a_big_team(folder: Path) -> Iterator[tuple[Team, RestBackend]]:
    shutil.copy(kept_store(*BIG), folder / "server.db")
    with a_team(folder) as team:
        with team.db() as db:
            from agentconsole.server import accounts

            code = accounts.open_with_code(db, ME, team.clock.now())
        token = team.signs_in(ME, code).json()["token"]
        with closing(RestBackend(team.url, token)) as backend:
            yield team, backend


def _count(store: Path) -> int:
    with closing(open_store(store)) as db:
        return sum(int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in TABLES)


def _made(team: Team, backend: RestBackend) -> int:
    """Has the server make its snapshot; how many bytes it has."""
    with team.client(backend.token) as client:
        while True:
            with client.stream("GET", "/v1/snapshot") as answer:
                if answer.status_code == 200:
                    return int(answer.headers["content-length"])
            sleep(0.5)


def _write_lines(store: Path, lines: Path) -> None:
    with closing(open_store(store)) as db, open(lines, "w", encoding="utf-8") as out:
        for table in TABLES:
            names = columns(table)
            for row in db.execute(f"SELECT {', '.join(names)} FROM {table}"):
                out.write(json.dumps({"table": table, **dict(zip(names, row, strict=True))}) + "\n")


def _upserted(lines: Path, path: Path) -> float:
    """Seconds for the rows of a file of JSON lines to be put into their tables with plain sqlite3, no network."""
    with closing(open_store(path)) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-262144"):
            db.execute(f"PRAGMA {pragma}")
        began = perf_counter()
        db.execute("BEGIN")
        waiting: dict[str, list[dict[str, object]]] = {table: [] for table in TABLES}
        with open(lines, encoding="utf-8") as coming:
            for line in coming:
                row = json.loads(line)
                rows = waiting[row["table"]]
                rows.append(row)
                if len(rows) == BATCH:
                    _upsert(db, row["table"], rows)
        for table, rows in waiting.items():
            _upsert(db, table, rows)
        db.execute("COMMIT")
        return perf_counter() - began


def _upsert(db: sqlite3.Connection, table: str, rows: list[dict[str, object]]) -> None:
    names = columns(table)
    told = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    db.executemany(
        f"INSERT INTO {table}({', '.join(names)}) VALUES ({', '.join(':' + name for name in names)}) "
        f"ON CONFLICT({names[0]}) DO UPDATE SET {told}",
        rows,
    )
    rows.clear()


def _brought(backend: RestBackend, store: str) -> float:
    """Seconds until the copy is in its place and the first page of the queue has been read from it."""
    os.sync()
    began = perf_counter()
    bring(store, backend, ME, lambda _: None)
    with closing(open_store(store, read_only=True)) as db:
        assert queue_page(db, Narrow(), 50)
    return perf_counter() - began


def _searchable(store: Path) -> tuple[float, float]:
    """Seconds until the first piece of messages can be searched, and until all can; nobody waits for either."""
    took = list[float]()

    def work() -> None:
        began = perf_counter()
        with closing(open_store(store)) as db:
            indexing.small_first(db)
            indexing.step(db)
            took.append(perf_counter() - began)
            indexing.complete(db)
        took.append(perf_counter() - began)

    thread = Thread(target=work)
    thread.start()
    thread.join()
    return took[0], took[1]
