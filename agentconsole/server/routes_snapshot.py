"""The route of the first copy: one file with the rows the caller may see, which goes on where it was cut."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import FileResponse

from agentconsole.backends.api import SNAPSHOT_MEDIA
from agentconsole.server.office import AnOffice, caller_of

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


@routes.get("/v1/snapshot", response_class=_File, responses=_RESPONSES, dependencies=[Depends(caller_of)])
async def snapshot(office: AnOffice) -> FileResponse:
    """The rows the caller may see as a packed SQLite file; what has happened since is told by /v1/changes."""
    # Another process may have restored the store a moment ago.
    await office.heads.look()
    kept = await office.snapshots.find(frozenset(), 0, office.heads.place)
    return _File(kept.path, media_type=SNAPSHOT_MEDIA, headers={"ETag": kept.etag})
