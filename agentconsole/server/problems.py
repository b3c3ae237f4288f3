"""Every way in which a request can fail, as problem details (RFC 9457)."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from agentconsole.backends.api import PROTOCOL, PROTOCOL_HEADER, ProblemDetails
from agentconsole.server.sessions import SessionEnded
from agentconsole.store.errors import StoreError
from agentconsole.store.newer_rows import RowTooNew

log = logging.getLogger(__name__)
MEDIA = "application/problem+json"
RETRY_SECONDS = 1


class Problem(Exception):
    """A request that fails: its status, a code for programs and one plain sentence for people."""

    def __init__(self, status: int, code: str, detail: str, headers: dict[str, str] | None = None) -> None:
        """The detail goes to the console as it is: no secret and nobody else's words in it."""
        self.status, self.code, self.detail, self.headers = status, code, detail, headers or {}
        super().__init__(detail)


def problem_body(status: int, code: str, detail: str) -> bytes:
    """The document."""
    return msgspec.json.encode(ProblemDetails("about:blank", HTTPStatus(status).phrase, status, detail, code))


def answer(problem: Problem) -> Response:
    """The problem as an answer."""
    body = problem_body(problem.status, problem.code, problem.detail)
    return Response(body, problem.status, problem.headers, MEDIA)


def unavailable(error: StoreError) -> Problem:
    """The store could not be asked: try again, and nobody has been signed out by it."""
    log.error("the store cannot be used: %s", type(error).__name__)
    words = "The server cannot reach its store right now; nothing was lost, try again in a moment."
    if isinstance(error, RowTooNew):
        words = str(error)
    return Problem(503, "unavailable", words, {"Retry-After": str(RETRY_SECONDS)})


def signed_out(words: str) -> Problem:
    """Whoever asks has no session that is good: the only thing that is ever answered so."""
    return Problem(401, "signed_out", words, {"WWW-Authenticate": "Bearer"})


def install(app: FastAPI) -> None:
    """Makes the application answer every failure in this way."""

    @app.exception_handler(Problem)
    async def _(_request: Request, error: Problem) -> Response:
        return answer(error)

    @app.exception_handler(StoreError)
    async def _(request: Request, error: StoreError) -> Response:
        request.app.state.office.metrics.store_error(type(error).__name__)
        return answer(unavailable(error))

    @app.exception_handler(SessionEnded)
    async def _(_request: Request, error: SessionEnded) -> Response:
        return answer(signed_out(str(error)))

    @app.exception_handler(RequestValidationError)
    async def _(_request: Request, error: RequestValidationError) -> Response:
        return answer(Problem(422, "invalid", _first_fault(error)))

    @app.exception_handler(HTTPException)
    async def _(_request: Request, error: HTTPException) -> Response:
        status = HTTPStatus(error.status_code)
        code = status.name.lower()
        return answer(Problem(error.status_code, code, f"{status.description or status.phrase}.", _headers(error)))

    @app.exception_handler(Exception)
    async def _(_request: Request, _error: Exception) -> Response:
        # The error itself goes to the log, by the server's outermost handler; whoever asked gets no details.
        # That handler stands outside the guard, whose header tells a console that it is we who failed, and no proxy.
        ours = {PROTOCOL_HEADER: str(PROTOCOL)}
        return answer(Problem(500, "fault", "The server failed at this; it is in its log. Try again.", ours))


def _headers(error: HTTPException) -> dict[str, str]:
    return dict(error.headers or {})


def _first_fault(error: RequestValidationError) -> str:
    """Which field is wrong and why, without repeating what was sent."""
    first: Any = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"] if isinstance(part, str)) or "the request"
    return f"{where[:80]}: {str(first['msg'])[:200]}."
