"""The demo team: its agents and lead, how its conversations may end, and what they may be about."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from agentconsole.domain.dispositions import Keeper
from agentconsole.domain.team.agent import Role
from agentconsole.domain.values import dataclass
from agentconsole.simulator.reading import entries, read, unique


@dataclass(frozen=True, slots=True)
class Teammate:
    """An agent of the demo team and the extension their phone rings on."""

    id: str
    full_name: str
    role: Role
    extension: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A short code (a disposition, a category) and the words an agent reads for it."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Ending(Coded):
    """A disposition; what it owes where its words promise the contact something."""

    owes: Keeper | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """The demo team, how its conversations may end, and what they may be about."""

    agents: tuple[Teammate, ...]
    dispositions: tuple[Ending, ...]
    categories: tuple[Coded, ...]


def load_team(folder: Traversable) -> Team:
    """The demo team of `folder/team.toml`.

    Raises:
        ScriptError: as for scripts.
    """
    file = folder.joinpath("team.toml")
    agents = tuple(read(Teammate, row, where) for row, where in entries(file, "agent"))
    endings = tuple(read(Ending, row, where) for row, where in entries(file, "disposition"))
    categories = tuple(read(Coded, row, where) for row, where in entries(file, "category"))
    for ids in (agents, endings, categories):
        unique([one.id for one in ids], file.name)
    return Team(agents, endings, categories)
