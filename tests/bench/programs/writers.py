"""Writers on PostgreSQL, so many threads for each workspace: first the least that is durable, then the engine.

`ADDRESS SECONDS THREADS WORKSPACE…`; for both it says "ready", begins with a line on its input, and answers how many
commits there were.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextlib import closing
from time import perf_counter

import psycopg

from agentconsole.clock import SystemClock
from agentconsole.domain.commands import Note
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds, uuid7
from agentconsole.store.errors import StoreBusy
from agentconsole.store.postgres import open_postgres
from agentconsole.wire import Envelope

Work = Callable[[str, str, str, list[float], threading.Barrier], int]


def ours(address: str, workspace: str, chat: str, until: list[float], ready: threading.Barrier) -> int:
    """Notes, each a command of its own with its receipt."""
    count, clock = 0, SystemClock()
    with closing(open_postgres(address, workspace)) as db:
        engine = Engine(db, clock, SystemIds())
        ready.wait()
        while perf_counter() < until[0]:
            now = clock.now()
            try:
                receipt = engine.submit(Envelope(uuid7(now), "ana", "bench", Note(chat, "looked at it"), now)).receipt
            except StoreBusy:
                continue
            assert receipt.is_accepted, receipt.words
            count += 1
    return count


def bare(address: str, workspace: str, _chat: str, until: list[float], ready: threading.Barrier) -> int:
    """One row locked, one inserted, committed."""
    count = 0
    with psycopg.connect(address, autocommit=True) as db:
        db.execute(f"SET search_path TO {workspace}")
        ready.wait()
        while perf_counter() < until[0]:
            db.execute("BEGIN")
            db.execute("SELECT 1 FROM bare_head FOR UPDATE")
            db.execute("INSERT INTO bare(body) VALUES ('looked at it')")
            db.execute("COMMIT")
            count += 1
    return count


def main() -> None:
    """Runs the threads for each kind, and says what they did."""
    address, seconds, threads, *workspaces = sys.argv[1:]
    for work in (bare, ours):
        print(_count(work, address, float(seconds), int(threads), workspaces), flush=True)


def _count(work: Work, address: str, seconds: float, threads: int, workspaces: list[str]) -> int:
    until, counts = [0.0], list[int]()
    total = threads * len(workspaces)
    ready = threading.Barrier(total + 1)

    def run(workspace: str) -> None:
        counts.append(work(address, workspace, "1001", until, ready))

    running = [threading.Thread(target=run, args=(each,)) for each in workspaces for _ in range(threads)]
    for each in running:
        each.start()
    while ready.n_waiting < total:
        threading.Event().wait(0.01)
    print("ready", flush=True)
    sys.stdin.readline()
    until[0] = perf_counter() + seconds
    ready.wait()
    for each in running:
        each.join()
    return sum(counts)


if __name__ == "__main__":
    main()
