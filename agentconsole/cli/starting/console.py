"""`agentconsole` without a command: the console on the agent's store, or on the demo's."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from agentconsole import paths
from agentconsole.cli.errors import Misused
from agentconsole.cli.starting.opening import Opening
from agentconsole.cli.starting.own_console import open_own, who
from agentconsole.cli.team.own_copy import team_of

if TYPE_CHECKING:
    from agentconsole.cli.session import Session

CANNOT_DRAW = ("", "dumb")
"""Values of TERM that leave nothing but lines."""
TAUGHT_SEED = 7
"""The shift the tutorial is played in, unless another is asked for."""


def begin(session: Session, wanted: Opening) -> int:
    """Opens what is wanted; the exit code when it ends. Raises CommandError and StoreError."""
    if wanted == Opening():
        _need_terminal(session)
        return _own_or_team(session)
    from agentconsole.cli.starting.demo import play, smoke_test

    usual = TAUGHT_SEED if wanted.tutorial else session.now % 100_000
    seed = usual if wanted.seed is None else wanted.seed
    if wanted.smoke:
        return smoke_test(session, seed)
    _need_terminal(session)
    if wanted.tutorial and session.is_plain:
        raise Misused("The tutorial is about the screens; at the prompt ? helps, and `help plain` tells the rest.")
    return play(session, seed, wanted.speed, is_taught=wanted.tutorial)


def _own_or_team(session: Session) -> int:
    """The team this terminal is signed in to, unless a store is named."""
    team = team_of(session)
    if team is None:
        if _is_first_run(session):
            from agentconsole.cli.starting.first_run import choose

            return choose(session)
        return open_own(session)
    from agentconsole.cli.starting.team_console import work
    from agentconsole.cli.team.access import access_to

    return work(session, access_to(team, session))


def _is_first_run(session: Session) -> bool:
    """Whether there is nothing to open: no team, no store, none named, and somebody at a terminal who can be asked."""
    if session.store_option or session.settings.store or os.path.lexists(session.store) or paths.team_note().exists():
        return False
    return sys.stdin.isatty() and sys.stdout.isatty()


def must_be_able_to_begin(session: Session) -> None:
    """Raises CommandError and StoreError where a console could not even say who works."""
    if team_of(session) is None:
        who(session)


def is_served(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is a page in a browser, which gets its bytes through a pipe."""
    return environment.get("TEXTUAL_DRIVER", "").endswith(":WebDriver")


def _need_terminal(session: Session) -> None:
    session.is_plain = session.is_plain or os.environ.get("TERM", "") in CANNOT_DRAW
    if not session.is_plain and not is_served(os.environ) and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Misused("The console needs a terminal; --plain and the commands of `agentconsole --help` do without.")
