"""Routes of signing in: begin, look at, renew and end sessions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from fastapi import APIRouter, Depends, Request, Response

from agentconsole.backends.api import NewPassword, Renewal, SessionView, SignedIn, SignIn
from agentconsole.backends.api import Sessions as Listed
from agentconsole.domain.team.agent import Role
from agentconsole.server import accounts, patience, sessions
from agentconsole.server.accounts import Account, NotAdmitted, PasswordRefused
from agentconsole.server.office import ACaller, AnOffice, Caller, Office, caller_of
from agentconsole.server.policy import may_end_session
from agentconsole.server.problems import Problem
from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import unit_of_work

P = ParamSpec("P")
R = TypeVar("R")
routes = APIRouter(tags=["sessions"])
WRONG = "That name and that password do not go together. A one-time code is used with `agentconsole login --new`."
"""Said to everybody alike: whether a code is open, or whether there is such an account, is no stranger's business."""


@routes.post("/v1/sessions", status_code=201)
async def begin(request: Request, office: AnOffice, wanted: SignIn) -> SignedIn:
    """Sign in from one terminal. A wrong name, password or code is answered alike, and ever more slowly."""
    address = request.client.host if request.client else ""
    who = await office.workers.run(lambda db: _whose_tries(db, wanted, address))
    await _count(office, who)
    account = await office.workers.run(lambda db: accounts.find(db, wanted.name))
    try:
        password = await _prove(office, account, wanted)
        begun = await office.workers.run(lambda db: _begin(office, db, wanted, account, password))
    except NotAdmitted as error:
        raise Problem(401, "not_admitted", WRONG) from error
    except PasswordRefused as error:
        # The code was good: that was no try in vain.
        await _forget(office, who)
        raise Problem(422, "password", str(error)) from error
    await _forget(office, who)
    return SignedIn(*begun)


def _whose_tries(db: Connection, wanted: SignIn, address: str) -> tuple[str, ...]:
    """A terminal the agent has used before is judged by itself: nobody else's mistakes slow it down."""
    if sessions.knows_terminal(db, wanted.name, wanted.terminal):
        return (wanted.name, "terminal", wanted.terminal)
    return (wanted.name, "address", address)


async def _count(office: Office, who: tuple[str, ...]) -> None:
    """Counts a try, whichever process gets the next one. Raises Problem while they have to wait."""
    now = office.clock.now()
    wait = await office.workers.run(lambda db: patience.count(db, who, now))
    if wait:
        words = "Too many tries that did not work; wait a little."
        raise Problem(429, "patience", words, {"Retry-After": str(-(-wait // 1_000))})


async def _forget(office: Office, who: tuple[str, ...]) -> None:
    await office.workers.run(lambda db: patience.forget(db, who))


async def _prove(office: Office, account: Account | None, wanted: SignIn) -> str:
    """The new password's hash where a code is used, empty otherwise."""
    if wanted.code:
        accounts.require_code(account, wanted.code, office.clock.now())
        return await _hashing(office, accounts.hashed, wanted.password, wanted.name)
    await _hashing(office, accounts.verify, account, wanted.password)
    return ""


async def _hashing(office: Office, work: Callable[P, R], *given: P.args, **_named: P.kwargs) -> R:
    return await asyncio.get_running_loop().run_in_executor(office.hashers, work, *given)


def _begin(
    office: Office, db: Connection, wanted: SignIn, proven: Account | None, password: str
) -> tuple[str, SessionView]:
    now = office.clock.now()
    with unit_of_work(db):
        if wanted.code:
            accounts.set_with_code(db, wanted.name, wanted.code, password, now)
        account = accounts.find(db, wanted.name)
        if account is None or not account.is_enabled:
            raise NotAdmitted
        if not wanted.code and (proven is None or account.password != proven.password):
            # It was changed while it was looked at, and whoever changed it wants nobody in with the old one.
            raise NotAdmitted
        return sessions.begin(db, wanted.name, wanted.terminal, wanted.label, now, office.lasting)


@routes.get("/v1/sessions")
async def list_own(office: AnOffice, caller: ACaller) -> Listed:
    """The caller's terminals signed in."""
    now = office.clock.now()
    return Listed(await office.workers.run(lambda db: sessions.list_of(db, caller.agent_id, now, office.lasting)))


@routes.get("/v1/team/sessions", dependencies=[Depends(caller_of)])
async def list_all(office: AnOffice) -> Listed:
    """Everybody's terminals signed in, for a lead."""
    now = office.clock.now()
    return Listed(await office.workers.run(lambda db: sessions.list_of(db, "", now, office.lasting)))


@routes.get("/v1/sessions/current")
async def current(caller: ACaller) -> SessionView:
    """The session that asks, with its two ends."""
    return caller.session


@routes.post("/v1/sessions/current/renewal")
async def renew(office: AnOffice, caller: ACaller, typed: Renewal) -> SessionView:
    """Move the session's last end on with the password, in place."""
    await _prove_again(office, caller, typed.password)
    now, lasting = office.clock.now(), office.lasting
    return await office.workers.run(lambda db: sessions.renew(db, caller.session.id, now, lasting))


@routes.post("/v1/sessions/current/password")
async def change_password(office: AnOffice, caller: ACaller, typed: NewPassword) -> SessionView:
    """Another password from now on; every other terminal of the caller's is signed out at once."""
    account = await _prove_again(office, caller, typed.password)
    try:
        password = await _hashing(office, accounts.hashed, typed.new, caller.agent_id)
        now, own = office.clock.now(), caller.session.id
        await office.workers.run(lambda db: accounts.change_password(db, account, password, own, now))
    except PasswordRefused as error:
        raise Problem(422, "password", str(error)) from error
    except NotAdmitted as error:
        raise Problem(409, "password", "The password was changed elsewhere in the same moment.") from error
    return caller.session


async def _prove_again(office: Office, caller: Caller, password: str) -> Account:
    """The caller's account, whose password was typed once more. Raises Problem."""
    who = (caller.agent_id, "terminal", caller.session.terminal)
    await _count(office, who)
    account = await office.workers.run(lambda db: accounts.find(db, caller.agent_id))
    try:
        await _hashing(office, accounts.verify, account, password)
    except NotAdmitted as error:
        # Not 401: the session is as good as before.
        raise Problem(403, "not_admitted", "That is not the password; you are still signed in.") from error
    await _forget(office, who)
    assert account is not None
    return account


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
