"""How a terminal joins a team: its agent signs in, the session is kept, and the team is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.cli.team import team_place
from agentconsole.cli.team.access import Access, typed_secret
from agentconsole.cli.team.passwords import again, chosen
from agentconsole.tongue import N_

if TYPE_CHECKING:
    from agentconsole.credentials.places import Found


def join(access: Access, *, is_new: bool) -> Found:
    """Signs in with what is typed unseen, or with the next lines of the standard input; where the session is kept.

    `is_new`: with a one-time code, and a password that is chosen now. Raises CommandError, BackendError and
    CredentialsError.
    """
    code = again(lambda: _good_code(access)) if is_new else ""
    kept = again(lambda: access.begin(chosen(access.team.agent) if is_new else typed_secret(N_("Password")), code))
    team_place.remember(access.team)
    return kept


def _good_code(access: Access) -> str:
    code = typed_secret(N_("One-time code"))
    access.check_code(code)
    return code


def joined(team: team_place.Team, kept: Found) -> str:
    """What to tell whoever has signed in."""
    from agentconsole.credentials.places import Place

    if kept.place is not Place.MEMORY:
        return f"{team.agent} is signed in at {team.url}; the session is kept {kept.words}."
    return (
        f"{team.agent} may work at {team.url}. Nothing keeps a session here: the console asks at each start, "
        "unless AGENTCONSOLE_TOKEN_FILE names a file for it."
    )
