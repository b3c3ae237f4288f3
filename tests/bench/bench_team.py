"""From one agent's press to another agent's screen: real consoles at both ends, two hundred connected between them."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from time import perf_counter, sleep

import msgspec

from agentconsole.backends.rest import RestBackend
from agentconsole.clock import ServerClock, SystemClock
from agentconsole.domain.commands import Claim, Note, Release
from agentconsole.ids import SystemIds
from agentconsole.store.sqlite import open_store
from agentconsole.sync.first_copy import copy_until_known
from agentconsole.sync.jobs import Posted
from agentconsole.sync.team_courier import TeamCourier
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.workspace import Workspace
from tests.bench.figures import Figure, Goal
from tests.bench.served import Served, Wire, batch, envelope, name_of, served
from tests.support import floor
from tests.support.terminal import Terminal

CONSOLES = 200
APART = 0.7
"""Seconds between two sends, so that each is measured alone; an agent may send 600 a minute."""
PATIENCE = 20.0


def bench_send_to_paint(rounds: int) -> Iterator[Figure]:
    """A note is pressed in one console and painted by another: outbox, REST, commit, poke, pull, store, screen."""
    with served(CONSOLES) as team, listening(team), tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        sender = stack.enter_context(sending(team, Path(folder)))
        terminal = stack.enter_context(watching(team, Path(folder)))
        for number, whose in enumerate(("who holds it", "who looks on")):
            # The first reads it in a ticket of theirs; the second, once it was given back, in one of nobody's.
            with Wire(team.port, team.tokens[1]) as second:
                change = Release(team.ticket) if number else Claim(team.ticket)
                second.ask("POST", "/v1/commands", batch(envelope(change, name_of(1))))
            terminal.settle(1)
            took = [_seen(sender, terminal, team.ticket, 1000 * number + n) for n in range(10 * rounds)]
            name = f"send to paint, {CONSOLES} consoles, {whose}"
            yield Figure(f"{name}, p50", "ms", floor.percentile(took, 50), None, Goal(50, of_ratio=False))
            yield Figure(f"{name}, p99", "ms", floor.percentile(took, 99), None, Goal(200, of_ratio=False))


def _seen(sender: Workspace, terminal: Terminal, ticket: str, number: int) -> float:
    """Milliseconds from the press to the bytes of the note on the other agent's terminal."""
    sleep(APART)
    word = f"zz{number:04}zz"
    before, began = len(terminal.reads), perf_counter()
    sender.perform(Note(ticket, word))
    while perf_counter() - began < PATIENCE:
        reads = terminal.reads[before:]
        written = b""
        for read in reads:
            written += read.output
            if word.encode() in written:
                return (read.at - began) * 1000
        sleep(0.002)
    raise AssertionError(f"{word} was never painted:\n{terminal.text()}")


@contextmanager
def listening(team: Served) -> Iterator[None]:
    """All the other agents' consoles, in a process of their own."""
    command = [sys.executable, "-m", "tests.bench.programs.light_consoles", str(team.port)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(" ".join(team.tokens[2:]) + "\n")
        process.stdin.flush()
        assert process.stdout.readline() == "ready\n"
        yield
    finally:
        process.kill()
        process.wait()


@contextmanager
def sending(team: Served, folder: Path) -> Iterator[Workspace]:
    """The first agent's console: its real store, courier and line; only its screens are missing."""
    url, me, token = f"http://127.0.0.1:{team.port}", name_of(0), team.tokens[0]
    store, clock = folder / "sender.db", ServerClock(SystemClock())
    with closing(open_store(store)) as writing, closing(RestBackend(url, token)) as first:
        copy_until_known(writing, first, me, lambda _: None)
    with closing(open_store(store, read_only=True)) as reading:
        posted = Posted(lambda: open_store(store), me, clock, SystemIds(), url)
        courier = TeamCourier(posted, lambda: RestBackend(url, token))
        workspace = Workspace(Desk(reading, me, clock, courier, url), SystemIds(), "bench")
        courier.start()
        until = perf_counter() + PATIENCE
        while not courier.is_reachable():
            assert perf_counter() < until, courier.standing(clock.now(), 0)
            sleep(0.01)
        yield workspace
        courier.stop()


@contextmanager
def watching(team: Served, folder: Path) -> Iterator[Terminal]:
    """The second agent's console, in a terminal, with the ticket open."""
    url, me = f"http://127.0.0.1:{team.port}", name_of(1)
    note = folder / "home/.local/share/agentconsole/teams/current.json"
    note.parent.mkdir(parents=True)
    note.write_bytes(msgspec.json.encode({"url": url, "agent": me, "terminal": "t-bench"}))
    env = {"HOME": str(folder / "home"), "AGENTCONSOLE_TOKEN": team.tokens[1], "XDG_RUNTIME_DIR": str(folder)}
    with Terminal([sys.executable, "-m", "agentconsole"], env=env) as terminal:
        terminal.wait_for("the site is down", timeout=60)
        terminal.settle(2)
        terminal.press("enter")
        terminal.wait_for("since this morning", timeout=PATIENCE)
        terminal.settle(1)
        yield terminal
