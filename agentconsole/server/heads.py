"""How the server hears of commits: its own at once, those of other processes by looking at the log's head."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
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
        self._told: list[Callable[[], None]] = []
        self._is_telling = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self.place = ("", -1)
        self.set_back = 0
        """How often the log was seen to be another one under the same name, as a standby's that was promoted."""
        self._looked = ("", -1, b"")
        self.concerned: set[str] = set()
        """Agents whose own conversations are among the news that are being told."""
        self.about: set[int] = set()
        """Traces of the conversations those news are about."""
        self.is_stopping = False

    def subscribe(self, told: Callable[[], None]) -> None:
        """Calls it from the loop after the log has grown, once for all that came together, and when all ends."""
        self._told.append(told)

    def moved(self, epoch: str, seq: int, concerned: Iterable[str] = (), about: Iterable[int] = ()) -> None:
        """A commit of this process has a receipt that says where it ended; it `concerned` these agents most, and was
        `about` conversations with these traces."""
        if epoch != self.place[0]:
            return
        has_grown = seq > self.place[1]
        self.place = (epoch, max(seq, self.place[1]))
        self.concerned.update(concerned)
        self.about.update(about)
        # A look at the head may have been faster, and whom it concerns has not been told yet.
        if has_grown or self.concerned or self.about:
            self._wake()

    async def look(self) -> None:
        """Reads where the log ends, and wakes the waiting when it has moved on."""
        self._loop = asyncio.get_running_loop()
        known = self.place
        try:
            epoch, seq, chain = await self._workers.run(_end)
        except StoreError as error:
            log.warning("the head of the log could not be read: %s", type(error).__name__)
            return
        is_set_back = (epoch == known[0] and seq < known[1]) or (
            (epoch, seq) == self._looked[:2] and chain != self._looked[2]
        )
        self._looked, self.set_back = (epoch, seq, chain), self.set_back + is_set_back
        # A commit of this process may have said more, meanwhile.
        if is_set_back or epoch != self.place[0] or seq > self.place[1]:
            self.place = (epoch, seq)
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
        """Lets everybody who waits go. May be called by a signal."""
        self.is_stopping = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell)

    def _wake(self) -> None:
        # Whoever's commit it was has their answer first.
        if not self._is_telling:
            self._is_telling = True
            asyncio.get_running_loop().call_soon(self._tell)

    def _tell(self) -> None:
        self._is_telling = False
        self._grown.set()
        self._grown = asyncio.Event()
        for told in self._told:
            told()
        self.concerned.clear()
        self.about.clear()


def _end(db: Connection) -> tuple[str, int, bytes]:
    epoch, seq, chain = db.execute("SELECT epoch, seq, chain FROM head WHERE ws = 1").fetchone()
    return epoch, seq, bytes(chain)
