"""The threads that use the store: a few, each with a connection of its own, and an end to how many may wait."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from agentconsole.server.problems import Problem
from agentconsole.store.connection import Connection
from agentconsole.store.errors import StoreError, as_store_error

T = TypeVar("T")
THREADS = 4
"""Writers take turns anyway; more threads than this only wait for each other."""
LONGEST_LINE = 2_000
"""Requests that may wait: every console of the largest team at once, and then some."""


class Workers:
    """Runs functions of a connection. Everything here is called from the server's loop."""

    def __init__(self, open_store: Callable[[], Connection], threads: int = THREADS) -> None:
        self._open_store, self._threads = open_store, threads
        self._pool = ThreadPoolExecutor(threads, "store")
        self._own = threading.local()
        self._waiting = 0
        self._looking = asyncio.Lock()
        self._gathered: tuple[list[Callable[[Connection], Any]], asyncio.Task[list[Any]]] | None = None

    @property
    def waiting(self) -> int:
        """Requests that are at work or wait for a thread."""
        return self._waiting

    async def open(self) -> None:
        """Opens the connections of all threads, so that tables of a later version refuse none of them afterwards.

        What cannot be opened now is opened by the first request that needs it.
        """
        all_begun = threading.Barrier(self._threads)

        def opened() -> None:
            # No thread takes two of these: each waits until every one has begun.
            all_begun.wait()
            with suppress(StoreError):
                self._with_store(lambda _: None)

        loop = asyncio.get_running_loop()
        await asyncio.gather(*(loop.run_in_executor(self._pool, opened) for _ in range(self._threads)))

    async def run(self, work: Callable[[Connection], T]) -> T:
        """What the work answers. Raises Problem when too many wait, and whatever the work raises."""
        with self._in_line():
            return await self._run(work)

    async def look(self, work: Callable[[Connection], T]) -> T:
        """As `run`, for what reads a row or two and waits for nobody: all that come while others are looked up are
        looked up after them, in one go, since a change of threads costs more than the look. What one of them raises,
        each of them gets."""
        with self._in_line():
            if self._gathered is None:
                works: list[Callable[[Connection], Any]] = []
                self._gathered = works, asyncio.create_task(self._look_up(works))
            works, found = self._gathered
            works.append(work)
            place = len(works) - 1
            # Whoever leaves does not take the answers from the others.
            answer: T = (await asyncio.shield(found))[place]
            return answer

    async def _look_up(self, works: list[Callable[[Connection], Any]]) -> list[Any]:
        async with self._looking:
            self._gathered = None
            return await self._run(lambda db: [work(db) for work in works])

    async def _run(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._with_store, work)

    @contextmanager
    def _in_line(self) -> Iterator[None]:
        if self._waiting >= LONGEST_LINE:
            raise Problem(503, "busy", "Too much is asked of the server at once; try again.", {"Retry-After": "2"})
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    def _with_store(self, work: Callable[[Connection], T]) -> T:
        db: Connection | None = getattr(self._own, "db", None)
        if db is None:
            db = self._own.db = self._open_store()
        try:
            return work(db)
        except sqlite3.ProgrammingError:
            # A connection that was closed under it, because the disk failed, is opened anew by the next one.
            self._own.db = None
            raise
        except sqlite3.OperationalError as error:
            # Outside a unit, too, a store that is busy is no bug: whoever asked tries again.
            raise as_store_error(error, "the server's store") or error from error

    def stop(self) -> None:
        """Ends the threads after what they are doing."""
        self._pool.shutdown(wait=True, cancel_futures=True)
