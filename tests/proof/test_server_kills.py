"""Server processes killed at random: what a console holds a receipt for is in the log, once, with the same hash."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread
from time import sleep

from agentconsole.backends.rest import RestBackend
from agentconsole.clock import ServerClock, SystemClock
from agentconsole.domain.commands import Note
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import AddAgent
from agentconsole.ids import SystemIds
from agentconsole.server import accounts
from agentconsole.store.sqlite import open_store
from agentconsole.sync.first_copy import copy_until_known
from agentconsole.sync.jobs import Posted
from agentconsole.sync.team_courier import TeamCourier
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.workspace import Workspace
from tests.support.ports import free_port
from tests.support.team_server import SteppedClock, Team
from tests.sync.test_team_line import until


class Killed:
    """A server on one port that is killed and started again, over and over."""

    def __init__(self, store: Path, seed: int) -> None:
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self.kills = 0
        self._store, self._luck, self._stop = store, random.Random(seed), Event()
        self._process = self._begin()
        self._thread = Thread(target=self._loop, daemon=True)

    def _begin(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "agentconsole", "serve", "--port", str(self._port)]
        where = ["--database", f"sqlite:///{self._store}"]
        return subprocess.Popen([*command, *where], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self) -> None:
        self._thread.start()

    def _loop(self) -> None:
        while not self._stop.is_set():
            sleep(1.5 + self._luck.random())
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self.kills += 1
            self._process = self._begin()

    def settle(self) -> None:
        """No kill any more; the server goes on."""
        self._stop.set()
        self._thread.join()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


@contextmanager
def killed(store: Path, seed: int) -> Iterator[Killed]:
    server = Killed(store, seed)
    try:
        yield server
    finally:
        server.end()


def test_no_receipt_and_no_word_is_lost_however_often_the_server_dies(
    tmp_path: Path, figure: Callable[[int, int], int], first_seed: int
):
    kills = figure(4, 500)
    team = Team("", tmp_path / "server.db", SteppedClock(), None, None)  # type: ignore[arg-type]
    team.does(AddAgent("ana", "Ana", Role.AGENT))
    chat = team.chat()
    with team.db() as db:
        code = accounts.open_with_code(db, "ana", team.clock.now())
    with killed(team.store, first_seed) as server:
        team.url = server.url
        until(lambda: _answers(server.url), 60)
        token = team.signs_in("ana", code).json()["token"]
        clock, store = ServerClock(SystemClock()), tmp_path / "ana.db"
        with closing(open_store(store)) as writing, closing(RestBackend(server.url, token)) as first:
            copy_until_known(writing, first, "ana", lambda _: None)
        with closing(open_store(store, read_only=True)) as reading:
            courier = TeamCourier(
                Posted(lambda: open_store(store), "ana", clock, SystemIds(), server.url),
                lambda: RestBackend(server.url, token),
            )
            workspace = Workspace(Desk(reading, "ana", clock, courier, server.url), SystemIds(), "t-test")
            courier.start()
            until(lambda: reading.execute("SELECT count(*) FROM conversation").fetchone()[0], 60)
            server.start()
            written = 0
            while server.kills < kills:
                workspace.perform(Note(chat, f"note {written}"))
                written += 1
                sleep(0.02)
            server.settle()
            until(lambda: not courier.carried(), 120)
            held = [json.loads(row[0]) for row in reading.execute("SELECT body FROM my_receipt")]
            courier.stop()
        print(f"{server.kills} kills, {written} commands")
    with team.db() as db:
        kept = [row[0] for row in db.execute("SELECT body FROM message WHERE kind = 'note' ORDER BY n")]
        hashes = dict(db.execute("SELECT seq, hash FROM event"))
        types = dict(db.execute("SELECT seq, type FROM event"))
    # Where a server was slow to come back, the console has reported the outage too, and may hold a receipt for that.
    of_words = [each for each in held if types[each["seq"]] != "outage.reported"]
    assert [types[each["seq"]] for each in of_words] == ["note.written"] * written
    assert len({each["seq"] for each in held}) == len(held)
    assert kept == [f"note {n}" for n in range(written)]
    assert {each["hash"] for each in held} <= {each.hex() for each in hashes.values()}
    assert all(hashes[each["seq"]].hex() == each["hash"] for each in held)


def _answers(url: str) -> bool:
    from agentconsole.backends.base import BackendError

    with closing(RestBackend(url)) as backend:
        try:
            backend.changes("", 0)
        except BackendError as error:
            return "reached" not in str(error)
    return True
