"""The route of the first copy: one file with the rows the caller may see, which goes on where it was cut."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse

from agentconsole.backends.api import SNAPSHOT_MEDIA
from agentconsole.engine.erasing import last_erased
from agentconsole.engine.sight import read_sight
from agentconsole.server.office import ACaller, AnOffice
from agentconsole.wire import LARGEST

routes = APIRouter(tags=["feed"])
CHUNK = 256 * 1024
_FILE: dict[str, Any] = {"content": {SNAPSHOT_MEDIA: {"schema": {"type": "string", "format": "binary"}}}}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {**_FILE, "description": "The file, its size and its ETag."},
    206: {**_FILE, "description": "The part of it asked for by Range, while If-Range names the same file."},
    416: {"description": "There is no such part."},
}


class _File(FileResponse):
    chunk_size = CHUNK


@routes.get("/v1/snapshot", response_class=_File, responses=_RESPONSES)
async def snapshot(
    office: AnOffice, caller: ACaller, after: Annotated[int, Query(ge=0, le=LARGEST)] = 0
) -> FileResponse:
    """The rows the caller may see as a packed SQLite file; what has happened since is told by /v1/changes.

    Whoever could not go on from event `after` is given a file made after it, where the log goes on.
    """
    # Another process may have restored the store a moment ago.
    await office.heads.look()
    sight, place = caller.sight, office.heads.place
    # Whoever was erased is in no copy that begins now.
    least = max(min(after + 1, place[1]), await office.workers.run(last_erased))
    while True:
        kept = await office.snapshots.find(sight.queues, max(sight.since, least), place)
        before, sight = sight, await office.workers.run(partial(read_sight, agent_id=caller.agent_id))
        if (sight.queues, sight.since) == (before.queues, before.since):
            break
    return _File(kept.path, media_type=SNAPSHOT_MEDIA, headers={"ETag": kept.etag})
