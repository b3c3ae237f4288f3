"""Routes of receipts a console asks about in bulk: which of its commands this server's history still knows."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from agentconsole.backends.api import LONGEST_ID, LONGEST_QUESTION, Asked, Known
from agentconsole.engine.writing import read_head
from agentconsole.server.bodies import told
from agentconsole.server.office import ACaller, AnOffice
from agentconsole.server.problems import Problem
from agentconsole.store.connection import Connection
from agentconsole.store.own.receipts import known_of

routes = APIRouter(tags=["commands"])
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["ids"],
                    "properties": {
                        "ids": {
                            "type": "array",
                            "maxItems": LONGEST_QUESTION,
                            "items": {"type": "string", "maxLength": LONGEST_ID},
                        }
                    },
                }
            }
        },
    }
}


@routes.post("/v1/receipts/known", openapi_extra=_BODY)
async def known(request: Request, office: AnOffice, caller: ACaller) -> Known:
    """Which of the caller's own commands this server has given a receipt for. Asked after a restore from a backup."""
    ids = _ids(await request.body())
    return await office.workers.run(lambda db: _known(db, caller.agent_id, ids))


def _ids(body: bytes) -> tuple[str, ...]:
    ids = told(body, Asked, "is no list of ids").ids
    if len(ids) > LONGEST_QUESTION or any(len(each) > LONGEST_ID for each in ids):
        raise Problem(422, "invalid", f"At most {LONGEST_QUESTION} ids of {LONGEST_ID} characters at once.")
    return tuple(each for each in ids if "\0" not in each and each.isascii())


def _known(db: Connection, agent_id: str, ids: tuple[str, ...]) -> Known:
    found = known_of(db, agent_id, ids)
    row = db.execute("SELECT clock_ms FROM restored WHERE epoch = ?", (read_head(db).epoch,)).fetchone()
    return Known(found, int(row[0]) if row else 0)
