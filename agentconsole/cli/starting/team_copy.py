"""The copy of a team's log on this computer, made where there is none yet, far enough that a console can open."""

from __future__ import annotations

import sys
from contextlib import closing

from agentconsole.backends.base import NotSignedIn
from agentconsole.cli.errors import Misused
from agentconsole.cli.team.access import Access
from agentconsole.cli.team.team_place import Team
from agentconsole.store.sqlite import open_store
from agentconsole.store.team.rows import find_agents


def prepare(access: Access) -> None:
    """Makes the copy, where there is none yet, far enough that the console can open. Raises BackendError."""
    team = access.team
    if is_copied(team):
        return
    from agentconsole.sync.first_copy import bring
    from agentconsole.sync.own_session import session_of

    _tell(0)
    try:
        with closing(access.reach()) as backend:
            session_of(backend, team.agent)
            bring(str(team.store), backend, team.agent, _tell)
    except LookupError as error:
        raise Misused(f"The team's server knows nobody called {team.agent}.") from error
    except NotSignedIn as error:
        raise Misused(f"{error} Sign in with `agentconsole --as {team.agent} login {team.url}`.") from error
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")


def is_copied(team: Team) -> bool:
    """Whether a console can open without the server."""
    if not team.store.exists():
        return False
    with closing(open_store(team.store)) as db:
        return team.agent in find_agents(db)


def _tell(percent: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\rcopying the team's conversations: {percent} %")
        sys.stderr.flush()
