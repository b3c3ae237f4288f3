"""A team's database by its address: `sqlite:///FILE`, which is the default, or `postgresql://…`; and its workspace.

The path of a file that is there will do for its address.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import wraps
from types import ModuleType
from typing import TYPE_CHECKING, Any

import rich_click as click

from agentconsole import paths
from agentconsole.cli.errors import ExtraMissing, Misused
from agentconsole.domain.values import dataclass
from agentconsole.store.connection import Connection
from agentconsole.store.errors import StoreUnavailable
from agentconsole.store.remote import WORKSPACE
from agentconsole.store.sqlite import open_store

if TYPE_CHECKING:
    from agentconsole.server.settings import Found

SQLITE = "sqlite:///"
POSTGRES = ("postgresql://", "postgres://")
DEFAULT_WORKSPACE = "agentconsole"
WORDS = {
    "database": "The team's database; a file of its own in your data folder unless said otherwise.",
    "workspace": "Which of the teams on the database; each has a history of its own.",
    "config": "A TOML file of the server's settings.",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a team's store is: the database's address, empty for the file of its own, and the workspace on it."""

    address: str
    workspace: str = DEFAULT_WORKSPACE

    @property
    def is_postgres(self) -> bool:
        """Whether it is a schema on a server, and not a file."""
        return self.address.startswith(POSTGRES)

    @property
    def file(self) -> str:
        """The SQLite file: of another workspace than the first it lies beside, with the workspace in its name."""
        path = os.path.expanduser(self.address.removeprefix(SQLITE)) or _own_file()
        if self.workspace == DEFAULT_WORKSPACE:
            return path
        stem, ending = os.path.splitext(path)
        return f"{stem}-{self.workspace}{ending}"


def _own_file() -> str:
    return str(paths.default_store().with_name("server.db"))


def settings_options(function: Callable[..., None]) -> Callable[..., None]:
    """`--config`, `--database` and `--workspace`, for a command that takes them as `config` and `options`."""
    for name, kind in (("workspace", "NAME"), ("database", "ADDRESS"), ("config", "FILE")):
        function = click.option(f"--{name}", metavar=kind, default="", help=WORDS[name])(function)
    return function


def database_option() -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The three options, the variables and the file, handed to the command as one Place called `database`."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        @wraps(function)
        def command(*arguments: Any, config: str, database: str, workspace: str, **others: Any) -> None:
            found = settings_found(config, {"database": database, "workspace": workspace})
            function(*arguments, database=place_of(found), **others)

        return settings_options(command)

    return decorate


def settings_found(config: str, options: dict[str, Any]) -> Found:
    """The server's settings. Raises SettingsError."""
    from agentconsole.server.settings import read_server_settings

    return read_server_settings(config, os.environ, options)


def place_of(found: Found) -> Place:
    """Where those settings put the team's store. Raises Misused for a name no workspace can have, or an address of
    another kind than the two we know."""
    address, workspace = found.settings.database, found.settings.workspace
    if not WORKSPACE.fullmatch(workspace):
        words = "a workspace is called by a letter a to z and at most 40 of a-z, 0-9 and underscore"
        raise Misused(f"{workspace[:60]!r} is no name for a workspace: {words}.")
    if "://" not in address and os.path.isfile(os.path.expanduser(address)):
        address = f"{SQLITE}{address}"
    if address and not address.startswith((SQLITE, *POSTGRES)):
        kind = f"{address.split('://')[0][:20]}://" if "://" in address else "that"
        raise Misused(f"{kind} is no database we know; write {SQLITE}FILE or postgresql://….")
    return Place(address, workspace)


def opener(place: Place, *, i_know: bool = False) -> Callable[[], Connection]:
    """Opens the store for writing, made and updated where needed."""
    if place.is_postgres:
        return _postgres(place)
    return lambda: open_store(place.file, i_know=i_know)


@contextmanager
def reading(place: Place) -> Iterator[Connection]:
    """The store to be read and nothing more, which a replica or a backup allows, too; nobody waits for who reads.

    Raises StoreError.
    """
    if place.is_postgres:
        db = _driver().read_postgres(place.address, place.workspace)
    elif os.path.exists(place.file):
        db = open_store(place.file, read_only=True)
    else:
        raise StoreUnavailable(place.file, "there is no store", "Check --database and --workspace.")
    with closing(db):
        yield db


def _postgres(place: Place) -> Callable[[], Connection]:
    driver = _driver()
    return lambda: driver.open_postgres(place.address, place.workspace)


def _driver() -> ModuleType:
    """The one module that knows PostgreSQL. Raises ExtraMissing where what it needs is not installed."""
    try:
        from agentconsole.store import postgres
    except ModuleNotFoundError as error:
        raise ExtraMissing(error.name or "psycopg", "postgres") from error
    return postgres
