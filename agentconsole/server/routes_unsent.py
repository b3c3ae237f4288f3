"""Routes of text nobody has sent yet: consoles say that it is there, leads ask before they take over. No words here."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from agentconsole.backends.api import Touched, Unsent
from agentconsole.server.bodies import ask_for_patience, told
from agentconsole.server.office import ACaller, AnOffice, Caller
from agentconsole.store.connection import Connection
from agentconsole.store.own import unsent
from agentconsole.store.rows import find_conversation

routes = APIRouter(tags=["commands"])
_BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": {
    "type": "object",
    "required": ["conversation_id", "is_there"],
    "properties": {"conversation_id": {"type": "string"}, "is_there": {"type": "boolean"}},
}}}}}  # fmt: skip


@routes.post("/v1/unsent", status_code=204, openapi_extra=_BODY)
async def tell(request: Request, office: AnOffice, caller: ACaller) -> Response:
    """The caller has typed a reply and not sent it, or has none any more. Of what they do not hold nothing is kept."""
    what, now = told(await request.body(), Unsent, "does not say what is unsent"), office.clock.now()
    ask_for_patience(office.buckets.take(caller.agent_id, 1, now), "That is too often.")
    await office.workers.run(lambda db: _keep(db, caller.agent_id, what, now))
    return Response(status_code=204)


def _keep(db: Connection, agent_id: str, told: Unsent, now: int) -> None:
    if "\0" in told.conversation_id:
        return
    if not told.is_there:
        unsent.forget(db, agent_id, told.conversation_id)
        return
    found = find_conversation(db, told.conversation_id)
    if found is not None and found.conversation.assignee == agent_id:
        unsent.note(db, agent_id, told.conversation_id, now)


@routes.get("/v1/unsent/{conversation_id}")
async def touched(office: AnOffice, caller: ACaller, conversation_id: str) -> Touched:
    """When its holder last touched an unsent reply, for a lead who thinks of taking over. What the lead may not see
    is answered like what is not there."""
    return Touched(await office.workers.run(lambda db: _touched_at(db, caller, conversation_id)))


def _touched_at(db: Connection, caller: Caller, conversation_id: str) -> int:
    found = find_conversation(db, conversation_id) if "\0" not in conversation_id else None
    if found is None or not caller.sight.sees(found.conversation.queue):
        return 0
    return unsent.touched_at(db, found.conversation)
