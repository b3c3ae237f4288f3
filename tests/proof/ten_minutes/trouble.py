"""What goes wrong, at random: killed servers, database backends and consoles, cuts, and restarts meant kindly."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from contextlib import suppress
from threading import Event, Thread
from time import sleep

import psycopg

from tests.proof.ten_minutes.house import House
from tests.proof.ten_minutes.player import Player


class Trouble:
    """A thread that makes one trouble after the other, until it is told to stop; then everything is up again."""

    def __init__(self, house: House, players: list[Player], seed: int, every: float) -> None:
        """`every`: seconds between two troubles, on the average."""
        self._house, self._players, self._every = house, players, every
        self._luck, self._stop = random.Random(f"{seed}/trouble"), Event()
        self._thread = Thread(target=self._make, daemon=True, name="trouble")
        self.made: Counter[str] = Counter()
        self.failed: list[BaseException] = []

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        """Waits until the last one is over."""
        self._stop.set()
        self._thread.join()
        if self.failed:
            raise self.failed[0]

    def _make(self) -> None:
        kinds = {"server killed": 5, "server restarted": 2, "console killed": 4, "line cut": 3}
        if self._house.database.startswith("postgres"):
            kinds |= {"backends ended": 6, "backend killed": 1, "all servers killed": 1}
        while not self._stop.wait(self._every * self._luck.uniform(0.4, 1.6)):
            name = self._luck.choices(tuple(kinds), tuple(kinds.values()))[0]
            try:
                getattr(self, "_" + name.replace(" ", "_"))()
            except BaseException as error:
                self.failed.append(error)
                return
            self.made[name] += 1

    def _server_killed(self) -> None:
        server = self._luck.choice(self._house.servers)
        server.end(signal.SIGKILL)
        sleep(self._luck.uniform(0, 0.6))
        server.begin()

    def _all_servers_killed(self) -> None:
        for server in self._house.servers:
            server.end(signal.SIGKILL)
        sleep(self._luck.uniform(0, 1.0))
        for server in self._house.servers:
            server.begin()

    def _server_restarted(self) -> None:
        server = self._luck.choice(self._house.servers)
        if server.is_ready:
            # One that has not begun yet knows no kind way to end.
            server.end(signal.SIGTERM)
            server.begin()

    def _console_killed(self) -> None:
        self._luck.choice(self._players).kill()

    def _line_cut(self) -> None:
        line = self._house.line
        assert line is not None
        line.is_down = True
        sleep(self._luck.uniform(0.5, 4))
        line.is_down = False

    def _backends_ended(self) -> None:
        """As an administrator would, in the middle of whatever they do."""
        for _ in range(self._luck.randrange(1, 4)):
            with suppress(psycopg.Error), psycopg.connect(self._house.database, autocommit=True) as db:
                sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' "
                db.execute(sql + "AND pid <> pg_backend_pid()")
            sleep(self._luck.uniform(0, 0.3))

    def _backend_killed(self) -> None:
        """kill -9: the whole database recovers from its log."""
        with suppress(psycopg.Error), psycopg.connect(self._house.database, autocommit=True) as db:
            sql = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            pids = [row[0] for row in db.execute(sql)]
            if pids:
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(self._luck.choice(pids), signal.SIGKILL)
