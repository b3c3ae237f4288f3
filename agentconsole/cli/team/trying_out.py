"""`agentconsole simulate --server URL`: who plays, who listens, and where their copies lie meanwhile."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from agentconsole.backends.address import origin
from agentconsole.backends.rest import RestBackend
from agentconsole.cli.errors import InvalidData, Misused
from agentconsole.cli.lines.times import told
from agentconsole.cli.team import team_place
from agentconsole.cli.team.access import access_to
from agentconsole.simulator.crew import CrewError, read_crew, sign_in
from agentconsole.simulator.live import LiveReport, LiveShift
from agentconsole.simulator.terminal import Terminal, a_terminal
from agentconsole.tongue import said
from agentconsole.tui.safe import line

if TYPE_CHECKING:
    from agentconsole.cli.session import Session

HOW = "Sign in here first (`agentconsole login URL`), or name agents to play with --agents FILE."


def try_out(
    session: Session, url: str, key: str, agents: str, *, minutes: float, seed: int, speed: float
) -> LiveReport:
    """Plays it; what came of it. Raises CommandError, BackendError, CredentialsError and StoreError."""
    server = origin(url)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="agentconsole-")))
        players = _players(session, stack, server, agents, folder)
        listener = players[0] if players else _listener(session, stack, server, folder)
        shift = LiveShift(
            server, key, listener, session.clock, seed=seed, speed=speed, ca_file=session.settings.ca_file
        )
        _tell(_beginning(listener, players, server, session.clock.now(), minutes))
        return shift.play(players, minutes * 60, time.sleep, _tell)


def _beginning(listener: Terminal, players: list[Terminal], server: str, now: int, minutes: float) -> str:
    who, until = ", ".join(each.agent for each in players), told(now + int(minutes * 60_000)).partition(" ")[2]
    what = said(f"Contacts write and ring at {server} until {until}; Ctrl+C ends it early.")
    if players:
        return f"{what} {said(f'They are answered by {who}.')}"
    return f"{what} {said(f'You answer, in a console of your own: they hear what {listener.agent} sees.')}"


def _tell(words: str) -> None:
    sys.stderr.write(f"{line(words)}\n")


def _players(session: Session, stack: ExitStack, server: str, agents: str, folder: Path) -> list[Terminal]:
    if not agents:
        return []
    file, ca_file = Path(agents).expanduser(), session.settings.ca_file
    try:
        tokens = sign_in(server, read_crew(file), file, ca_file)
    except CrewError as error:
        raise InvalidData(str(error)) from error
    except OSError as error:
        raise Misused(f"{file} cannot be read or written ({error.strerror}).") from error
    for token in tokens.values():
        stack.callback(_sign_out, server, token, ca_file)
    return [_open(session, stack, server, name, token, folder) for name, token in tokens.items()]


def _sign_out(server: str, token: str, ca_file: str) -> None:
    with closing(RestBackend(server, token, ca_file)) as backend:
        backend.sign_out()


def _listener(session: Session, stack: ExitStack, server: str, folder: Path) -> Terminal:
    """Whoever is signed in on this computer: contacts hear what they may see."""
    team = team_place.current()
    if team is None or team.url != server:
        raise Misused(
            f"Without --agents the contacts hear what whoever is signed in here sees: nobody is at {server}. {HOW}"
        )
    token = access_to(team, session).found().token
    if not token:
        raise Misused(f"This computer keeps no session at {server}. {HOW}")
    return _open(session, stack, server, team.agent, token, folder)


def _open(session: Session, stack: ExitStack, server: str, name: str, token: str, folder: Path) -> Terminal:
    clock, ids, ca_file = session.clock, session.ids, session.settings.ca_file
    try:
        return stack.enter_context(a_terminal(server, name, token, folder, clock, ids, ca_file))
    except LookupError as error:
        raise Misused(f"The team's server knows nobody called {name}.") from error
