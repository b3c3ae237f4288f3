"""`agentconsole login URL`: this terminal joins a team's server and stays signed in."""

from __future__ import annotations

import rich_click as click

from agentconsole.cli import team_place
from agentconsole.cli.access import Access, typed_secret
from agentconsole.cli.errors import Misused
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.clock import ServerClock


@line_command("login", example="--as dana login https://desk.example.org")
@click.argument("url", required=False, default="")
@click.option("--new", is_flag=True, help="You have a one-time code, and choose your password now.")
def command(session: Session, url: str, new: bool) -> None:
    """Sign this terminal in to a team's server. The password is typed unseen, or read from the standard input."""
    import os

    from agentconsole.backends.rest import origin
    from agentconsole.credentials.places import Place, keep

    team = _team(session, origin(url) if url else "")
    access = Access(team, ServerClock(session.clock), session.settings.ca_file)
    code = typed_secret("One-time code") if new else ""
    password = typed_secret("New password, a few words" if new else "Password")
    if new and typed_secret("The same again") != password:
        raise Misused("The two passwords differ; nothing was sent.")
    token = access.sign_in(password, code)
    kept = keep(team.url, team.agent, token, os.environ)
    team_place.remember(team)
    if kept.place is Place.MEMORY:
        # Nobody else will ever know this token, so its session ends here.
        access.reach().sign_out()
    words = f"{team.agent} is signed in at {team.url}; the session is kept {kept.words}."
    if kept.place is Place.MEMORY:
        words = (
            f"{team.agent} may work at {team.url}. Nothing keeps a session here: the console asks at each start, "
            "unless AGENTCONSOLE_TOKEN_FILE names a file for it."
        )
    session.answer({"id": team.url, "agent": team.agent, "kept": kept.place.value}, words)


def _team(session: Session, url: str) -> team_place.Team:
    before = team_place.current()
    url = url or (before.url if before else "")
    if not url:
        raise Misused("Say where: `agentconsole login https://desk.example.org`.")
    agent = session.agent_option or session.settings.agent or (before.agent if before else "")
    if not agent:
        raise Misused("Say who you are: `agentconsole --as NAME login URL`.")
    return team_place.of(url, agent)
