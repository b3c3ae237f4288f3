"""Routes of commands: a batch in, one answer each, and the receipts again for whoever lost theirs."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from agentconsole.backends.api import LONGEST_BATCH, LONGEST_ID, TOO_NEW, Answered, Answers, Receipts
from agentconsole.engine.engine import Engine
from agentconsole.engine.receipts import IdReused, NotYours
from agentconsole.server import patience, sessions
from agentconsole.server.bodies import ask_for_patience, told
from agentconsole.server.news import News, news_of
from agentconsole.server.office import ACaller, AnOffice, Caller, Office
from agentconsole.server.policy import may_send
from agentconsole.server.problems import Problem
from agentconsole.store.connection import Connection
from agentconsole.store.errors import StoreError
from agentconsole.store.newer_rows import RowTooNew
from agentconsole.typed import decoded
from agentconsole.wire import LARGEST, Envelope, WireError, from_wire

log = logging.getLogger(__name__)
routes = APIRouter(tags=["commands"])


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Of a receipt's text what is counted."""

    outcome: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Envelopes as they came, each to be read by itself: one that is broken does not stop the others."""

    commands: list[msgspec.Raw]


_ENVELOPE: dict[str, Any] = {
    "type": "object",
    "required": ["v", "id", "actor", "terminal", "kind", "args", "client_ms"],
    "properties": {
        "v": {"type": "integer"},
        "id": {"type": "string", "maxLength": LONGEST_ID, "description": "A UUIDv7, made when the key was pressed."},
        "actor": {"type": "string"},
        "terminal": {"type": "string"},
        "kind": {"type": "string"},
        "args": {"type": "object"},
        "client_ms": {"type": "integer"},
        "if_rev": {"type": ["integer", "null"]},
        "not_after": {"type": ["integer", "null"]},
        "composed_ms": {"type": "integer"},
    },
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["commands"],
                    "properties": {
                        "commands": {"type": "array", "minItems": 1, "maxItems": LONGEST_BATCH, "items": _ENVELOPE}
                    },
                }
            }
        },
    }
}


@routes.post("/v1/commands", response_model=Answers, openapi_extra=_BODY)
async def submit(request: Request, office: AnOffice, caller: ACaller) -> Response:
    """Up to 50 commands of one agent, each its own transaction and idempotent by its id."""
    batch = _batch(await request.body())
    _ask_for_patience(office, office.buckets.take(caller.agent_id, len(batch), office.clock.now()))
    answers, news = await office.workers.run(lambda db: _submit(office, db, caller, batch))
    office.heads.moved(*news)
    for each in answers:
        office.metrics.command(_outcome(each))
    return Response(msgspec.json.encode(Answers(tuple(answers))), media_type="application/json")


def _ask_for_patience(office: Office, wait: int) -> None:
    """Raises Problem where there are milliseconds to wait."""
    most = office.limits.commands_a_minute
    ask_for_patience(wait, f"That is more than {most} commands a minute; the rest is taken a little later.")


def _outcome(answered: Answered) -> str:
    match answered.status:
        case 200:
            return "replayed" if answered.replayed else decoded(answered.receipt, _Outcome).outcome
        case 503:
            return "undecided"
        case _:
            return "not_taken"


def _batch(body: bytes) -> list[msgspec.Raw]:
    commands = told(body, Batch, "is no batch of commands").commands
    if not 1 <= len(commands) <= LONGEST_BATCH:
        raise Problem(422, "invalid", f"A batch has 1 to {LONGEST_BATCH} commands.")
    return commands


def _submit(office: Office, db: Connection, caller: Caller, batch: list[msgspec.Raw]) -> tuple[list[Answered], News]:
    most, now = office.limits.commands_a_minute, office.clock.now()
    _ask_for_patience(office, patience.wait_for_commands(db, caller.agent_id, len(batch), most, now))
    engine = Engine(db, office.clock, office.ids)
    answers: list[Answered] = []
    for raw in batch:
        if office.heads.is_stopping:
            # What has no answer is sent again, to whoever serves then.
            break
        answers.append(_one(engine, office, db, caller, bytes(raw)))
        # A row that only a newer server may touch says nothing about the others.
        if answers[-1].status == 503 and answers[-1].code != TOO_NEW:
            break
    return answers, news_of(db, engine)


def _one(engine: Engine, office: Office, db: Connection, caller: Caller, raw: bytes) -> Answered:
    try:
        envelope = _envelope(raw)
    except WireError as error:
        return Answered(_id_of(raw), 422, code="unsupported", words=f"This server cannot read it: {str(error)[:200]}.")
    if envelope.actor != caller.agent_id:
        return Answered(envelope.id, 403, code="not_yours", words="It was written by somebody else; nothing was done.")
    if not may_send(envelope.command.kind):
        return Answered(envelope.id, 403, code="not_allowed", words="A console cannot do that.")
    try:
        answer = engine.submit(envelope, lambda: _still_good(office, db, caller))
    except NotYours as error:
        return Answered(envelope.id, 403, code="not_yours", words=str(error))
    except IdReused as error:
        log.error("a command id came back with another command")
        return Answered(envelope.id, 422, code="id_reused", words=str(error))
    except StoreError as error:
        log.error("a command could not be decided: %s", type(error).__name__)
        if isinstance(error, RowTooNew):
            return Answered(envelope.id, 503, code=TOO_NEW, words=str(error))
        return Answered(envelope.id, 503, code="unavailable", words="The server cannot reach its store; try again.")
    return Answered(envelope.id, 200, answer.text, answer.replayed)


def _still_good(office: Office, db: Connection, caller: Caller) -> None:
    sessions.still_good(db, caller.session.id, office.clock.now(), office.lasting)


def _envelope(raw: bytes) -> Envelope:
    envelope = from_wire(raw)
    if not 8 <= len(envelope.id) <= LONGEST_ID:
        raise WireError("the id is too short or too long")
    if len(envelope.terminal) > LONGEST_ID:
        raise WireError("the terminal's name is too long")
    _require_sane(msgspec.json.decode(raw))
    return envelope


def _require_sane(value: Any) -> None:
    """Whole numbers stay where every store and every language has room for them. Raises WireError."""
    match value:
        case int() | float() if abs(value) >= LARGEST:
            raise WireError("a number is too large")
        case dict():
            for each in value.values():
                _require_sane(each)
        case list():
            for each in value:
                _require_sane(each)
        case _:
            pass


def _id_of(raw: bytes) -> str:
    """The id of a command that cannot be read otherwise; empty when not even that can."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, ValueError):
        return ""
    name = found.get("id") if isinstance(found, dict) else None
    return name[:LONGEST_ID] if isinstance(name, str) else ""


@routes.get("/v1/receipts")
async def newest(office: AnOffice, caller: ACaller, before_ms: int = LARGEST, limit: int = 100) -> Receipts:
    """The caller's own receipts, newest first."""
    page = (caller.agent_id, max(-LARGEST, min(before_ms, LARGEST)), max(1, min(limit, 500)))
    sql = "SELECT body FROM receipt WHERE actor = ? AND at_ms < ? ORDER BY at_ms DESC, command_id DESC LIMIT ?"
    rows = await office.workers.run(lambda db: db.execute(sql, page).fetchall())
    return Receipts(tuple(str(row[0]) for row in rows))


@routes.get("/v1/receipts/{command_id}")
async def one(office: AnOffice, caller: ACaller, command_id: str) -> Receipts:
    """The receipt of one command of the caller's; 404 when the server never gave one, or not to them."""
    sql = "SELECT body FROM receipt WHERE command_id = ? AND actor = ?"
    row = await office.workers.run(lambda db: db.execute(sql, (command_id, caller.agent_id)).fetchone())
    if row is None:
        raise Problem(404, "not_found", "You have no receipt of that number here.")
    return Receipts((str(row[0]),))
