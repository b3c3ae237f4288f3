"""`agentconsole logout`: this terminal leaves the team's server."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import rich_click as click

from agentconsole.backends.base import BackendError, NotSignedIn
from agentconsole.cli.errors import Misused
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.starting.kept_here import drafts_kept_here, updates_kept_here
from agentconsole.cli.team import team_place
from agentconsole.cli.team.access import Access, access_to
from agentconsole.cli.team.off_shift import Shift, end_by_password, end_shift
from agentconsole.cli.team.still_there import is_available, still_there
from agentconsole.credentials.places import CredentialsError
from agentconsole.ids import Ids
from agentconsole.store.own.outbox import unfinished
from agentconsole.store.sqlite import open_store
from agentconsole.sync.team_ledger import drafts_kept
from agentconsole.tongue import _, n_, number, said


@line_command("logout", example="logout --wipe")
@click.option("--wipe", is_flag=True, help="Also remove the copy of the team's conversations, drafts and receipts.")
@click.option("--even-unsent", is_flag=True, help="With --wipe: although something was never sent.")
def command(session: Session, wipe: bool, even_unsent: bool) -> None:
    """Sign this terminal out. What was not sent stays here, and is sent after the next sign-in."""
    team = team_place.current()
    gone = team_place.left() if team is None else team
    if gone is None:
        raise Misused("This terminal is not signed in anywhere.")
    unsent, drafts = _unsent(gone)
    if wipe and (unsent or drafts) and not even_unsent:
        words = _("Never sent, and lost by this: {things}. Sign in first, or say --even-unsent.")
        raise Misused(words.format(things=_things(unsent, drafts)))
    told, shift = (_before(gone, wipe=wipe), Shift.UNTOLD) if team is None else _left(team, session)
    there = still_there(gone, shift) if team else ""
    kept = _wiped(gone) if wipe else _kept(unsent, drafts)
    words = "\n".join(filter(None, [f"{told} {kept}", there]))
    told_of = {"wiped": wipe, "unsent": unsent, "drafts": drafts, "off_shift": shift is Shift.OVER}
    session.tell({"id": gone.url, **told_of}, words)


def _before(team: team_place.Team, *, wipe: bool) -> str:
    """What is said where nothing is left to be signed out. Raises Misused where nothing is to be done either."""
    if wipe:
        return _("This terminal was signed out of {url} before.").format(url=team.url)
    if not team.store.exists():
        raise Misused("This terminal is not signed in anywhere.")
    words = _("This terminal is signed out of {url} already. Its copy is still here: `logout --wipe` removes it.")
    raise Misused(words.format(url=team.url))


def _left(team: team_place.Team, session: Session) -> tuple[str, Shift]:
    """Leaves the team; what was ended by that, and whether the agent's shift was."""
    from agentconsole.credentials.places import forget

    told = _end(access_to(team, session), session.ids)
    forget(team.url, team.agent, os.environ)
    team_place.forget()
    return told


def _kept(unsent: int, drafts: int) -> str:
    words = filter(None, [updates_kept_here(unsent, is_signed_out=True), drafts_kept_here(drafts)])
    return " ".join(words) or _("Nothing was left unsent.")


def _wiped(team: team_place.Team) -> str:
    _remove(team.store)
    team_place.forget_left()
    return _("The copy of the team's conversations on this computer is removed.")


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


def _end(access: Access, ids: Ids) -> tuple[str, Shift]:
    """Ends the session at the server; says what was ended, and what ends by itself."""
    shift = Shift.UNTOLD
    try:
        with closing(access.reach()) as backend:
            shift = end_shift(backend, access, ids)
            backend.sign_out()
    except NotSignedIn:
        if is_available(access.team):
            shift = end_by_password(access, ids)
        if _has_token(access):
            return _("Signed out: the session had ended before."), shift
        return _(
            "Signed out on this computer, where no session was kept. The one of a console that is still open ends by "
            "itself once it is unused for 12 hours, or for as long as your team chose."
        ), shift
    except BackendError as error:
        words = _(
            "Signed out on this computer only: {why} The session there ends by itself once it is unused for 12 hours, "
            "or for as long as your team chose."
        )
        return words.format(why=said(str(error))), shift
    return _("Signed out: the session of this terminal has ended."), shift


def _has_token(access: Access) -> bool:
    try:
        return access.has_session()
    except CredentialsError:
        return False


def _remove(store: Path) -> None:
    for each in store.parent.glob(f"{store.name}*"):
        if each.is_file():
            each.unlink()
