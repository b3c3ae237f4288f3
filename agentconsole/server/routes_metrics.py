"""The route for whoever operates the server: its metrics, shown to this machine, or to whoever brings the key."""

from __future__ import annotations

from hmac import compare_digest
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import PlainTextResponse
from fastapi.security import HTTPAuthorizationCredentials

from agentconsole.server import sessions
from agentconsole.server.metrics import MEDIA
from agentconsole.server.office import AnOffice, bearer
from agentconsole.server.problems import Problem
from agentconsole.store.connection import Connection

routes = APIRouter(tags=["house"])
LOOPBACK = ("127.0.0.1", "::1")
FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")
"""What a proxy adds: a request with one of them does not come from this machine, whoever hands it on."""


async def operator_of(
    request: Request, office: AnOffice, given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> None:
    """Raises Problem for whoever does not operate the server."""
    key = office.metrics_key
    if key:
        if given is None or not compare_digest(given.credentials.encode(), key.encode()):
            raise Problem(401, "unknown_key", "That key opens nothing here.", {"WWW-Authenticate": "Bearer"})
        return
    is_near = request.client is not None and request.client.host in LOOPBACK
    if not is_near or any(name in request.headers for name in FORWARDED):
        raise Problem(403, "not_allowed", "Without a key the metrics are shown to the server's own machine only.")


@routes.get("/metrics", dependencies=[Depends(operator_of)], response_class=PlainTextResponse)
async def metrics(office: AnOffice) -> PlainTextResponse:
    """What this process has done so far, in the text format of Prometheus."""
    now = office.clock.now()
    head, signed_in = await office.workers.run(lambda db: _counted(office.lasting, db, now))
    gauges = {
        "agentconsole_head_seq": ("The number of the log's last event.", head),
        "agentconsole_sessions": ("Terminals signed in.", signed_in),
        "agentconsole_streams_open": ("Consoles that listen to this process.", len(office.pokes)),
        "agentconsole_requests_waiting": ("Requests that wait for the store.", office.workers.waiting),
    }
    return PlainTextResponse(office.metrics.text(gauges), media_type=MEDIA)


def _counted(lasting: sessions.Lasting, db: Connection, now: int) -> tuple[int, int]:
    head = db.execute("SELECT seq FROM head WHERE ws = 1").fetchone()[0]
    return int(head), sessions.count(db, now, lasting)
