"""The snapshots a process of the server has made: one for each set of queues, kept while it is new enough."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from hashlib import sha256

from agentconsole.engine.snapshot_build import build, pack
from agentconsole.server.problems import Problem
from agentconsole.store.connection import Connection

MOST_BEHIND = 500
"""Events a snapshot may be behind the log; a console copies so many within a second."""
BYTES_BEHIND = 25_000
"""One event more for so many bytes: making a large snapshot anew takes longer than following that many."""
PATIENCE_SECONDS = 5.0
"""How long a request waits for a snapshot that is being made; then the console asks again."""
FOLDER = "agentconsole-snapshots-"
"""Of the system's folder for passing things, with the process that made it behind."""
KEPT = 8
"""Snapshots kept at once, the last one asked for being the last to go."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A packed snapshot: the file, where in which history it was taken, how many events it may be behind the log, and
    its name for a download that goes on."""

    path: str
    epoch: str
    seq: int
    may_lag: int
    etag: str


class Snapshots:
    """Belongs to the server's loop. They are made one at a time in a thread of their own."""

    def __init__(self, open_store: Callable[[], Connection]) -> None:
        self._open_store = open_store
        self._maker = ThreadPoolExecutor(1, "snapshot")
        self._kept: dict[frozenset[str], Kept] = {}
        self._coming: dict[frozenset[str], asyncio.Future[Kept]] = {}
        self._folder = ""
        self._is_over = False

    async def find(self, queues: frozenset[str], at_least: int, place: tuple[str, int]) -> Kept:
        """The snapshot for these queues, not older than event `at_least`, with the log being at `place` now.

        Raises Problem while it is being made for longer than a request waits.
        """
        kept = self._kept.pop(queues, None)
        if kept is not None:
            self._kept[queues] = kept
            if kept.seq >= at_least and not _is_stale(kept, place):
                return kept
        coming = self._coming.get(queues)
        if coming is None:
            coming = asyncio.ensure_future(self._make(queues))
            self._coming[queues] = coming
        try:
            found = await asyncio.wait_for(asyncio.shield(coming), PATIENCE_SECONDS)
        except TimeoutError as error:
            words = "The server is preparing the copy; it takes a moment."
            raise Problem(503, "preparing", words, {"Retry-After": "1"}) from error
        if found.seq < at_least:
            raise Problem(503, "preparing", "The server is preparing a newer copy.", {"Retry-After": "1"})
        return found

    async def _make(self, queues: frozenset[str]) -> Kept:
        try:
            made = await asyncio.get_running_loop().run_in_executor(self._maker, self._made, queues)
            before = self._kept.pop(queues, None)
            self._kept[queues] = made
            # Whoever is at the one before has it open already.
            gone = [before] if before and before.path != made.path else []
            while len(self._kept) > KEPT:
                gone.append(self._kept.pop(next(iter(self._kept))))
            for each in gone:
                self._take_away(each)
            return made
        finally:
            del self._coming[queues]

    def _made(self, queues: frozenset[str]) -> Kept:
        if not self._folder:
            clear_left_behind(tempfile.gettempdir())
            self._folder = tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-")
        plain = os.path.join(self._folder, "being-made")
        try:
            with closing(self._open_store()) as store:
                place = build(store, plain, queues, lambda: self._is_over)
            name = sha256("\n".join((place.epoch, str(place.seq), *sorted(queues))).encode()).hexdigest()[:32]
            packed = os.path.join(self._folder, f"{name}.zst")
            may_lag = MOST_BEHIND + os.path.getsize(plain) // BYTES_BEHIND
            pack(plain, packed, lambda: self._is_over)
        finally:
            with suppress(FileNotFoundError):
                os.remove(plain)
        return Kept(packed, place.epoch, place.seq, may_lag, f'"{name}"')

    def forget_before(self, seq: int) -> None:
        """Takes away what was made before that event: it holds somebody who was erased by it. Whoever is at one has it
        open, and hears of the event as the next thing."""
        for queues in [queues for queues, each in self._kept.items() if each.seq < seq]:
            self._take_away(self._kept.pop(queues))

    @staticmethod
    def _take_away(kept: Kept) -> None:
        with suppress(FileNotFoundError):
            os.remove(kept.path)

    def close(self) -> None:
        """Takes the files away. What is being made is left: a large one would take longer than a server's end."""
        self._is_over = True
        for each in self._coming.values():
            each.cancel()
        self._maker.shutdown(wait=True, cancel_futures=True)
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


def clear_left_behind(place: str) -> None:
    """Takes away what servers of ours have left there that were killed."""
    for name in os.listdir(place):
        pid = name.removeprefix(FOLDER).partition("-")[0]
        path = os.path.join(place, name)
        if name.startswith(FOLDER) and pid.isdecimal() and _is_ours(path) and not _is_running(int(pid)):
            shutil.rmtree(path, ignore_errors=True)


def _is_ours(path: str) -> bool:
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        # Somebody else's process has the number by now, or had it then.
        return True
    return True


def _is_stale(kept: Kept, place: tuple[str, int]) -> bool:
    return kept.epoch != place[0] or place[1] - kept.seq > kept.may_lag
