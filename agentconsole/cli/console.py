"""`agentconsole` without a command: the console on the agent's store, or on the demo's."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from agentconsole import paths
from agentconsole.cli.build import load_screens, open_console
from agentconsole.cli.daily import Daily
from agentconsole.cli.errors import Misused
from agentconsole.cli.front import show
from agentconsole.cli.health import Checking, salvaged
from agentconsole.cli.own_copy import team_of
from agentconsole.domain.agent import Presence
from agentconsole.store.errors import StoreDamaged
from agentconsole.store.place import synced_folder
from agentconsole.store.team_rows import find_agents

if TYPE_CHECKING:
    from agentconsole.cli.session import Session

HOW_TO_BEGIN = "Begin with `agentconsole agent add NAME`, or look around first with `agentconsole --demo`."

CANNOT_DRAW = ("", "dumb")
"""Values of TERM that leave nothing but lines."""
TAUGHT_SEED = 7
"""The shift the tutorial is played in, unless another is asked for."""
OFF_SHIFT = "You are off shift as far as the team can see: o says that you are available."


def begin(session: Session, *, demo: bool, seed: int | None, speed: float, smoke: bool, tutorial: bool = False) -> int:
    """Opens what was asked for; the exit code when it ends. Raises CommandError and StoreError."""
    if not demo:
        if smoke or tutorial or seed is not None or speed != 1.0:
            raise Misused("--tutorial, --smoke, --seed and --speed belong to --demo.")
        _need_terminal(session)
        return _own_or_team(session)
    from agentconsole.cli.demo import play, smoke_test

    usual = TAUGHT_SEED if tutorial else session.now % 100_000
    shown_seed = usual if seed is None else seed
    if smoke:
        return smoke_test(session, shown_seed)
    _need_terminal(session)
    if tutorial and session.is_plain:
        raise Misused("The tutorial is about the screens; at the prompt ? helps, and `help plain` tells the rest.")
    return play(session, shown_seed, speed, is_taught=tutorial)


def _own_or_team(session: Session) -> int:
    """The team this terminal is signed in to, unless a store is named."""
    team = team_of(session)
    if team is None:
        if _is_first_run(session):
            from agentconsole.cli.first_run import choose

            return choose(session)
        return open_own(session)
    from agentconsole.cli.team_console import work

    return work(session, team)


def _is_first_run(session: Session) -> bool:
    """Whether there is nothing to open: no team, no store, none named, and somebody at a terminal who can be asked."""
    if session.store_option or session.settings.store or os.path.lexists(session.store) or paths.team_note().exists():
        return False
    return sys.stdin.isatty() and sys.stdout.isatty()


def must_be_able_to_begin(session: Session) -> None:
    """Raises CommandError and StoreError where a console could not even say who works."""
    if team_of(session) is None:
        _who(session)


def is_served(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is a page in a browser, which gets its bytes through a pipe."""
    return environment.get("TEXTUAL_DRIVER", "").endswith(":WebDriver")


def _need_terminal(session: Session) -> None:
    session.is_plain = session.is_plain or os.environ.get("TERM", "") in CANNOT_DRAW
    if not session.is_plain and not is_served(os.environ) and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Misused("The console needs a terminal; --plain and the commands of `agentconsole --help` do without.")


def open_own(session: Session) -> int:
    """The console on the store of this computer; the exit code when it ends. Raises CommandError and StoreError."""
    me = _who(session)
    checking = Checking(session)
    if not session.is_plain:
        load_screens()
    # Before anything is written: what can still be read has to be saved first.
    checking.require_sound()
    service = synced_folder(session.store)
    words = f"The store lies in a folder that {service} copies: a copy made mid-write can ruin it."
    with open_console(session.store, me, session.clock, session.ids, i_know=session.i_know) as opened:
        notices = (words,) if service else ()
        if opened.workspace.me.presence is Presence.OFFLINE:
            notices = (*notices, OFF_SHIFT)
        daily = Daily(session.store, session.clock)
        return show(opened, session, session.store, notices=notices, daily=daily)


def _who(session: Session) -> str:
    """The agent at the keyboard. Raises CommandError and StoreError."""
    if not os.path.lexists(session.store):
        raise Misused(f"There is no store yet at {session.store}. {HOW_TO_BEGIN}")
    try:
        with session.writing() as db:
            if not find_agents(db):
                raise Misused(f"There are no agents yet. {HOW_TO_BEGIN}")
            return session.known_agent(db)
    except StoreDamaged as error:
        raise salvaged(session, error) from error
