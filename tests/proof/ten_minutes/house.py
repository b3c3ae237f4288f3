"""The team's side: a database, server processes that can be killed, the proxy in front of them, and a bad line."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic, sleep

from agentconsole.store.connection import Connection
from agentconsole.store.errors import StoreError
from agentconsole.store.sqlite import open_store
from tests.support.fault_proxy import FaultProxy, fault_proxy
from tests.support.ports import free_port

ROOT = Path(__file__).parents[3]
PATIENCE = 60.0
HAPROXY = """
defaults
    mode http
    option http-no-delay
    timeout connect 2s
    timeout client 60s
    timeout server 60s
listen team
    bind 127.0.0.1:{port}
    balance roundrobin
    option httpchk GET /readyz
    default-server inter 300ms fall 1 rise 1
{servers}
"""


def until(holds: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    end = monotonic() + seconds
    while not holds():
        assert monotonic() < end, f"never: {what}"
        sleep(0.1)


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "agentconsole", *words]


class ServerProcess:
    """One `agentconsole serve` on a port of its own, begun again after each kill."""

    def __init__(self, database: str, home: Path) -> None:
        self.port = free_port()
        self._database, self._environment = database, {**os.environ, "HOME": str(home)}
        self._log = home / f"server-{self.port}.log"
        self.begin()

    def begin(self) -> None:
        """Raises OSError."""
        words = command("serve", "--port", str(self.port), "--database", self._database)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                words, env=self._environment, cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )

    def end(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Ends it by the signal and waits for it; one that does not end by a kind one fails."""
        self._process.send_signal(number)
        self._process.wait(10)

    @property
    def is_ready(self) -> bool:
        line = HTTPConnection("127.0.0.1", self.port, timeout=2)
        with suppress(OSError, HTTPException), closing(line):
            line.request("GET", "/readyz")
            return line.getresponse().status == 204
        return False

    @property
    def complaints(self) -> list[str]:
        """What it said that no server should say."""
        told = self._log.read_text(errors="replace").splitlines()
        return [line for line in told if "Traceback" in line or "bug" in line]


class House:
    """Everything behind the address the consoles know, which is the bad line's."""

    def __init__(self, database: str, opens: Callable[[], Connection], servers: list[ServerProcess]) -> None:
        self.database, self._opens, self.servers = database, opens, servers
        self.line: FaultProxy | None = None
        self.front = "the project's own round robin"

    @property
    def url(self) -> str:
        assert self.line is not None
        return self.line.url

    @contextmanager
    def db(self) -> Iterator[Connection]:
        """The database, opened beside the servers. Raises StoreError."""
        with closing(self._opens()) as db:
            yield db

    def one(self, sql: str, *values: object) -> object:
        """The first value of the first row, asked again while the database is coming back."""
        for _ in range(100):
            try:
                with self.db() as db:
                    return db.execute(sql, values).fetchone()[0]
            except StoreError:
                sleep(0.2)
        raise AssertionError("the database does not come back")


@contextmanager
def a_house(folder: Path, engine: str, seed: int) -> Iterator[House]:
    """A running team on `sqlite` (one process) or `postgres` (two behind a proxy)."""
    home = folder / "server"
    home.mkdir()
    database, opens = _database(folder, engine)
    servers = [ServerProcess(database, home) for _ in range(1 if engine == "sqlite" else 2)]
    house = House(database, opens, servers)
    try:
        for each in servers:
            until(lambda each=each: each.is_ready, "a server begins")
        with _front(house, folder) as targets, fault_proxy(*targets, seed=seed) as line:
            house.line = line
            yield house
    finally:
        for each in servers:
            each.end()


def _database(folder: Path, engine: str) -> tuple[str, Callable[[], Connection]]:
    if engine == "sqlite":
        file = folder / "server.db"
        return f"sqlite:///{file}", lambda: open_store(file)
    from agentconsole.store.postgres import open_postgres
    from tests.support.postgres import server

    address = server()
    return address, lambda: open_postgres(address)


@contextmanager
def _front(house: House, folder: Path) -> Iterator[list[str]]:
    """Where the line leads: to the one server, to haproxy before several, or to each in turn without it."""
    ports = [each.port for each in house.servers]
    direct = [f"http://127.0.0.1:{port}" for port in ports]
    program = shutil.which("haproxy", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if len(ports) == 1 or program is None:
        yield direct
        return
    port, config = free_port(), folder / "haproxy.cfg"
    listed = "\n".join(f"    server s{n} 127.0.0.1:{each} check" for n, each in enumerate(ports))
    config.write_text(HAPROXY.format(port=port, servers=listed))
    process = subprocess.Popen([program, "-db", "-f", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    house.front = "haproxy"
    try:
        yield [f"http://127.0.0.1:{port}"]
    finally:
        process.kill()
        process.wait()
