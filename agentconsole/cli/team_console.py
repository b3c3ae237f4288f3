"""The console on the copy of a team's log, for a terminal that is signed in to the team."""

from __future__ import annotations

import sys

from agentconsole.backends.base import BackendUnavailable
from agentconsole.cli import output
from agentconsole.cli.access import Access, typed_secret
from agentconsole.cli.build import open_team_console
from agentconsole.cli.front import show
from agentconsole.cli.kept_here import kept_here
from agentconsole.cli.session import Session
from agentconsole.cli.team_copy import is_copied, prepare
from agentconsole.cli.team_place import Team
from agentconsole.clock import ServerClock
from agentconsole.credentials.places import CredentialsError
from agentconsole.tongue import N_, _, said


def work(session: Session, team: Team) -> int:
    """Opens the console; the exit code when it ends. Raises CommandError, BackendError and StoreError."""
    clock = ServerClock(session.clock)
    access = Access(team, clock, session.settings.ca_file)
    notices = () if access.has_session() else _signing_in(access)
    prepare(access)
    with open_team_console(access, clock, session.ids) as opened:
        code = show(opened, session, str(team.store), notices=notices)
    kept = kept_here(team, opened.courier)
    if kept:
        output.complain(kept)
    return code


def _signing_in(access: Access) -> tuple[str, ...]:
    """Asks for the password; what to tell when the session could not be kept, or when the server is away and the
    console opens on the copy all the same."""
    team = access.team
    sys.stderr.write(_("{agent} at {url}").format(agent=team.agent, url=team.url) + "\n")
    try:
        access.begin(typed_secret(N_("Password")))
    except CredentialsError as error:
        return (_("You are signed in until this console ends: {why}").format(why=said(str(error))),)
    except BackendUnavailable as error:
        if not is_copied(team):
            raise
        words = _("{why} You are not signed in: what you do is kept here, and sent once you are.")
        return (words.format(why=said(str(error))),)
    return ()
