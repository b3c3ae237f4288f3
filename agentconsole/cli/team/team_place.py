"""Which team this computer works for: the server's address, the agent, this terminal's name, and the copy's file."""

from __future__ import annotations

import os
import re
from pathlib import Path

from agentconsole import paths
from agentconsole.cli.errors import Misused
from agentconsole.domain.values import dataclass
from agentconsole.ids import epoch_id


@dataclass(frozen=True, slots=True)
class Team:
    """A sign-in that was made here. `terminal` is this computer's name for the server, made up once."""

    url: str
    agent: str
    terminal: str

    @property
    def store(self) -> Path:
        """The copy of what this agent may see, and their outbox, drafts and receipts: nobody else's."""
        server = re.sub(r"[^a-z0-9.]+", "_", self.url.partition("://")[2].casefold())
        return paths.teams() / server / f"{self.agent}.db"


def current() -> Team | None:
    """The team signed in to last. Raises Misused when its note is damaged."""
    return _noted(paths.team_note())


def left() -> Team | None:
    """The team signed out of last, while none is signed in to. Raises Misused when its note is damaged."""
    return None if paths.team_note().exists() else _noted(paths.left_team_note())


def _noted(note: Path) -> Team | None:
    if not note.exists():
        return None
    # Most consoles start without a team, and show their first frame without the parser.
    import msgspec

    from agentconsole.typed import decoded

    try:
        return decoded(note.read_bytes(), Team)
    except (OSError, msgspec.DecodeError) as error:
        raise Misused(f"{note} cannot be read: sign in again with `agentconsole login URL`.") from error


def of(url: str, agent: str) -> Team:
    """The team at that address, with the name this terminal has had there before."""
    try:
        before = current() or left()
    except Misused:
        before = None
    return Team(url, agent, before.terminal if before else f"t-{epoch_id()}")


def remember(team: Team) -> None:
    """From now on `agentconsole` opens the console on that team."""
    import msgspec

    note = paths.team_note()
    note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = note.with_name(f"{note.name}.new")
    beside.write_bytes(msgspec.json.encode(team))
    os.replace(beside, note)


def forget() -> None:
    """`agentconsole` opens a store of its own again; which team was left is known until its copy is removed."""
    if paths.team_note().exists():
        os.replace(paths.team_note(), paths.left_team_note())


def how_to_return(team: Team) -> str:
    """What is told on a computer that has left the team."""
    return f"This computer is signed out of the team at {team.url}: `agentconsole login` signs in again."


def forget_left() -> None:
    """Nothing of the team that was left is here."""
    paths.left_team_note().unlink(missing_ok=True)
