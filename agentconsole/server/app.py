"""The application: its routes, its guard, and what it does between its start and its end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from agentconsole import __version__
from agentconsole.backends.api import ProblemDetails
from agentconsole.clock import Clock
from agentconsole.engine.erasing import last_erased
from agentconsole.ids import Ids
from agentconsole.server import (
    problems,
    routes_audit,
    routes_commands,
    routes_drafts,
    routes_feed,
    routes_house,
    routes_intake,
    routes_metrics,
    routes_own,
    routes_receipts,
    routes_sessions,
    routes_snapshot,
    routes_unsent,
)
from agentconsole.server.guard import Guard
from agentconsole.server.heads import Heads
from agentconsole.server.lacking import Lacking
from agentconsole.server.looking_after import LookingAfter
from agentconsole.server.office import Office
from agentconsole.server.pages import Pages
from agentconsole.server.pokes import Pokes
from agentconsole.server.policy import ROUTES
from agentconsole.server.pulls import Pulls
from agentconsole.server.sessions import Lasting
from agentconsole.server.settings import ServerSettings
from agentconsole.server.signing_out import end_streams
from agentconsole.server.snapshots import Snapshots
from agentconsole.server.workers import Workers
from agentconsole.store.connection import Connection
from agentconsole.store.errors import StoreError
from agentconsole.store.searching import erased

log = logging.getLogger(__name__)
_PARTS = (
    *(routes_house, routes_metrics, routes_sessions, routes_commands, routes_receipts, routes_feed, routes_snapshot),
    *(routes_own, routes_unsent, routes_drafts, routes_audit, routes_intake),
)
ROUTERS = tuple(each.routes for each in _PARTS)
BREACH_SECONDS = 1.0
DEFAULT_LASTING = Lasting()
DEFAULT_SETTINGS = ServerSettings()
_FAILURES: dict[int | str, dict[str, object]] = {
    "4XX": {"content": {problems.MEDIA: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}},
    "5XX": {"content": {problems.MEDIA: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}},
}
for _failure in _FAILURES.values():
    _failure["description"] = "What went wrong (RFC 9457)."
    _failure["model"] = ProblemDetails


def make_app(
    open_store: Callable[[], Connection],
    clock: Clock,
    ids: Ids,
    lasting: Lasting = DEFAULT_LASTING,
    settings: ServerSettings = DEFAULT_SETTINGS,
) -> FastAPI:
    """The server over the store; the workers open it, each in its own thread. `lasting`: how long sessions do."""
    workers = Workers(open_store)
    heads = Heads(workers)
    snapshots, limits = Snapshots(open_store), settings.limits
    pokes, pages = Pokes(heads, limits.streams), Pages(workers, heads)
    office = Office(workers, clock, ids, heads, pokes, pages, snapshots, lasting, limits, settings.metrics_key)

    app = FastAPI(
        title="agentconsole",
        version=__version__,
        lifespan=lambda _app: _life(office),
        docs_url=None,
        redoc_url=None,
        responses=_FAILURES,
    )
    app.state.office = office
    for router in ROUTERS:
        app.include_router(router)
    problems.install(app)
    app.add_middleware(Pulls, office=office)
    app.add_middleware(Guard, clock=clock, metrics=office.metrics)
    require_policy(ROUTERS)
    return app


@asynccontextmanager
async def _life(office: Office) -> AsyncIterator[None]:
    """The server's work beside its answers, from its first to its last."""
    await office.workers.open()
    await office.heads.look()
    always = (office.heads.watch(), office.pokes.ping(), end_streams(office), _look_after(office))
    tasks = [asyncio.create_task(each) for each in always]
    yield
    office.heads.stop()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    office.hashers.shutdown(wait=False, cancel_futures=True)
    office.workers.stop()
    office.snapshots.close()


def routes_of(routers: Iterable[APIRouter]) -> set[tuple[str, str]]:
    """Method and path of every route."""
    found = (route for router in routers for route in router.routes if isinstance(route, APIRoute))
    return {(method, route.path) for route in found for method in route.methods or ()}


def require_policy(routers: Iterable[APIRouter]) -> None:
    """Raises LookupError for a route nobody has decided about."""
    for method, path in routes_of(routers) - set(ROUTES):
        raise LookupError(f"the policy does not name {method} {path}")


def _erased(db: Connection) -> int:
    """One step of writing out of the index who was erased; the last event that erased somebody."""
    erased.step(db)
    return last_erased(db)


async def _look_after(office: Office) -> None:
    """Does what nobody asks for, again and again."""
    lacking, looking = Lacking(office.clock, office.ids), LookingAfter(office.clock, office.ids)
    while True:
        await asyncio.sleep(BREACH_SECONDS)
        try:
            if await office.workers.run(lacking.works):
                await office.heads.look()
            office.snapshots.forget_before(await office.workers.run(_erased))
            if await office.workers.run(looking.look):
                await office.heads.look()
        except StoreError as error:
            lacking.failed()
            office.metrics.store_error(type(error).__name__)
            log.warning("the store could not be looked after: %s", type(error).__name__)
