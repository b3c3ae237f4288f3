"""A team's server in a process of its own, agents who are signed in, and the least client that speaks HTTP to it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import Self

import msgspec

from agentconsole.clock import SystemClock
from agentconsole.domain.commands import Command, Note, Open
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.team.commands import AddAgent
from agentconsole.domain.terms import Author
from agentconsole.domain.view import SYSTEM
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds, uuid7
from agentconsole.server import sessions
from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import open_store, unit_of_work
from agentconsole.wire import Envelope, to_wire
from tests.support.ports import free_port

READY_SECONDS = 30.0
REAL = 2
"""Agents who are in the log, too: those whose real consoles copy it."""


class Wire:
    """One kept connection: a request out, its answer in. A floor and ours are asked by the same one."""

    def __init__(self, port: int, token: str = "") -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._token = f"Authorization: Bearer {token}\r\n" if token else ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def fileno(self) -> int:
        """For waiting on it."""
        return self._socket.fileno()

    def send(self, method: str, path: str, body: bytes = b"") -> None:
        """Asks."""
        about = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        self._socket.sendall(f"{method} {path} HTTP/1.1\r\nHost: bench\r\n{self._token}{about}\r\n".encode() + body)

    def answer(self) -> tuple[int, bytes, int]:
        """The answer's status and body, and the bytes of all of it. Only answers that tell their length."""
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, body = got.partition(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        while len(body) < int(fields.get(b"content-length", b"0")):
            body += self._more()
        return int(head[9:12]), body, len(head) + 4 + len(body)

    def _more(self) -> bytes:
        part = self._socket.recv(65_536)
        if not part:
            raise ConnectionError("the server hung up")
        return part

    def ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        """Asks, and waits for the answer's body. Raises AssertionError for a failure."""
        self.send(method, path, body)
        status, told, _ = self.answer()
        assert 200 <= status < 300, (method, path, status, told)
        return told

    def ask_ms(self, method: str, path: str, body: bytes = b"") -> float:
        """How long that took."""
        began = perf_counter()
        self.ask(method, path, body)
        return (perf_counter() - began) * 1000


@dataclass(frozen=True, slots=True)
class Served:
    """A server at work: its port, its process, the tokens of `agents` terminals, and a ticket to write into."""

    port: int
    pid: int
    store: Path
    tokens: tuple[str, ...]
    ticket: str

    def place(self) -> str:
        """Where the log ends, as a console says it: `epoch:seq`."""
        with closing(open_store(self.store, read_only=True)) as db:
            return ":".join(map(str, db.execute("SELECT epoch, seq FROM head WHERE ws = 1").fetchone()))


def name_of(number: int) -> str:
    """The id of the so-many-th agent."""
    return f"agent{number}"


def note(ticket: str, actor: str, words: str = "looked at it, the record is right") -> bytes:
    """A batch of one command: an internal note."""
    return batch(envelope(Note(ticket, words), actor))


def batch(*commands: Envelope) -> bytes:
    """A request's body."""
    return f'{{"commands":[{",".join(map(to_wire, commands))}]}}'.encode()


def envelope(command: Command, actor: str) -> Envelope:
    """The command, pressed now."""
    now = SystemClock().now()
    return Envelope(uuid7(now), actor, "bench", command, now)


def furnish(db: Connection, agents: int, terminals: int = 1) -> tuple[tuple[str, ...], str]:
    """So many agents in the store, each signed in at so many terminals; the tokens, and the number of a ticket."""
    engine, now = Engine(db, SystemClock(), SystemIds()), SystemClock().now()
    names = [name_of(number) for number in range(agents)]
    for name in names[:REAL]:
        _all_accepted(engine.submit(envelope(AddAgent(name, name), SYSTEM)).receipt.is_accepted)
    with unit_of_work(db):
        # As the engine would have written them; ten thousand commands would take longer than the figure they are for.
        about = [(name, name, now) for name in names[REAL:]]
        db.executemany(
            "INSERT INTO agent(id, full_name, role, presence, aux, presence_ms) VALUES (?,?,'agent','available','',?)",
            about,
        )
        accounts = "INSERT INTO account(agent_id, password, enabled, code_until_ms, changed_ms) VALUES (?, '', 1, 0, ?)"
        db.executemany(accounts, [(name, now) for name in names])
        places = [(name, f"t{n}") for n in range(terminals) for name in names]
        tokens = [sessions.begin(db, *each, "bench", now, sessions.Lasting())[0] for each in places]
    said = IncomingMessage(Author.CONTACT, "reply", now, "the site is down since this morning")
    subject = "the site is down"
    who = IncomingContact("Mara Kovač", "mara@kovac.example")
    ticket = IncomingConversation("bench", "t1", "ticket", subject, "dns", who, now, "waiting", (said,))
    opened = engine.submit(envelope(Open(ticket), "ticket")).receipt
    _all_accepted(opened.is_accepted)
    return tuple(tokens), opened.conversation


def _all_accepted(is_accepted: bool) -> None:
    assert is_accepted, "the bench's own store was refused"


@contextmanager
def served(agents: int, terminals: int = 1) -> Iterator[Served]:
    """A server over a new SQLite file; it ends with the block."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "server.db"
        with closing(open_store(store)) as db:
            tokens, ticket = furnish(db, agents, terminals)
        serve = ["-m", "agentconsole", "serve", "--database", f"sqlite:///{store}"]
        with running(lambda port: [sys.executable, *serve, "--port", str(port)], "/readyz") as (port, pid):
            yield Served(port, pid, store, tokens, ticket)


@contextmanager
def running(command: Callable[[int], Sequence[str]], ready: str) -> Iterator[tuple[int, int]]:
    """A server's process on a free port, answering at the path `ready`; its port and its id."""
    port = free_port()
    process = subprocess.Popen(
        command(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": "."}
    )
    try:
        _await(port, ready, process)
        yield port, process.pid
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(port: int, ready: str, process: subprocess.Popen[bytes]) -> None:
    until = monotonic() + READY_SECONDS
    while monotonic() < until and process.poll() is None:
        try:
            with Wire(port) as wire:
                wire.ask("GET", ready)
                return
        except OSError:
            sleep(0.05)
    raise AssertionError(f"no server after {READY_SECONDS:g} s")


def news(wire: Wire, place: str) -> tuple[str, int]:
    """A pull: the place after it, and how many events it brought."""
    told = msgspec.json.decode(wire.ask("GET", f"/v1/changes?since={place}&limit=500"))
    return f"{told['epoch']}:{told['to']}", len(told["events"])
