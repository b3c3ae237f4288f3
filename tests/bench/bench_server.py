"""The team's server: a command beside the bare framework, a pull without news, and what consoles that listen cost."""

from __future__ import annotations

import gc
import os
import selectors
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from tests.bench.figures import Figure, Goal
from tests.bench.served import Served, Wire, name_of, note, running, served
from tests.support import floor

COMMANDS = 60
"""A round of them; an agent may send 600 a minute."""
AGENTS = 20
PINGED = 16
"""Seconds in which every stream gets its sign of life."""


def bench_command(rounds: int) -> Iterator[Figure]:
    """Commands a second, one after the other, beside FastAPI doing nothing but one durable insert in SQLite."""
    line = b'{"line": "looked at it, the record is right"}'
    with tempfile.TemporaryDirectory() as folder, served(AGENTS) as team:
        store = str(Path(folder) / "bare.db")
        with running(lambda port: [sys.executable, "-m", BARE, str(port), store], "/ready") as (port, _):
            pairs = list[tuple[float, float]]()
            for number in range(rounds):
                who = number % AGENTS
                with Wire(port) as bare, Wire(team.port, team.tokens[who]) as ours:
                    bodies = [note(team.ticket, name_of(who)) for _ in range(COMMANDS)]
                    # In turns: the disk is slower for seconds at a time.
                    pairs += [
                        (bare.ask_ms("POST", "/lines", line), ours.ask_ms("POST", "/v1/commands", body))
                        for body in bodies
                    ]
    least, mine = (1000 / median(each) for each in zip(*pairs, strict=True))
    yield Figure("commands: × bare framework, one insert", "/s", mine, least, Goal(0.5, at_least=True))


BARE = "tests.bench.programs.bare_server"


def bench_pull(rounds: int) -> Iterator[Figure]:
    """A pull that brings nothing: how long it takes, and its bytes on the line, the request's and all headers too."""
    with served(1) as team, Wire(team.port, team.tokens[0]) as wire:
        path = f"/v1/changes?since={team.place()}&limit=500"
        took = [wire.ask_ms("GET", path) for _ in range(50 * rounds)]
        wire.send("GET", path)
        _, _, size = wire.answer()
    yield Figure("pull without news, p50", "ms", median(took), None, Goal(5, of_ratio=False))
    yield Figure("pull without news, p99", "ms", floor.percentile(took, 99), None)
    yield Figure("pull without news: bytes answered", "B", size, None, Goal(1_000, of_ratio=False))


def bench_listeners(rounds: int) -> Iterator[Figure]:
    """From a command's commit, its receipt in hand, to each console that hears of it; all on one server process."""
    for consoles, goal in ((1_000, 25), (2_000, 100)):
        with served(consoles // 4, 4) as team:
            before = floor.rss_kib(team.pid)
            with listening(team) as ears:
                memory = (floor.rss_kib(team.pid) - before) / consoles
                heard = [ms for number in range(4 * rounds) for ms in ears.hear(team, number)]
                idle = _idle(team.pid) if consoles == 1_000 else None
        name = f"{consoles:,} consoles hear of an event"
        yield Figure(f"{name}, p50", "ms", median(heard), None)
        yield Figure(f"{name}, p99", "ms", floor.percentile(heard, 99), None, Goal(goal, of_ratio=False))
        yield Figure(f"{consoles:,} consoles: server memory each", "KiB", memory, None, Goal(64, of_ratio=False))
        if idle is not None:
            yield Figure(f"{consoles:,} consoles idle: processor", "%", idle, None, Goal(50, of_ratio=False))


def _idle(pid: int) -> float:
    """Percent of a core the process uses while nothing happens but signs of life."""
    before, began = _cpu_seconds(pid), perf_counter()
    sleep(PINGED)
    return 100 * (_cpu_seconds(pid) - before) / (perf_counter() - began)


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Ears:
    """Streams of pokes that are open."""

    def __init__(self, streams: list[socket.socket]) -> None:
        self.streams = streams
        self._selector = selectors.DefaultSelector()
        for each in streams:
            each.setblocking(False)
            self._selector.register(each, selectors.EVENT_READ)

    def quieten(self) -> None:
        """Reads what is there until nothing comes."""
        while ready := self._selector.select(0.3):
            for key, _ in ready:
                assert isinstance(key.fileobj, socket.socket)
                key.fileobj.recv(65_536)

    def hear(self, team: Served, number: int) -> list[float]:
        """One command of an agent; for each stream the ms from its sending to the poke."""
        who = number % len(team.tokens) // 4
        body = note(team.ticket, name_of(who))
        self.quieten()
        gc.disable()
        try:
            with Wire(team.port, team.tokens[who]) as wire:
                wire.send("POST", "/v1/commands", body)
                return self._all(wire)
        finally:
            gc.enable()

    def _all(self, sender: Wire) -> list[float]:
        at = dict[int, float]()
        self._selector.register(sender, selectors.EVENT_READ)
        committed = 0.0
        while len(at) < len(self.streams) or not committed:
            ready = self._selector.select(10)
            assert ready, f"{len(self.streams) - len(at)} never heard of it"
            for key, _ in ready:
                if key.fileobj is sender:
                    assert sender.answer()[0] == 200
                    committed = perf_counter()
                    self._selector.unregister(sender)
                else:
                    assert isinstance(key.fileobj, socket.socket)
                    if b"id:" in key.fileobj.recv(65_536):
                        at.setdefault(key.fd, perf_counter())
        return [max(0.0, each - committed) * 1000 for each in at.values()]


@contextmanager
def listening(team: Served) -> Iterator[Ears]:
    """A stream of pokes for each token."""
    with ExitStack() as stack:
        streams = []
        for token in team.tokens:
            stream = stack.enter_context(socket.create_connection(("127.0.0.1", team.port), timeout=30))
            stream.sendall(f"GET /v1/poke HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
            assert stream.recv(65_536).startswith(b"HTTP/1.1 200")
            streams.append(stream)
        yield Ears(streams)
