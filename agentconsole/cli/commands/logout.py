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
from agentconsole.cli.starting.kept_here import drafts_kept_here
from agentconsole.cli.team import team_place
from agentconsole.cli.team.access import Access, access_to
from agentconsole.domain.words.counting import counted
from agentconsole.store.own.outbox import unfinished
from agentconsole.store.sqlite import open_store
from agentconsole.sync.team_ledger import drafts_kept
from agentconsole.tongue import _, n_, number, said


@line_command("logout", example="logout --wipe")
@click.option("--wipe", is_flag=True, help="Also remove the copy of the team's conversations, drafts and receipts.")
@click.option("--even-unsent", is_flag=True, help="With --wipe: although something was never sent.")
def command(session: Session, wipe: bool, even_unsent: bool) -> None:
    """Sign this terminal out. What was not sent stays here, and is sent after the next sign-in."""
    from agentconsole.credentials.places import forget

    team = team_place.current()
    if team is None:
        raise Misused("This terminal is not signed in anywhere.")
    unsent, drafts = _unsent(team)
    commands = counted(unsent, "command")
    if wipe and (unsent or drafts) and not even_unsent:
        words = _("Never sent, and lost by this: {things}. Sign in first, or say --even-unsent.")
        raise Misused(words.format(things=_things(unsent, drafts)))
    told = _end(access_to(team, session))
    forget(team.url, team.agent, os.environ)
    team_place.forget()
    if wipe:
        _remove(team.store)
    left = f"{commands} that {'was' if unsent == 1 else 'were'} not sent {'is' if unsent == 1 else 'are'} kept"
    kept = "its copy was removed" if wipe else left if unsent else "nothing was unsent"
    words = " ".join(filter(None, [said(f"Signed out{told}; {kept}."), "" if wipe else drafts_kept_here(drafts)]))
    session.answer({"id": team.url, "wiped": wipe, "unsent": unsent, "drafts": drafts}, words)


def _unsent(team: team_place.Team) -> tuple[int, int]:
    """Commands without an answer, and drafts."""
    if not team.store.exists():
        return 0, 0
    with closing(open_store(team.store)) as db:
        return len(unfinished(db, team.url, team.agent)), drafts_kept(db, team.url, team.agent)


def _things(unsent: int, drafts: int) -> str:
    updates = n_("{count} update", "{count} updates", unsent).format(count=number(unsent)) if unsent else ""
    texts = n_("{count} draft", "{count} drafts", drafts).format(count=number(drafts)) if drafts else ""
    both = _("{updates} and {drafts}").format(updates=updates, drafts=texts)
    return both if updates and texts else updates or texts


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
