"""What every request passes first and every answer last: limits, the protocol, the server's time, one line of log."""

from __future__ import annotations

import logging
import re
import time
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agentconsole.backends.api import LARGEST_BODY, PROTOCOL, PROTOCOL_HEADER, TIME_HEADER
from agentconsole.clock import Clock
from agentconsole.server.metrics import Metrics, known_method
from agentconsole.server.problems import MEDIA, Problem, problem_body

log = logging.getLogger("agentconsole.server.requests")
DEEPEST = 32
"""Levels of JSON within each other."""
READ_ON = 16 * LARGEST_BODY
"""Bytes of a request that is too large which are read and forgotten, so that its sender gets to the answer."""
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKETS = re.compile(rb"[\[\]{}]")


@dataclass(slots=True)
class _Seen:
    """What became of a request: when it began, and after how many seconds its answer did, with which status."""

    began: float
    waited: float = 0.0
    status: int = 500


class Guard:
    """Wraps the application. Requests with a body are read whole before anybody looks at them."""

    def __init__(self, app: ASGIApp, clock: Clock, metrics: Metrics) -> None:
        self._app, self._clock, self._metrics = app, clock, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen = _Seen(time.perf_counter())
        try:
            await self._guarded(scope, receive, self._with_headers(send, seen))
        finally:
            line = _line(scope, seen.status, time.perf_counter() - seen.began)
            self._metrics.request(line["method"], line["route"], seen.status, seen.waited)
            log.info("", extra={"request": line})

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            _check_protocol(scope)
            body = await _whole_body(scope, receive)
        except Problem as problem:
            await _refuse(problem, send)
            return
        await self._app(scope, _again(body, receive), send)

    def _with_headers(self, send: Send, seen: _Seen) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.status, seen.waited = message["status"], time.perf_counter() - seen.began
                message["headers"] = [
                    *message.get("headers", []),
                    (TIME_HEADER.lower().encode(), str(self._clock.now()).encode()),
                    (PROTOCOL_HEADER.lower().encode(), str(PROTOCOL).encode()),
                    (b"cache-control", b"no-store"),
                ]
            await send(message)

        return sending


def _check_protocol(scope: Scope) -> None:
    """Raises Problem for a console that speaks only what this server does not."""
    spoken = _header(scope, PROTOCOL_HEADER.lower().encode())
    if spoken is None:
        return
    oldest, _, newest = spoken.decode("latin-1").partition("-")
    if not (oldest.isdecimal() and (newest or oldest).isdecimal()):
        raise Problem(400, "protocol", f"{PROTOCOL_HEADER} is one number, or two with a dash between them.")
    if not int(oldest[:6]) <= PROTOCOL <= int((newest or oldest)[:6]):
        raise Problem(426, "protocol", "The console and the server are too far apart in age; update the older one.")


def _header(scope: Scope, name: bytes) -> bytes | None:
    return next((value for key, value in scope["headers"] if key == name), None)


async def _whole_body(scope: Scope, receive: Receive) -> bytes:
    if _header(scope, b"content-encoding") not in (None, b"identity"):
        raise Problem(415, "encoding", "Send it as it is: compressed requests are not taken.")
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Problem(400, "cut", "The request ended in the middle.")
        part = message.get("body", b"")
        size += len(part)
        if size <= LARGEST_BODY:
            parts.append(part)
        if not message.get("more_body") or size > READ_ON:
            break
    if size > LARGEST_BODY:
        raise Problem(413, "too_large", f"A request may have {LARGEST_BODY // 1024} KiB.")
    body = b"".join(parts)
    if _is_too_deep(body):
        raise Problem(400, "depth", f"JSON may nest {DEEPEST} levels deep.")
    return body


def _is_too_deep(body: bytes) -> bool:
    if body.count(b"[") + body.count(b"{") <= DEEPEST:
        return False
    depth = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub(b"", body)):
        depth += 1 if bracket in (b"[", b"{") else -1
        if depth > DEEPEST:
            return True
    return False


def _again(body: bytes, receive: Receive) -> Receive:
    """The body once more, for the application; then what comes, such as the console's leaving."""
    told = False

    async def receiving() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receiving


async def _refuse(problem: Problem, send: Send) -> None:
    headers = [(b"content-type", MEDIA.encode()), (b"connection", b"close")]
    headers += [(name.lower().encode(), value.encode()) for name, value in problem.headers.items()]
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    body = problem_body(problem.status, problem.code, problem.detail)
    await send({"type": "http.response.body", "body": body})


def _line(scope: Scope, status: int, seconds: float) -> dict[str, Any]:
    """The request for the log: which route, never the address asked for, a body or a token."""
    route = scope.get("route")
    state = scope.get("state", {})
    return {
        "method": known_method(scope["method"]),
        "route": scope.get("short_way") or getattr(route, "path", "none"),
        "status": status,
        "ms": round(seconds * 1_000, 1),
        "agent": state.get("agent", ""),
    }
