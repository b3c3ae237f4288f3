"""How a terminal joins a team: its agent signs in, the session is kept, and the team is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.cli import team_place
from agentconsole.cli.access import Access, typed_secret
from agentconsole.cli.errors import Misused
from agentconsole.clock import ServerClock
from agentconsole.tongue import N_

if TYPE_CHECKING:
    from agentconsole.cli.session import Session
    from agentconsole.credentials.places import Found


def join(session: Session, team: team_place.Team, *, is_new: bool) -> Found:
    """Signs in with what is typed unseen, or with the next lines of the standard input; where the session is kept.

    `is_new`: with a one-time code, and a password that is chosen now. Raises CommandError, BackendError and
    CredentialsError.
    """
    from agentconsole.credentials.places import Place

    access = Access(team, ServerClock(session.clock), session.settings.ca_file)
    code = typed_secret(N_("One-time code")) if is_new else ""
    if is_new:
        access.check_code(code)
    password = typed_secret(N_("New password, a few words") if is_new else N_("Password"))
    if is_new and typed_secret(N_("The same again")) != password:
        raise Misused("The two passwords differ; nothing was sent.")
    kept = access.begin(password, code)
    team_place.remember(team)
    if kept.place is Place.MEMORY:
        # Nobody else will ever know this token, so its session ends here.
        access.reach().sign_out()
    return kept


def joined(team: team_place.Team, kept: Found) -> str:
    """What to tell whoever has signed in."""
    from agentconsole.credentials.places import Place

    if kept.place is not Place.MEMORY:
        return f"{team.agent} is signed in at {team.url}; the session is kept {kept.words}."
    return (
        f"{team.agent} may work at {team.url}. Nothing keeps a session here: the console asks at each start, "
        "unless AGENTCONSOLE_TOKEN_FILE names a file for it."
    )
