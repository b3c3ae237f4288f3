"""Either kind of store, by its name: a server's on SQLite, or a workspace on a real PostgreSQL."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import open_store
from tests.support.postgres import a_workspace, opened
from tests.support.team_server import Team, a_team

SQLITE, POSTGRESQL = "sqlite", "postgresql"
ENGINES = (SQLITE, POSTGRESQL)


def a_store_on(engine: str, file: Path) -> Connection:
    """A new store; where it is one, in the file."""
    return open_store(file) if engine == SQLITE else opened(a_workspace())


def a_team_on(engine: str, folder: Path) -> AbstractContextManager[Team]:
    """A server on a new store."""
    if engine == SQLITE:
        return a_team(folder)
    workspace = a_workspace()
    return a_team(folder, lambda: opened(workspace))
