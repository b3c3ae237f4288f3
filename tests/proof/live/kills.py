"""`python -m tests.proof.live.kills [--seeds 1..50]`: agents write while servers and database backends are killed."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from unittest.mock import patch

import psycopg

from agentconsole.backends.api import SignIn
from agentconsole.backends.base import BackendError
from agentconsole.backends.rest import RestBackend
from agentconsole.clock import SystemClock
from agentconsole.domain.commands import Note
from agentconsole.engine.writing import read_head
from agentconsole.ids import SystemIds
from agentconsole.simulator.terminal import Terminal, a_terminal
from agentconsole.store.connection import Connection
from agentconsole.sync import line, sending
from tests.proof.live.place import arguments, open_at, opened, play_at
from tests.proof.rounds import Came
from tests.proof.ten_minutes.house import ROOT, free_port
from tests.support.team_server import PASSWORD, SteppedClock, Team

AGENTS = ("ana", "bo", "cy")
BACKENDS = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE backend_type = 'client backend' "
    "AND pid <> pg_backend_pid() AND state <> 'idle'"
)
"""Ends those that are in the middle of something."""
HURRY = 0.02
ALIVE_SECONDS = 0.15
"""How long a server may go on at most once it has done something since it began."""
IDLE_SECONDS = 10.0
"""A server that has done nothing is killed when it took so long, and counted apart."""


@dataclass(frozen=True, slots=True)
class Survived:
    """What it came to; `wrong` says what must not be."""

    kills: Counter[str]
    commands: int
    receipts: int
    wrong: list[str]

    @property
    def counts(self) -> dict[str, int]:
        killed = {f"{what}s killed": n for what, n in self.kills.items()}
        return {**killed, "commands": self.commands, "receipts": self.receipts}


class Killer:
    """A thread that kills servers, and backends where there are any, until there were enough."""

    def __init__(self, address: str, nursery: subprocess.Popen[str], wanted: int, seed: int) -> None:
        self.kills: Counter[str] = Counter()
        self._address, self._nursery, self._wanted = address, nursery, wanted
        self._luck, self._stop = random.Random(seed), Event()
        self._thread = Thread(target=self._work, daemon=True)
        self._has_backends = not address.startswith("sqlite")

    def begin(self) -> None:
        self._thread.start()

    @property
    def is_done(self) -> bool:
        return not self._thread.is_alive()

    def end(self) -> None:
        self._stop.set()
        self._thread.join()

    def _work(self) -> None:
        with opened(self._address) as db:
            while sum(self.kills.values()) < self._wanted and not self._stop.is_set():
                if self._has_backends and self._luck.random() < 0.8:
                    self._kill_backends()
                else:
                    has_worked = self._wait_for_work(db)
                    sleep(self._luck.random() * ALIVE_SECONDS)
                    self._kill_server("server" if has_worked else "idle server")

    def _wait_for_work(self, db: Connection) -> bool:
        """Until something was committed that was not there yet: a server that only begins has nothing to lose."""
        before, end = read_head(db).seq, monotonic() + IDLE_SECONDS
        while read_head(db).seq == before and monotonic() < end and not self._stop.is_set():
            sleep(0.005)
        return read_head(db).seq != before

    def _kill_server(self, what: str) -> None:
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        self._nursery.stdin.write("\n")
        self._nursery.stdin.flush()
        self._nursery.stdout.readline()
        self.kills[what] += 1

    def _kill_backends(self) -> None:
        with suppress(psycopg.Error), psycopg.connect(self._address, autocommit=True) as db:
            for _ in range(5):
                sleep(self._luck.random() * 0.06)
                found = db.execute(BACKENDS).fetchone()
                self.kills["backend"] += found[0] if found else 0


@contextmanager
def nursery(address: str, port: int) -> Iterator[subprocess.Popen[str]]:
    """A server on the port that dies at a word."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.proof.live.nursery", address, str(port)]
    process = subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "begun\n"
    try:
        yield process
    finally:
        process.stdin.close()
        process.wait(60)


def survive(address: str, folder: Path, kills: int, seed: int) -> Survived:
    """Has agents write until there were so many kills, and looks at what became of it."""
    port = free_port()
    team = Team(f"http://127.0.0.1:{port}", folder, SteppedClock(), None, None, lambda: open_at(address))  # type: ignore[arg-type]
    codes, chat = team.hires(*AGENTS), team.chat()
    with ExitStack() as stack:
        pause = line.pause
        stack.enter_context(patch.object(line, "pause", lambda *told, **named: HURRY * pause(*told, **named)))
        stack.enter_context(patch.object(sending, "AGAIN", int(HURRY * sending.AGAIN)))
        running = stack.enter_context(nursery(address, port))
        place = (folder, SystemClock(), SystemIds())
        tokens = {name: _sign_in(team.url, name, codes[name]) for name in AGENTS}
        terminals = [stack.enter_context(a_terminal(team.url, name, tokens[name], *place)) for name in AGENTS]
        for each in terminals:
            _until(lambda each=each: each.db.execute("SELECT count(*) FROM conversation").fetchone()[0])
        killer = Killer(address, running, kills, seed)
        killer.begin()
        written = _write_until(killer, terminals, chat)
        killer.end()
        _until(lambda: all(each.is_settled for each in terminals))
        accounts = [each.account() for each in terminals]
        wrong = [words for each in accounts for words in each.wrong]
        with team.db() as db:
            wrong += _wrong(db, terminals, written)
        receipts = sum(each.receipts for each in accounts)
        return Survived(killer.kills, sum(written.values()), receipts, wrong)


def _sign_in(url: str, name: str, code: str) -> str:
    with closing(RestBackend(url)) as backend:
        for _ in range(100):
            with suppress(BackendError):
                return backend.sign_in(SignIn(name, PASSWORD, f"t-{name}", "a test", code)).token
            sleep(0.1)
    raise AssertionError("nobody can sign in")


def _write_until(killer: Killer, terminals: list[Terminal], chat: str) -> Counter[str]:
    written: Counter[str] = Counter()
    while not killer.is_done:
        for each in terminals:
            if len(each.courier.carried()) < 30:
                each.does(Note(chat, f"{each.agent} {written[each.agent]}"))
                written[each.agent] += 1
        sleep(0.02)
    return written


def _wrong(db: Connection, terminals: list[Terminal], written: Counter[str]) -> list[str]:
    wrong = []
    given = dict(db.execute("SELECT command_id, body FROM receipt").fetchall())
    for each in terminals:
        sql = "SELECT body FROM message WHERE kind = 'note' AND author = ? ORDER BY k"
        kept = [row[0] for row in db.execute(sql, (each.agent,)).fetchall()]
        if kept != [f"{each.agent} {n}" for n in range(written[each.agent])]:
            wrong.append(f"{each.agent} wrote {written[each.agent]} notes; {len(kept)} are there, or in another order")
        held = each.db.execute("SELECT command_id, body FROM my_receipt").fetchall()
        wrong += [f"the server never gave the receipt of {name}" for name, text in held if given.get(name) != text]
    return wrong


def _until(holds, seconds: float = 120) -> None:
    end = monotonic() + seconds
    while not holds():
        assert monotonic() < end, "it did not come to that"
        sleep(0.05)


def main() -> int:
    given = arguments(__doc__, "1..50", kills=100)

    def play(address: str, beside: Path, seed: int) -> Came:
        survived = survive(address, beside, given.kills, seed)
        return Came(survived.counts, survived.wrong)

    return play_at("kills", given, play)


if __name__ == "__main__":
    raise SystemExit(main())
