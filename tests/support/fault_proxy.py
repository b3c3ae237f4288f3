"""A proxy on loopback that drops, delays, cuts and breaks after the server has done its part, as a bad line does."""

from __future__ import annotations

import random
import socket
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Lock, Thread
from time import sleep
from urllib.parse import urlsplit

FAULTS = ("drop", "delay", "cut", "lost answer", "error after it was done", "doubled")
BROKEN = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class FaultProxy:
    """Speaks to the servers in turn, one request each, and to the next where one is not there."""

    def __init__(self, urls: Sequence[str], seed: int, faults: float) -> None:
        parts = [urlsplit(url) for url in urls]
        self._targets = [(each.hostname or "", each.port or 80) for each in parts]
        self._turn = 0
        self._luck, self._lock = random.Random(seed), Lock()
        self.faults = faults
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.seen: Counter[str] = Counter()
        self.is_down = False
        self.asked: list[str] = []
        """Method and path of every request that came, also while the line was down."""
        self._open: set[socket.socket] = set()
        Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Ends it."""
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                Thread(target=self._serve, args=(client,), daemon=True).start()

    def _fault(self) -> str:
        with self._lock:
            fault = self._luck.choice(FAULTS) if self._luck.random() < self.faults else ""
        if fault:
            self.seen[fault] += 1
        return fault

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            client.settimeout(60)
            while request := self._request(client):
                self.asked.append(" ".join(request.split(b"?", 1)[0].decode("latin-1").split(" ", 2)[:2]).strip())
                if self.is_down:
                    return
                # A stream of pokes is a wake-up only: without it everything takes its time, which is another test's.
                fault = "" if b"/v1/poke" in request[:100] else self._fault()
                if not self._carry(client, request, fault):
                    return

    @staticmethod
    def _request(client: socket.socket) -> bytes:
        """One whole request; empty when the client has gone."""
        data = b""
        while b"\r\n\r\n" not in data:
            part = client.recv(65_536)
            if not part:
                return b""
            data += part
        head, _, body = data.partition(b"\r\n\r\n")
        told = [line for line in head.splitlines() if line.lower().startswith(b"content-length")]
        length = int(told[0].split(b":")[1]) if told else 0
        while len(body) < length:
            part = client.recv(65_536)
            if not part:
                return b""
            body += part
        return head + b"\r\n\r\n" + body

    def _carry(self, client: socket.socket, request: bytes, fault: str) -> bool:
        """Whether the connection goes on."""
        if fault == "drop":
            return False
        if fault == "delay":
            sleep(0.2)
        if fault == "doubled":
            self._answer(request, None)
        if fault == "error after it was done":
            self._answer(request, None)
            client.sendall(BROKEN)
            return False
        if fault == "lost answer":
            self._answer(request, None)
            return False
        self._answer(request, client, cut=200 if fault == "cut" else 0)
        return False

    def _answer(self, request: bytes, client: socket.socket | None, cut: int = 0) -> None:
        """Asks the server, and hands its answer on, up to `cut` bytes; without a client it is thrown away."""
        told = request.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
        with self._reached() as server:
            server.sendall(told)
            passed = 0
            while part := self._part(server):
                if self.is_down:
                    return
                if client is not None:
                    client.sendall(part[: cut - passed] if cut else part)
                passed += len(part)
                if cut and passed >= cut:
                    return

    def _reached(self) -> socket.socket:
        """A connection to the server whose turn it is. Raises OSError when none is there."""
        with self._lock:
            self._turn += 1
            first = self._turn
        for n in range(len(self._targets)):
            target = self._targets[(first + n) % len(self._targets)]
            try:
                return socket.create_connection(target, timeout=60)
            except ConnectionRefusedError:
                if n + 1 == len(self._targets):
                    raise
        raise AssertionError("no server was named")

    def _part(self, server: socket.socket) -> bytes:
        """The next bytes, looking now and then whether the line has gone down."""
        server.settimeout(0.2)
        for _ in range(300):
            try:
                return server.recv(65_536)
            except TimeoutError:
                if self.is_down:
                    return b""
        return b""


@contextmanager
def fault_proxy(*urls: str, seed: int = 1, faults: float = 0.0) -> Iterator[FaultProxy]:
    """A proxy to the servers at `urls`; the share of requests with a fault is `faults`, which ones the seed says."""
    proxy = FaultProxy(urls, seed, faults)
    try:
        yield proxy
    finally:
        proxy.close()
