"""A team's server on a loopback port, in a thread of this process, with its own store and a clock tests may move."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any
from unittest.mock import patch

import httpx
import uvicorn
from argon2 import PasswordHasher

from agentconsole.clock import SystemClock
from agentconsole.domain.commands import Command, Open
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import AddAgent
from agentconsole.domain.terms import Author
from agentconsole.domain.view import SYSTEM
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds, uuid7
from agentconsole.server import accounts
from agentconsole.server.app import DEFAULT_LASTING, DEFAULT_SETTINGS, make_app
from agentconsole.server.patience import Buckets
from agentconsole.server.running import Server
from agentconsole.server.sessions import Lasting
from agentconsole.server.settings import ServerSettings
from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import open_store
from agentconsole.wire import Envelope, to_wire

PASSWORD = "four words for testing"
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Believes nobody: what is spoken to by plain HTTP needs none of the certificates that take 40 ms to read."""
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Keeps passwords as the server does, without the 40 ms that are meant to slow down guessing."""


class SteppedClock:
    """The system's clock, moved on by tests, and stopped where it matters how long the machine takes."""

    def __init__(self) -> None:
        self.ahead = 0
        self._system = SystemClock()
        self._stood_at = 0

    def stops(self) -> None:
        """From here on it moves by `ahead` alone."""
        self._stood_at = self._system.now()

    def now(self) -> int:
        """Milliseconds since 1970, as moved."""
        return (self._stood_at or self._system.now()) + self.ahead

    def seconds_until(self, at: int) -> float:
        """Real seconds until then."""
        return max(0, at - self.now()) / 1_000


@dataclass
class Team:
    """A running server: its address, its store, and a way to put people and conversations into it."""

    url: str
    store: Path
    clock: SteppedClock
    server: Server
    app: Any
    opens: Callable[[], Connection] | None = None
    """Opens the server's store where it is not the file."""

    @contextmanager
    def db(self) -> Iterator[Connection]:
        """The server's store, opened beside it."""
        with closing(self.opens() if self.opens else open_store(self.store)) as db:
            yield db

    def takes_any_number(self) -> None:
        """No agent sends too many commands from now on."""
        office = self.app.state.office
        office.limits = replace(office.limits, commands_a_minute=10**9)
        office.buckets = Buckets(10**9)

    def does(self, command: Command, actor: str = SYSTEM) -> Any:
        """A command straight to the engine, and the server knows of it: no older page goes out now; its receipt."""
        receipt = self.does_unheard(command, actor)
        self.hears()
        return receipt

    def hears(self) -> None:
        """The server looks where its log ends, as it does ten times a second, now."""
        loop = self.app and self.app.state.office.heads._loop
        if loop is not None and not loop.is_closed():
            asyncio.run_coroutine_threadsafe(self.app.state.office.heads.look(), loop).result(60)

    def does_unheard(self, command: Command, actor: str = SYSTEM) -> Any:
        """A command straight to the engine, as by another process: the server finds out by itself; the receipt."""
        with self.db() as db:
            envelope = Envelope(uuid7(self.clock.now()), actor, "test", command, self.clock.now())
            return Engine(db, self.clock, SystemIds()).submit(envelope).receipt

    def hires(self, *names: str, lead: str = "") -> dict[str, str]:
        """Everybody with an account; their one-time codes by name."""
        codes = {}
        for name in (*names, *([lead] if lead else ())):
            self.does(AddAgent(name, name.capitalize(), Role.LEAD if name == lead else Role.AGENT))
            with self.db() as db:
                codes[name] = accounts.open_with_code(db, name, self.clock.now())
        return codes

    @contextmanager
    def everybody(self, *names: str, lead: str = "", twice: str = "") -> Iterator[dict[str, httpx.Client]]:
        """A client of each, by name, all signed in; of `twice` a second one, on another computer, as `NAME too`."""
        with ExitStack() as stack:
            codes = self.hires(*names, lead=lead)
            clients = {name: stack.enter_context(self.signed_in(name, code)) for name, code in codes.items()}
            if twice:
                token = self.signs_in(twice, terminal="t-2").json()["token"]
                clients[f"{twice} too"] = stack.enter_context(self.client(token))
            yield clients

    def chat(self, words: str = "Is anybody there?", name: str = "Mara") -> str:
        """A contact starts a chat; its number."""
        now = self.clock.now()
        said = IncomingMessage(Author.CONTACT, "reply", now, words)
        incoming = IncomingConversation("", "", "chat", words, "", IncomingContact(name), now, "waiting", (said,))
        return str(self.does(Open(incoming), "chat").conversation)

    def client(self, token: str = "") -> httpx.Client:
        """A client of the server, signed in with the token."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self.url, headers=headers, verify=NO_CERTIFICATES, trust_env=False, timeout=60)

    def signs_in(self, name: str, code: str = "", terminal: str = "t-1", password: str = PASSWORD) -> httpx.Response:
        """The answer to a sign-in."""
        wanted = {"name": name, "password": password, "terminal": terminal, "label": "a test", "code": code}
        with self.client() as client:
            return client.post("/v1/sessions", json=wanted)

    def token_of(self, name: str, code: str, terminal: str = "t-1") -> str:
        """Of a sign-in, tried again while the server says that its store is busy, as it does on a machine that is."""
        answer = self.signs_in(name, code, terminal)
        while answer.status_code == 503:
            sleep(float(answer.headers["Retry-After"]))
            answer = self.signs_in(name, code, terminal)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["token"])

    def signed_in(self, name: str, code: str, terminal: str = "t-1") -> httpx.Client:
        """A client of somebody who has just set their password."""
        return self.client(self.token_of(name, code, terminal))


def an_envelope(command: Command, actor: str, **more: Any) -> Envelope:
    """A command as a console of that agent sends it."""
    now = SystemClock().now()
    return Envelope(more.pop("id", uuid7(now)), actor, "t-1", command, now, **more)


def send(client: httpx.Client, *envelopes: Envelope) -> list[dict[str, Any]]:
    """The answers to one batch."""
    body = '{"commands":[' + ",".join(map(to_wire, envelopes)) + "]}"
    answer = client.post("/v1/commands", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["answers"]
    return found


@contextmanager
def a_team(
    folder: Path,
    opens: Callable[[], Connection] | None = None,
    *,
    lasting: Lasting = DEFAULT_LASTING,
    settings: ServerSettings = DEFAULT_SETTINGS,
) -> Iterator[Team]:
    """A server on a new store in the folder, or on what `opens` opens; it ends with the block."""
    stepped = SteppedClock()
    store = folder / "server.db"
    app = make_app(opens or (lambda: open_store(store)), stepped, SystemIds(), lasting, settings)
    with socket.socket() as listening, patch.object(accounts, "_hasher", QUICK):
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1)
        server = Server(config)
        thread = Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            sleep(0.01)
        assert server.started
        yield Team(f"http://127.0.0.1:{port}", store, stepped, server, app, opens)
        server.handle_exit(15, None)
        thread.join(60)
        assert not thread.is_alive()
