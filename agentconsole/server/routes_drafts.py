"""Routes of the caller's own drafts: told by each of their computers, and offered on the others alone."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from agentconsole.backends.api import DraftSeen, DraftsSeen, DraftTold
from agentconsole.domain.words.wording import conversation_of
from agentconsole.server.bodies import ask_for_patience, told
from agentconsole.server.office import ACaller, AnOffice, Caller
from agentconsole.store.connection import Connection
from agentconsole.store.own import own_drafts
from agentconsole.store.own.drafts import Visibility
from agentconsole.store.own.own_drafts import OwnDraft
from agentconsole.store.rows import find_conversation

routes = APIRouter(tags=["commands"])
_BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": {
    "type": "object",
    "required": ["conversation_id", "visibility", "body"],
    "properties": {
        "conversation_id": {"type": "string"},
        "visibility": {"type": "string", "enum": ["public", "internal"]},
        "body": {"type": "string"},
    },
}}}}}  # fmt: skip


@routes.put("/v1/drafts", status_code=204, openapi_extra=_BODY)
async def tell(request: Request, office: AnOffice, caller: ACaller) -> Response:
    """What the caller has typed on this computer and not sent; an empty body when it is none any more."""
    what, now = told(await request.body(), DraftTold, "is no draft"), office.clock.now()
    ask_for_patience(office.buckets.take(caller.agent_id, 1, now), "That is too often.")
    await office.workers.run(lambda db: _keep(db, caller, what, now))
    return Response(status_code=204)


def _keep(db: Connection, caller: Caller, told: DraftTold, now: int) -> None:
    if "\0" in told.conversation_id + told.body:
        return
    found = find_conversation(db, conversation_of(told.conversation_id))
    if found is None or not caller.sight.sees(found.conversation.queue):
        return
    session = caller.session
    where = session.terminal, session.label, told.conversation_id, Visibility(told.visibility)
    own_drafts.keep(db, caller.agent_id, OwnDraft(*where, told.body, now))


@routes.get("/v1/drafts")
async def seen(office: AnOffice, caller: ACaller) -> DraftsSeen:
    """What the caller has typed on all their computers and not sent, the newest first."""
    found = await office.workers.run(lambda db: own_drafts.kept_of(db, caller.agent_id))
    return DraftsSeen(tuple(_view(each, caller) for queue, each in found if caller.sight.sees(queue)))


def _view(each: OwnDraft, caller: Caller) -> DraftSeen:
    is_here = each.terminal == caller.session.terminal
    return DraftSeen(
        each.conversation_id, each.visibility.value, each.body, each.saved_at, each.terminal, each.label, is_here
    )
