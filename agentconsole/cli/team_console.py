"""The console on the copy of a team's log, for a terminal that is signed in to the team."""

from __future__ import annotations

import sys

from agentconsole.cli.access import Access, typed_secret
from agentconsole.cli.build import open_team_console
from agentconsole.cli.front import show
from agentconsole.cli.session import Session
from agentconsole.cli.team_copy import prepare
from agentconsole.cli.team_place import Team
from agentconsole.clock import ServerClock


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
