"""Routes about the server itself: whether it lives, whether it can work, and what time it is."""

from __future__ import annotations

from fastapi import APIRouter, Response

from agentconsole.backends.api import PROTOCOL, ServerTime
from agentconsole.server.office import AnOffice

routes = APIRouter(tags=["house"])


@routes.get("/healthz", status_code=204)
async def healthz() -> Response:
    """The process answers."""
    return Response(status_code=204)


@routes.get("/readyz", status_code=204)
async def readyz(office: AnOffice) -> Response:
    """The store answers too; 503 while it does not."""
    await office.workers.run(lambda db: db.execute("SELECT seq FROM head WHERE ws = 1").fetchone())
    return Response(status_code=204)


@routes.get("/v1/time")
async def time(office: AnOffice) -> ServerTime:
    """The server's instant and the protocols it speaks."""
    return ServerTime(office.clock.now(), PROTOCOL, PROTOCOL)
