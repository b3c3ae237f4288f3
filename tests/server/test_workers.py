"""The threads that use the store: a running server stays when a newer one brings the tables up to date under it."""

from __future__ import annotations

import asyncio
import threading
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.server.workers import THREADS, Workers
from agentconsole.store.connection import Connection
from agentconsole.store.errors import StoreBusy, StoreTooNew
from agentconsole.store.schema import VERSION
from agentconsole.store.sqlite import open_store


def test_every_thread_of_a_running_server_works_on_when_the_tables_become_those_of_a_later_version(tmp_path: Path):
    store = tmp_path / "server.db"
    at_once = threading.Barrier(THREADS, timeout=60)

    def asked(db: Connection) -> int:
        # Nobody answers until all four threads have a request in hand.
        at_once.wait()
        return int(db.execute("SELECT count(*) FROM head").fetchone()[0])

    async def play() -> list[int]:
        workers = Workers(lambda: open_store(store))
        await workers.open()
        with closing(open_store(store)) as newer:
            newer.execute(f"PRAGMA user_version={VERSION + 1}")
        try:
            return await asyncio.gather(*(workers.run(asked) for _ in range(THREADS)))
        finally:
            workers.stop()

    assert asyncio.run(play()) == [1] * THREADS
    with pytest.raises(StoreTooNew):
        open_store(store)


def test_a_store_that_cannot_be_opened_at_the_start_is_opened_by_the_first_request(tmp_path: Path):
    troubles = [StoreBusy("server.db", "it is busy", "Wait.")] * THREADS

    def opens() -> Connection:
        if troubles:
            raise troubles.pop()
        return open_store(tmp_path / "server.db")

    async def play() -> int:
        workers = Workers(opens)
        await workers.open()
        assert troubles == []
        try:
            return await workers.run(lambda db: int(db.execute("SELECT count(*) FROM head").fetchone()[0]))
        finally:
            workers.stop()

    assert asyncio.run(play()) == 1
