"""How the server hears of commits: its own at once, those of other processes by looking at the log's head."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from agentconsole.server.workers import Workers
from agentconsole.store.connection import Connection
from agentconsole.store.errors import StoreError

log = logging.getLogger(__name__)
LOOK_SECONDS = 0.1


class Heads:
    """Tells whoever waits that the log has grown. Belongs to the server's loop."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._grown = asyncio.Event()
        self.place = ("", -1)
        self.is_stopping = False

    async def look(self) -> None:
        """Reads where the log ends, and wakes the waiting when it has moved on."""
        try:
            place = await self._workers.run(_place)
        except StoreError as error:
            log.warning("the head of the log could not be read: %s", type(error).__name__)
            return
        if place != self.place:
            self.place = place
            self._wake()

    async def watch(self) -> None:
        """Looks again and again until it is stopped."""
        while not self.is_stopping:
            await self.look()
            await asyncio.sleep(LOOK_SECONDS)

    async def grown_beyond(self, place: tuple[str, int], seconds: float) -> bool:
        """Waits until the log goes on beyond `place`, or is another one; whether it does now."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not self._is_beyond(place) and not self.is_stopping:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                break
            grown = self._grown
            with suppress(TimeoutError):
                await asyncio.wait_for(grown.wait(), left)
        return self._is_beyond(place)

    def _is_beyond(self, place: tuple[str, int]) -> bool:
        # The place known here may be a moment old: a console that knows more has no news to hear.
        return self.place[1] > place[1] or (place[0] not in ("", self.place[0]))

    def stop(self) -> None:
        """Lets everybody who waits go."""
        self.is_stopping = True
        self._wake()

    def _wake(self) -> None:
        self._grown.set()
        self._grown = asyncio.Event()


def _place(db: Connection) -> tuple[str, int]:
    epoch, seq = db.execute("SELECT epoch, seq FROM head WHERE ws = 1").fetchone()
    return epoch, seq
