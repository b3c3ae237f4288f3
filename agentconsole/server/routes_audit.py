"""The route of the audit trail: all of it for a lead, what concerns them for an agent, in the queues they may see."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query

from agentconsole.backends.api import AuditTrail
from agentconsole.domain.team.agent import Role
from agentconsole.server.office import ACaller, AnOffice
from agentconsole.workspace.audit_views import audit

routes = APIRouter(tags=["audit"])
NEVER = 253_402_300_799_999
"""The last millisecond of 9999."""
Name = Annotated[str, Query(max_length=100, pattern=r"^[^\x00]*$")]
At = Annotated[int, Query(ge=0, le=NEVER)]


@routes.get("/v1/audit")
async def trail(
    office: AnOffice, caller: ACaller, since: At = 0, until: At = NEVER, conversation: Name = "", agent: Name = ""
) -> AuditTrail:
    """Who saw, whispered, took, gave, ruled and took out between two instants, the newest first."""
    own = "" if caller.role is Role.LEAD else caller.agent_id
    read = partial(audit, conversation_id=conversation, agent=agent, only_for=own, sees=caller.sight.sees)
    return AuditTrail(await office.workers.run(lambda db: read(db, since, until)))
