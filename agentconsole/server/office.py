"""What every route of the server works with, and who it is that asks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from agentconsole.backends.api import SessionView
from agentconsole.clock import Clock
from agentconsole.domain.team.agent import Role
from agentconsole.engine.sight import EVERYTHING, Sight, read_sight
from agentconsole.ids import Ids
from agentconsole.server import sessions
from agentconsole.server.heads import Heads
from agentconsole.server.metrics import Metrics
from agentconsole.server.pages import Pages
from agentconsole.server.patience import Buckets
from agentconsole.server.pokes import Pokes
from agentconsole.server.policy import ROUTES, may_call
from agentconsole.server.problems import Problem, signed_out
from agentconsole.server.sessions import Lasting
from agentconsole.server.settings import LimitSettings
from agentconsole.server.snapshots import Snapshots
from agentconsole.server.workers import Workers
from agentconsole.store.connection import Connection

HASHERS = 2
"""Passwords are hashed by so many threads, the rest of a shift's start waits its turn."""


@dataclass
class Office:
    """One process's share of the server; it holds nothing that another process would need."""

    workers: Workers
    clock: Clock
    ids: Ids
    heads: Heads
    pokes: Pokes
    pages: Pages
    snapshots: Snapshots
    lasting: Lasting = field(default_factory=Lasting)
    limits: LimitSettings = field(default_factory=LimitSettings)
    metrics_key: str = ""
    metrics: Metrics = field(default_factory=Metrics)
    buckets: Buckets = field(init=False)
    deliveries: Buckets = field(init=False)
    hashers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(HASHERS, "hasher"))

    def __post_init__(self) -> None:
        self.buckets = Buckets(self.limits.commands_a_minute)
        self.deliveries = Buckets(self.limits.deliveries_a_minute)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, from which terminal."""

    agent_id: str
    role: Role
    session: SessionView
    sight: Sight = EVERYTHING


async def office_of(request: Request) -> Office:
    """The office of the process that got the request."""
    found: Office = request.app.state.office
    return found


AnOffice = Annotated[Office, Depends(office_of)]
bearer = HTTPBearer(auto_error=False, description="The token a sign-in answered.")


async def caller_of(
    request: Request, office: AnOffice, given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> Caller:
    """Who calls the route, admitted by the policy. Raises Problem: 401, 403, or 503 when it cannot be found out."""
    if given is None:
        raise signed_out("Sign in first.")
    caller = await admitted(office, given.credentials, request.method, request.scope["route"].path)
    request.state.agent = caller.agent_id
    return caller


ACaller = Annotated[Caller, Depends(caller_of)]


async def admitted(office: Office, secret: str, method: str, path: str) -> Caller:
    """Whose token it is, admitted to the route by the policy. Raises Problem and StoreError."""
    now, lasting = office.clock.now(), office.lasting
    caller = await office.workers.look(lambda db: _caller_or_end(db, secret, now, lasting))
    if isinstance(caller, sessions.SessionEnded):
        raise signed_out(str(caller)) from caller
    if sessions.is_news(caller.session, now):
        await office.workers.run(lambda db: sessions.touch(db, caller.session, now))
    if not may_call(ROUTES[method, path], caller.role):
        raise Problem(403, "not_allowed", "Only a team lead can do this.")
    return caller


def _caller_or_end(db: Connection, secret: str, now: int, lasting: Lasting) -> Caller | sessions.SessionEnded:
    try:
        return _caller(db, secret, now, lasting)
    except sessions.SessionEnded as ended:
        return ended


def _caller(db: Connection, secret: str, now: int, lasting: Lasting) -> Caller:
    """Raises SessionEnded, which is answered 401: nothing else ever is."""
    session = sessions.check(db, secret, now, lasting)
    row = db.execute("SELECT role FROM agent WHERE id = ?", (session.agent,)).fetchone()
    if row is None:
        raise sessions.SessionEnded("Nobody in the team has that name any more.")
    return Caller(session.agent, Role(row[0]), session, read_sight(db, session.agent))
