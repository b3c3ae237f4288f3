"""Routes of the feed: what has happened since, after waiting for it if asked to, and the stream that only wakes."""

from __future__ import annotations

import re
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from agentconsole.backends.api import LONGEST_WAIT
from agentconsole.engine.log import LONGEST_PAGE, SightChanged
from agentconsole.engine.logged import OutOfReach, Window
from agentconsole.engine.sight import read_sight
from agentconsole.server.office import ACaller, AnOffice, Caller, Office
from agentconsole.server.pokes import Listener, Stream
from agentconsole.server.problems import Problem

routes = APIRouter(tags=["feed"])
_CURSOR = r"^[0-9a-f]{0,32}:[0-9]{1,15}$"
_REASONS = {
    "epoch": "The server's history begins anew: it was restored from a backup.",
    "ahead": "The server knows less than you do: it was restored from a backup.",
    "scope": "You see other queues than before: the copy is made anew.",
    "horizon": "What happened since then is not kept as single events any more.",
}


@routes.get("/v1/changes", response_model=Window)
async def changes(
    office: AnOffice,
    caller: ACaller,
    since: Annotated[str, Query(pattern=_CURSOR)] = ":0",
    limit: Annotated[int, Query(ge=1, le=LONGEST_PAGE)] = LONGEST_PAGE,
    wait: Annotated[int, Query(ge=0, le=LONGEST_WAIT)] = 0,
) -> Response:
    """The events after `since` (`epoch:seq`). Without news it waits up to `wait` seconds for some."""
    match = re.fullmatch(r"(.*):(.*)", since)
    assert match is not None
    epoch, seq = match[1], int(match[2])
    if wait:
        await office.heads.grown_beyond((epoch, seq), wait)
    try:
        told = await _page(office, caller, (epoch, seq, limit))
    except OutOfReach as error:
        raise Problem(410, error.reason, _REASONS[error.reason]) from error
    return Response(told, media_type="application/json")


async def _page(office: Office, caller: Caller, asked: tuple[str, int, int]) -> bytes:
    """Raises OutOfReach."""
    sight = caller.sight
    while True:
        try:
            return await office.pages.page(*asked, sight)
        except SightChanged:
            # While the request waited, somebody's queues were changed: perhaps this caller's.
            sight = await office.workers.run(partial(read_sight, agent_id=caller.agent_id))


@routes.get("/v1/poke")
async def poke(office: AnOffice, caller: ACaller) -> Response:
    """A stream of events: each says that the log ends somewhere else now (its id is `epoch:seq`), and over how many
    milliseconds consoles should spread their pulls (its data)."""
    if not office.pokes.has_room(caller.agent_id):
        words = f"An agent may listen from {office.limits.streams} terminals at once."
        raise Problem(429, "patience", words, {"Retry-After": "15"})
    return Stream(office.pokes, Listener(caller.agent_id, caller.session.id))
