"""`python -m tests.bench.programs.light_consoles PORT`: consoles that hear pokes and pull as real ones do.

The tokens come on the standard input, one a line; it says "ready" once all listen, and ends with its input. They read
and count what they pull, and do not copy it into a store: on a team's day that is other computers' work.
"""

from __future__ import annotations

import asyncio
import random
import sys
from contextlib import suppress

import msgspec

from agentconsole.sync.pacing import seconds_until_pull

LONGEST = 16 * 1024 * 1024


async def opened(port: int, token: str, path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection on which that was asked."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=LONGEST)
    ask(writer, token, path)
    return reader, writer


def ask(writer: asyncio.StreamWriter, token: str, path: str) -> None:
    """Asks for the path."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n".encode())


async def answer(reader: asyncio.StreamReader) -> bytes:
    """The body of an answer that tells its length."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return await reader.readexactly(int(length.partition(b":")[2]))


class Console:
    """One that listens, and pulls after a poke."""

    def __init__(self, port: int, token: str) -> None:
        self._port, self._token = port, token
        self._poked = asyncio.Event()
        self._spread = 0
        self.is_ready = asyncio.Event()

    async def listen(self) -> None:
        """Hears pokes."""
        reader, _writer = await opened(self._port, self._token, "/v1/poke")
        while line := await reader.readline():
            if line.startswith(b"data:"):
                self._spread = int(line[5:].strip() or b"0")
                self._poked.set()
                self.is_ready.set()

    async def pull(self) -> None:
        """Pulls what the pokes speak of."""
        reader, writer = await opened(self._port, self._token, "/v1/changes?since=:0&limit=500")
        place = None
        while True:
            told = msgspec.json.decode(await answer(reader))
            place = f"{told['epoch']}:{told['to']}"
            if not told["more"]:
                await self._poked.wait()
                self._poked.clear()
                await asyncio.sleep(seconds_until_pull(self._spread, random.random()))
            ask(writer, self._token, f"/v1/changes?since={place}&limit=500")


async def main() -> None:
    """All of them, until the standard input ends."""
    tokens = sys.stdin.readline().split()
    consoles = [Console(int(sys.argv[1]), token) for token in tokens]
    tasks = [asyncio.create_task(each.listen()) for each in consoles]
    tasks += [asyncio.create_task(each.pull()) for each in consoles]
    for each in consoles:
        await each.is_ready.wait()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.readline)
    for task in tasks:
        task.cancel()


if __name__ == "__main__":
    with suppress(ImportError):
        import uvloop

        uvloop.install()
    asyncio.run(main())
