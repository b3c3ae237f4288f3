"""The route of what is the caller's own and nobody else's: the feed tells of it as it changes, this what there is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from agentconsole.backends.api import LONGEST_OWN, Own
from agentconsole.engine.writing import read_head
from agentconsole.server.office import ACaller, AnOffice
from agentconsole.store.connection import Connection
from agentconsole.store.knowing.canned import canned_after
from agentconsole.store.own.saved_views import views_of

routes = APIRouter(tags=["feed"])
Name = Annotated[str, Query(max_length=100, pattern=r"^[^\x00]*$")]


@routes.get("/v1/own")
async def own(office: AnOffice, caller: ACaller, after: Name = "") -> Own:
    """The caller's own responses, by name, from behind the one called `after` on, and all their own views."""
    return await office.workers.run(lambda db: own_of(db, caller.agent_id, after))


def own_of(db: Connection, agent_id: str, after: str = "") -> Own:
    """The same of anybody."""
    # Read first: what has changed since then comes by the feed once more.
    head = read_head(db)
    found = canned_after(db, agent_id, after, LONGEST_OWN + 1)
    views = views_of(db, agent_id)
    return Own(head.epoch, head.seq, found[:LONGEST_OWN], views, more=len(found) > LONGEST_OWN)
