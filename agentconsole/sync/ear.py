"""The ear: a thread that hears the server's pokes, as long as there are any; without them the line looks by itself."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import closing
from threading import Event, Thread

from agentconsole.backends.base import BackendError
from agentconsole.backends.rest import RestBackend
from agentconsole.sync.pacing import LONGEST, seconds_until_pull

AGAIN_SECONDS = 1.0
"""How soon after a stream that has ended another is begun."""
FAULT_SECONDS = 5.0
"""How much later that is after one that has broken."""


class Ear:
    """`poked` is told in how many seconds there are news to be had: at once where they are near, by their traces. It
    listens while `is_wanted`, until `ended`."""

    def __init__(
        self,
        reach: Callable[[], RestBackend],
        poked: Callable[[float], None],
        is_near: Callable[[frozenset[int]], bool],
        is_wanted: Callable[[], bool],
        ended: Event,
    ) -> None:
        self._reach, self._poked, self._is_near, self._is_wanted, self._ended = reach, poked, is_near, is_wanted, ended
        self._thread = Thread(target=self._listen, name="ear", daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def _listen(self) -> None:
        while not self._ended.wait(AGAIN_SECONDS):
            if not self._is_wanted():
                continue
            try:
                with closing(self._reach()) as backend:
                    for poke in backend.pokes():
                        self._news_within(0 if self._is_near(poke.about) else poke.spread_ms)
                # It has ended without a fault: the session has, or the server. A pull finds out which.
                self._news_within(LONGEST)
            except BackendError:
                self._ended.wait(FAULT_SECONDS)

    def _news_within(self, spread_ms: int) -> None:
        self._poked(seconds_until_pull(spread_ms, random.random()))  # noqa: S311 - spreads consoles, hides nothing
