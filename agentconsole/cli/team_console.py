"""`agentconsole` on a terminal that is signed in to a team: the copy of its log, and the console on it."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING

from agentconsole.backends.base import NotSignedIn
from agentconsole.cli.access import Access, typed_secret
from agentconsole.cli.build import open_team_console
from agentconsole.cli.errors import Misused
from agentconsole.cli.front import show
from agentconsole.cli.session import Session
from agentconsole.cli.team_place import Team
from agentconsole.clock import ServerClock
from agentconsole.store.sqlite import open_store
from agentconsole.store.team_rows import find_agents

if TYPE_CHECKING:
    from agentconsole.backends.rest import RestBackend


def work(session: Session, team: Team) -> int:
    """Opens the console; the exit code when it ends. Raises CommandError, BackendError and StoreError."""
    clock = ServerClock(session.clock)
    access = Access(team, clock, session.settings.ca_file)
    if not access.found().token:
        sys.stderr.write(f"{team.agent} at {team.url}\n")
        access.sign_in(typed_secret("Password"))
    prepare(access)
    with open_team_console(access, clock, session.ids) as opened:
        return show(opened, session, str(team.store))


def prepare(access: Access) -> None:
    """Makes the copy, where there is none yet, far enough that the console can open. Raises BackendError."""
    team = access.team
    if _is_copied(team):
        return
    from agentconsole.sync.first_copy import bring

    _tell(0)
    try:
        with closing(_own_way(access)) as backend:
            bring(str(team.store), backend, team.agent, _tell)
    except LookupError as error:
        raise Misused(f"The team's server knows nobody called {team.agent}.") from error
    except NotSignedIn as error:
        raise Misused(f"{error} Sign in with `agentconsole --as {team.agent} login {team.url}`.") from error
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")


def _own_way(access: Access) -> RestBackend:
    """A way to the server that shows what this agent may see, and nobody else. Raises BackendError."""
    backend = access.reach()
    found = backend.session().agent
    if found != access.team.agent:
        raise NotSignedIn(f"{found} is signed in here, and not {access.team.agent}.")
    return backend


def _is_copied(team: Team) -> bool:
    if not team.store.exists():
        return False
    with closing(open_store(team.store)) as db:
        return team.agent in find_agents(db)


def _tell(percent: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\rcopying the team's conversations: {percent} %")
        sys.stderr.flush()
