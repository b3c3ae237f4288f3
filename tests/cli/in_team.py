"""Line commands of somebody who is signed in to a team."""

from __future__ import annotations

from tests.cli.line import Ran, run
from tests.support.team_server import PASSWORD, Team


def first_login(team: Team, name: str = "ana", *, url: str = "", lead: bool = False) -> Ran:
    """They choose their password, and this terminal is theirs; over another `url` where one is given."""
    code = (team.hires(lead=name) if lead else team.hires(name))[name]
    return run("--as", name, "login", url or team.url, "--new", stdin=f"{code}\n{PASSWORD}\n{PASSWORD}\n".encode())
