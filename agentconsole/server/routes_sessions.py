"""Routes of signing in: begin, look at, renew and end sessions."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Depends, Request, Response

from agentconsole.backends.api import Renewal, SessionView, SignedIn, SignIn
from agentconsole.backends.api import Sessions as Listed
from agentconsole.domain.agent import Role
from agentconsole.server import accounts, sessions
from agentconsole.server.accounts import Account, NotAdmitted, PasswordRefused
from agentconsole.server.office import ACaller, AnOffice, Office, caller_of
from agentconsole.server.policy import may_end_session
from agentconsole.server.problems import Problem
from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import unit_of_work

routes = APIRouter(tags=["sessions"])
WRONG = "That name and that password do not go together."


@routes.post("/v1/sessions", status_code=201)
async def begin(request: Request, office: AnOffice, wanted: SignIn) -> SignedIn:
    """Sign in from one terminal. A wrong name, password or code is answered alike, and ever more slowly."""
    address = request.client.host if request.client else ""
    key = await office.workers.run(lambda db: _whose_tries(db, wanted, address))
    _be_patient(office, key)
    account = await office.workers.run(lambda db: accounts.find(db, wanted.name))
    try:
        password = await _prove(office, account, wanted)
        begun = await office.workers.run(lambda db: _begin(db, wanted, password, office.clock.now()))
    except NotAdmitted as error:
        office.guesses.failed(key, office.clock.now())
        raise Problem(401, "not_admitted", WRONG) from error
    except PasswordRefused as error:
        raise Problem(422, "password", str(error)) from error
    office.guesses.succeeded(key)
    return SignedIn(*begun)


def _whose_tries(db: Connection, wanted: SignIn, address: str) -> tuple[str, ...]:
    """A terminal the agent has used before is judged by itself: nobody else's mistakes slow it down."""
    if sessions.knows_terminal(db, wanted.name, wanted.terminal):
        return (wanted.name, "terminal", wanted.terminal)
    return (wanted.name, "address", address)


def _be_patient(office: Office, key: tuple[str, ...]) -> None:
    wait = office.guesses.wait(key, office.clock.now())
    if wait:
        words = "Too many tries that did not work; wait a little."
        raise Problem(429, "patience", words, {"Retry-After": str(-(-wait // 1_000))})


async def _prove(office: Office, account: Account | None, wanted: SignIn) -> str:
    """The new password's hash where a code is used, empty otherwise."""
    hashers = asyncio.get_running_loop().run_in_executor
    if wanted.code:
        return await hashers(office.hashers, accounts.hashed, wanted.password, wanted.name)
    await hashers(office.hashers, accounts.verify, account, wanted.password)
    return ""


def _begin(db: Connection, wanted: SignIn, password: str, now: int) -> tuple[str, SessionView]:
    with unit_of_work(db):
        if wanted.code:
            accounts.set_with_code(db, wanted.name, wanted.code, password, now)
        account = accounts.find(db, wanted.name)
        if account is None or not account.is_enabled:
            raise NotAdmitted
        return sessions.begin(db, wanted.name, wanted.terminal, wanted.label, now)


@routes.get("/v1/sessions")
async def list_own(office: AnOffice, caller: ACaller) -> Listed:
    """The caller's terminals signed in."""
    now = office.clock.now()
    return Listed(await office.workers.run(lambda db: sessions.list_of(db, caller.agent_id, now)))


@routes.get("/v1/team/sessions", dependencies=[Depends(caller_of)])
async def list_all(office: AnOffice) -> Listed:
    """Everybody's terminals signed in, for a lead."""
    now = office.clock.now()
    return Listed(await office.workers.run(lambda db: sessions.list_of(db, "", now)))


@routes.get("/v1/sessions/current")
async def current(caller: ACaller) -> SessionView:
    """The session that asks, with its two ends."""
    return caller.session


@routes.post("/v1/sessions/current/renewal")
async def renew(office: AnOffice, caller: ACaller, typed: Renewal) -> SessionView:
    """Move the session's last end on with the password, in place."""
    key = (caller.agent_id, "terminal", caller.session.terminal)
    _be_patient(office, key)
    account = await office.workers.run(lambda db: accounts.find(db, caller.agent_id))
    try:
        await asyncio.get_running_loop().run_in_executor(office.hashers, accounts.verify, account, typed.password)
    except NotAdmitted as error:
        office.guesses.failed(key, office.clock.now())
        # Not 401: the session is as good as before.
        raise Problem(403, "not_admitted", "That is not the password; you are still signed in.") from error
    office.guesses.succeeded(key)
    return await office.workers.run(lambda db: sessions.renew(db, caller.session.id, office.clock.now()))


@routes.delete("/v1/sessions/current", status_code=204)
async def end_current(office: AnOffice, caller: ACaller) -> Response:
    """Sign this terminal out."""
    await office.workers.run(lambda db: _end(db, caller.session.id, office.clock.now()))
    return Response(status_code=204)


@routes.delete("/v1/sessions/{session_id}", status_code=204)
async def end(office: AnOffice, caller: ACaller, session_id: str) -> Response:
    """Sign another terminal of one's own out, or as a lead anybody's."""
    await office.workers.run(lambda db: _end_other(db, caller.role, caller.agent_id, session_id, office.clock.now()))
    return Response(status_code=204)


def _end(db: Connection, session_id: str, now: int) -> None:
    with unit_of_work(db):
        sessions.end(db, [session_id], now)


def _end_other(db: Connection, role: Role, agent_id: str, session_id: str, now: int) -> None:
    if not may_end_session(role, agent_id, sessions.owner_of(db, session_id)):
        # Whether there is such a session is nobody else's business.
        raise Problem(404, "not_found", "There is no such session of yours.")
    _end(db, session_id, now)
