"""Pages of the feed: after a commit every console asks for the same one, so it is read and written out once for all."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import msgspec

from agentconsole.engine.log import window
from agentconsole.engine.logged import Window
from agentconsole.engine.personal_log import owners_in
from agentconsole.engine.sight import Sight
from agentconsole.server.heads import Heads
from agentconsole.server.workers import Workers
from agentconsole.store.connection import Connection

Asked = tuple[str, int, int, Sight]
"""The history's name, the number after which the page begins, how many events it may hold, and who may see it."""
KEPT = 64
"""Pages that are kept: consoles behind by one commit, by two, and so on."""


class Page(NamedTuple):
    """A `Window` as JSON, and the agents of whose own it tells less than they may read."""

    told: bytes
    owners: frozenset[str]


class Pages:
    """This process's. Belongs to the server's loop."""

    def __init__(self, workers: Workers, heads: Heads) -> None:
        self._workers, self._heads = workers, heads
        self._place = (("", -1), 0)
        self._kept: dict[Asked, Page] = {}
        self._reading: dict[Asked, asyncio.Task[Page]] = {}

    async def page(self, epoch: str, since: int, limit: int, sight: Sight) -> bytes:
        """The `Window` as JSON. Raises OutOfReach, SightChanged, StoreError and Problem."""
        # Everybody who sees the same is told the same, and from then on whatever changed it before.
        own = sight.at(since)
        page = await self._page((epoch, since, limit, replace(own, reader="")))
        if own.reader in page.owners:
            page = await self._page((epoch, since, limit, own))
        return page.told

    async def _page(self, asked: Asked) -> Page:
        self._forget_old()
        if asked in self._kept:
            return self._kept[asked]
        reading = self._reading.get(asked)
        if reading is None:
            reading = self._reading[asked] = asyncio.create_task(self._read(asked))
            reading.add_done_callback(lambda _: self._reading.pop(asked, None))
        # Whoever leaves does not take the page from the others.
        return await asyncio.shield(reading)

    async def _read(self, asked: Asked) -> Page:
        found, page = await self._workers.run(partial(_read, asked))
        self._heads.moved(found.epoch, found.head_seq)
        self._forget_old()
        # What is on the way to the log's end is asked for by one console alone, and may be large.
        if not found.more and (found.epoch, found.head_seq) == self._place[0] and len(self._kept) < KEPT:
            self._kept[asked] = page
        return page

    def _forget_old(self) -> None:
        """Everything kept was read while the log ended where it ends now; whatever waits has begun before."""
        place = self._heads.place, self._heads.set_back
        if self._place != place:
            self._place = place
            self._kept.clear()
            self._reading.clear()


def _read(asked: Asked, db: Connection) -> tuple[Window, Page]:
    found = window(db, *asked)
    return found, Page(msgspec.json.encode(found), owners_in(found.events))
