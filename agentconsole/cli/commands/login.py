"""`agentconsole login URL`: this terminal joins a team's server and stays signed in."""

from __future__ import annotations

import rich_click as click

from agentconsole.cli.errors import Misused
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.team import team_place
from agentconsole.cli.team.access import access_to
from agentconsole.cli.team.joining import join, joined
from agentconsole.tongue import said


@line_command("login", example="--as dana login https://desk.example.org")
@click.argument("url", required=False, default="")
@click.option("--new", is_flag=True, help="You have a one-time code, and choose your password now.")
def command(session: Session, url: str, new: bool) -> None:
    """Sign this terminal in to a team's server. The password is typed unseen, or read from the standard input."""
    from agentconsole.backends.address import origin
    from agentconsole.credentials.places import Place

    team = _team(session, origin(url) if url else "")
    access = access_to(team, session)
    kept = join(access, is_new=new)
    if kept.place is Place.MEMORY:
        # Nobody else will ever know this token, so its session ends here.
        access.reach().sign_out()
    session.tell({"id": team.url, "agent": team.agent, "kept": kept.place.value}, said(joined(team, kept)))


def _team(session: Session, url: str) -> team_place.Team:
    before = team_place.current() or team_place.left()
    url = url or (before.url if before else "")
    if not url:
        raise Misused("Say where: `agentconsole login https://desk.example.org`.")
    agent = session.agent_option or session.settings.agent or (before.agent if before else "")
    if not agent:
        raise Misused("Say who you are: `agentconsole --as NAME login URL`.")
    return team_place.of(url, agent)
