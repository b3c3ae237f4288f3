"""The streams that wake consoles: one buffer is written to all of them, and none has a task or a queue of its own."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from fastapi.responses import Response
from starlette.types import Message, Receive, Scope, Send

from agentconsole.backends import poke
from agentconsole.backends.api import PING_SECONDS
from agentconsole.server.heads import Heads

SPREAD_EACH = 0.2
"""Milliseconds a pull takes here: over so many for each listener they are asked to spread theirs, so that whoever
sends something meanwhile does not wait behind all of them."""


class Listener(NamedTuple):
    """Who listens, and by which session."""

    agent_id: str
    session_id: str


class Pokes:
    """Who listens to this process. Belongs to the server's loop."""

    def __init__(self, heads: Heads, streams: int) -> None:
        """`streams`: from how many terminals one agent may listen."""
        self._heads, self._streams = heads, streams
        self._listening: dict[Send, Listener] = {}
        self._terminals = Counter[str]()
        heads.subscribe(self._tell)

    def __len__(self) -> int:
        """How many streams are open."""
        return len(self._listening)

    def has_room(self, agent_id: str) -> bool:
        """Whether the agent may listen from one more terminal."""
        return self._terminals[agent_id] < self._streams

    def session_ids(self) -> tuple[str, ...]:
        """The sessions that are listened by."""
        return tuple({each.session_id for each in self._listening.values()})

    def end(self, session_ids: Collection[str]) -> None:
        """Ends the streams of those sessions: they are good no more."""
        for send, listener in tuple(self._listening.items()):
            if listener.session_id in session_ids:
                # Nothing may be written to a stream that has ended.
                del self._listening[send]
                _write(send, _part(b"", is_last=True))

    async def ping(self) -> None:
        """Gives everybody a sign of life again and again, so that a dead line is noticed."""
        while True:
            await asyncio.sleep(PING_SECONDS)
            self._write(_part(b": here\n\n"))

    @contextmanager
    def listening(self, listener: Listener, send: Send) -> Iterator[None]:
        """Within it the stream is written to, first with where the log ends now."""
        self._listening[send] = listener
        self._terminals[listener.agent_id] += 1
        try:
            _write(send, self._news(0))
            yield
        finally:
            self._listening.pop(send, None)
            self._terminals[listener.agent_id] -= 1
            self._terminals += Counter()

    def _tell(self) -> None:
        first = self._heads.concerned
        at_once, spread = self._news(0), self._news(int(SPREAD_EACH * len(self._listening)))
        for send, listener in tuple(self._listening.items()):
            if listener.agent_id in first:
                _write(send, at_once)
        for send, listener in tuple(self._listening.items()):
            if listener.agent_id not in first:
                _write(send, spread)

    def _news(self, spread: int) -> Message:
        """Where the log ends now, and the ms over which to spread; the stream's end when the server ends."""
        if self._heads.is_stopping:
            return _part(b"", is_last=True)
        epoch, seq = self._heads.place
        return _part(poke.written(epoch, seq, spread, self._heads.about))

    def _write(self, message: Message) -> None:
        for send in tuple(self._listening):
            _write(send, message)


class Stream(Response):
    """An answer that goes on until its console leaves, its session ends, or the server does."""

    media_type = "text/event-stream"

    def __init__(self, pokes: Pokes, listener: Listener) -> None:
        """For a terminal that is signed in."""
        super().__init__(headers={"X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._pokes, self._listener = pokes, listener

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - the shape of ASGI
        """Writes the beginning, then sleeps: `Pokes` writes the rest."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        with self._pokes.listening(self._listener, send):
            while (await receive())["type"] != "http.disconnect":
                pass


def _part(told: bytes, *, is_last: bool = False) -> Message:
    return {"type": "http.response.body", "body": told, "more_body": not is_last}


def _write(send: Send, message: Message) -> None:
    """Writes without waiting. Whoever does not read is left out until they do: the next poke says as much as this."""
    step = send(message).__await__()
    next(step, None)
    step.close()
