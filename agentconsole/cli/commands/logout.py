"""`agentconsole logout`: this terminal leaves the team's server."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import rich_click as click

from agentconsole.backends.base import BackendError
from agentconsole.cli.errors import Misused
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.team import team_place
from agentconsole.cli.team.access import Access, access_to
from agentconsole.domain.words.counting import counted
from agentconsole.store.own.outbox import unfinished
from agentconsole.store.sqlite import open_store
from agentconsole.tongue import said


@line_command("logout", example="logout --wipe")
@click.option("--wipe", is_flag=True, help="Also remove the copy of the team's conversations, drafts and receipts.")
@click.option("--even-unsent", is_flag=True, help="With --wipe: although something was never sent.")
def command(session: Session, wipe: bool, even_unsent: bool) -> None:
    """Sign this terminal out. What was not sent stays here, and is sent after the next sign-in."""
    from agentconsole.credentials.places import forget

    team = team_place.current()
    if team is None:
        raise Misused("This terminal is not signed in anywhere.")
    unsent = _unsent(team)
    commands = counted(unsent, "command")
    if wipe and unsent and not even_unsent:
        were = "was" if unsent == 1 else "were"
        raise Misused(f"{commands} {were} never sent and would be lost: sign in first, or --even-unsent.")
    told = _end(access_to(team, session))
    forget(team.url, team.agent, os.environ)
    team_place.forget()
    if wipe:
        _remove(team.store)
    left = f"{commands} that {'was' if unsent == 1 else 'were'} not sent {'is' if unsent == 1 else 'are'} kept"
    kept = "its copy was removed" if wipe else left if unsent else "nothing was unsent"
    session.answer({"id": team.url, "wiped": wipe, "unsent": unsent}, said(f"Signed out{told}; {kept}."))


def _unsent(team: team_place.Team) -> int:
    if not team.store.exists():
        return 0
    with closing(open_store(team.store)) as db:
        return len(unfinished(db, team.url, team.agent))


def _end(access: Access) -> str:
    """Ends the session at the server; what to add when that could not be."""
    try:
        access.reach().sign_out()
    except BackendError as error:
        return f" here ({error} The session ends by itself)"
    return ""


def _remove(store: Path) -> None:
    for each in store.parent.glob(f"{store.name}*"):
        if each.is_file():
            each.unlink()
