"""The first run, or one after a sign-out: there is nothing to open, so the person at the terminal is asked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from agentconsole import paths
from agentconsole.backends.base import BackendError
from agentconsole.cli import output
from agentconsole.cli.errors import CommandError, Exit
from agentconsole.cli.line_mode.breaking import tell
from agentconsole.cli.session import user_name
from agentconsole.cli.team import team_place
from agentconsole.credentials.places import CredentialsError
from agentconsole.tongue import N_, _, said

if TYPE_CHECKING:
    from agentconsole.cli.session import Session

WELCOME = N_("Welcome to agentconsole. Nothing is set up on this computer yet. What would you like?")
SIGNED_OUT = N_("""\
This computer is signed out of the team at {url}.
`agentconsole login` signs in again. Or what would you like?""")
CHOICES = N_("""\
  1  try it: a simulated shift and a tutorial; nothing of it is kept
  2  work on this computer, with a store of your own
  3  join a team: sign in to its server

""")
LATER = N_("Nothing was set up. `agentconsole` asks again; `agentconsole help` tells more.")

YES = ("y", "j")
"""How a yes begins in the languages there are."""


class Left(Exception):
    """Whoever was asked wants to leave."""


def choose(session: Session) -> int:
    """Asks until something is begun; the exit code when that ends, or when nothing was."""
    before = team_place.left()
    tell(_(WELCOME) if before is None else _(SIGNED_OUT).format(url=before.url))
    tell(f"\n{_(CHOICES)}")
    try:
        while True:
            code = _chosen(session, _answer(_("1, 2 or 3, or Enter to leave")))
            if code is not None:
                return code
    except Left:
        tell(_(LATER))
        return Exit.DONE


def _chosen(session: Session, wanted: str) -> int | None:
    """What comes of the choice; None when it came to nothing and is asked again."""
    match wanted:
        case "1":
            return _demo(session)
        case "2":
            return _own(session)
        case "3":
            return _team(session)
        case "":
            raise Left
        case _:
            tell(_("{wanted} is none of them.").format(wanted=repr(wanted)))
            return None


def _demo(session: Session) -> int:
    from agentconsole.cli.starting.demo import play

    return play(session, session.now % 100_000, 1.0, is_taught=not session.is_plain)


def _own(session: Session) -> int | None:
    from agentconsole.cli.starting.own_console import open_own
    from agentconsole.cli.starting.tastes import keep
    from agentconsole.domain.team.commands import AddAgent
    from agentconsole.domain.view import SYSTEM
    from agentconsole.settings import SettingsError

    name = session.agent_option or _answer(_("Your short name, such as dana"), user_name().casefold())
    full_name = _answer(_("Your name as colleagues and contacts know it"), name.capitalize())
    with session.writing(create=True) as db:
        receipt = session.submit(db, AddAgent(name, full_name), SYSTEM).receipt
    if not receipt.is_accepted:
        tell(said(receipt.words))
        return None
    session.agent_option = name
    try:
        keep(paths.config_file(), "", "agent", name)
    except (OSError, SettingsError) as error:
        words = _("Begin with `agentconsole --as {name}` from now on: it could not be kept ({error}).")
        tell(words.format(name=name, error=said(str(error))))
    return open_own(session)


def _team(session: Session) -> int | None:
    from agentconsole.backends.address import origin
    from agentconsole.cli.starting.team_console import work
    from agentconsole.cli.team.access import access_to
    from agentconsole.cli.team.joining import join, joined

    try:
        before = team_place.left()
        address = _answer(_("The server's address, such as https://desk.example.org"), before.url if before else None)
        url = origin(address)
        usual = before.agent if before and before.url == url else None
        name = session.agent_option or _answer(_("Your name there"), usual)
        is_new = _answer(_("Have you got a one-time code? y or n"), "n").casefold().startswith(YES)
        team = team_place.of(url, name)
        access = access_to(team, session)
        tell(said(joined(team, join(access, is_new=is_new))))
    except (CommandError, BackendError, CredentialsError) as error:
        output.complain(str(error))
        return None
    return work(session, access)


def _answer(question: str, usual: str | None = None) -> str:
    """What is typed; the usual answer for an empty line. Raises Left at the end of the input, or for an empty line
    where there is no usual answer."""
    hint = f" [{usual}]" if usual else ""
    sys.stdout.write(f"{question}{hint}: ")
    sys.stdout.flush()
    line = sys.stdin.readline()
    typed = line.strip()
    if not line or not (typed or usual):
        sys.stdout.write("" if line else "\n")
        raise Left
    return typed or usual or ""
