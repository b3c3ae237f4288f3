"""The console on the copy of a team's log, for a terminal that is signed in to the team."""

from __future__ import annotations

import sys

from agentconsole.backends.base import BackendUnavailable
from agentconsole.cli import output
from agentconsole.cli.build import open_team_console
from agentconsole.cli.session import Session
from agentconsole.cli.starting.front import show
from agentconsole.cli.starting.health import salvaging_copy
from agentconsole.cli.starting.kept_here import kept_here
from agentconsole.cli.starting.start import Start
from agentconsole.cli.starting.team_copy import is_copied, prepare
from agentconsole.cli.team.access import Access, typed_secret
from agentconsole.cli.team.passwords import again
from agentconsole.credentials.places import CredentialsError
from agentconsole.tongue import N_, _, said


def work(session: Session, access: Access) -> int:
    """Opens the console; the exit code when it ends. Raises CommandError, BackendError and StoreError."""
    with salvaging_copy(str(access.team.store), session.now):
        return _worked(session, access)


def _worked(session: Session, access: Access) -> int:
    team = access.team
    notices = () if access.has_session() else _signing_in(access)
    prepare(access)
    with open_team_console(access, access.clock, session.ids) as opened:
        code = show(opened, session, str(team.store), Start(notices))
    kept = kept_here(team, opened.courier)
    if kept:
        output.complain(kept)
    return code


def _signing_in(access: Access) -> tuple[str, ...]:
    """Asks for the password; what to tell when the session could not be kept, or when there is none, and the console
    opens on the copy all the same. Raises BackendError and CommandError."""
    team, has_copy = access.team, is_copied(access.team)
    sys.stderr.write(_("{agent} at {url}").format(agent=team.agent, url=team.url) + "\n")
    if has_copy and sys.stdin.isatty():
        sys.stderr.write(_("Enter alone opens your copy without signing in.") + "\n")
    try:
        return () if again(lambda: _begun(access, has_copy=has_copy)) else _unsigned("")
    except CredentialsError as error:
        return (_("You are signed in until this console ends: {why}").format(why=said(str(error))),)
    except BackendUnavailable as error:
        if not has_copy:
            raise
        return _unsigned(said(str(error)))


def _begun(access: Access, *, has_copy: bool) -> bool:
    """Whether a session was begun, or no password was typed where the copy will do. Raises BackendError,
    CredentialsError and Misused."""
    password = typed_secret(N_("Password"))
    if has_copy and not password:
        return False
    access.begin(password)
    return True


def _unsigned(why: str) -> tuple[str, ...]:
    words = _("{why} You are not signed in: what you do is kept here, and sent once you are.")
    return (words.format(why=why).lstrip(),)
