"""The threads that use the store: a running server stays when a newer one brings the tables up to date under it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

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


def test_what_comes_while_others_are_looked_up_is_looked_up_in_one_go_and_each_has_its_own_answer(tmp_path: Path):
    begun, goes_on = threading.Event(), threading.Event()
    goes = 0

    async def play() -> list[int]:
        workers = Workers(lambda: open_store(tmp_path / "server.db"))
        run = workers._run

        async def counted(work: Callable[[Connection], Any]) -> Any:
            nonlocal goes
            goes += 1
            return await run(work)

        workers._run = counted  # type: ignore[method-assign]

        def first(db: Connection) -> int:
            begun.set()
            goes_on.wait(60)
            return -1

        try:
            asked = [asyncio.create_task(workers.look(first))]
            await asyncio.to_thread(begun.wait, 60)
            asked += [asyncio.create_task(workers.look(lambda db, n=n: n)) for n in range(50)]
            await asyncio.sleep(0)
            asked[7].cancel()
            assert workers.waiting == len(asked)
            goes_on.set()
            found = await asyncio.gather(*asked, return_exceptions=True)
            assert isinstance(found.pop(7), asyncio.CancelledError)
            return [each for each in found if isinstance(each, int)]
        finally:
            goes_on.set()
            workers.stop()

    assert asyncio.run(play()) == [-1, *(n for n in range(50) if n != 6)]
    assert goes == 2


def test_a_store_that_fails_is_told_to_whoever_was_looked_up_and_to_nobody_after_them(tmp_path: Path):
    troubles: list[Exception] = [StoreBusy("server.db", "it is busy", "Wait.")]

    def busy(db: Connection) -> int:
        if troubles:
            raise troubles.pop()
        return 1

    async def play() -> list[int | BaseException]:
        workers = Workers(lambda: open_store(tmp_path / "server.db"))
        try:
            one = await asyncio.gather(*(workers.look(busy) for _ in range(3)), return_exceptions=True)
            return [*one, *await asyncio.gather(*(workers.look(busy) for _ in range(2)))]
        finally:
            workers.stop()

    found = asyncio.run(play())
    assert [type(each) for each in found] == [StoreBusy] * 3 + [int] * 2
