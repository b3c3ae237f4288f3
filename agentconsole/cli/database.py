"""A team's database by its address: `sqlite:///FILE`, which is the default, or `postgresql://…`."""

from __future__ import annotations

import os
from collections.abc import Callable

import rich_click as click

from agentconsole import paths
from agentconsole.cli.errors import Misused
from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import open_store

SQLITE = "sqlite:///"
POSTGRES = ("postgresql://", "postgres://")
VARIABLE = "AGENTCONSOLE_DATABASE"


def database_option() -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`--database`, or the variable."""
    words = "The team's database; a file of its own in your data folder unless said otherwise."
    return click.option("--database", metavar="ADDRESS", envvar=VARIABLE, default="", help=words)


def opener(address: str, *, i_know: bool = False) -> Callable[[], Connection]:
    """Opens the database for writing, made and updated where needed. Raises Misused for an address of another kind."""
    if not address:
        path = str(paths.default_store().with_name("server.db"))
    elif address.startswith(SQLITE):
        path = os.path.expanduser(address.removeprefix(SQLITE))
    elif address.startswith(POSTGRES):
        return _postgres(address)
    else:
        raise Misused(f"{address.split('://')[0][:20]}: is no database we know; write {SQLITE}FILE or postgresql://….")
    return lambda: open_store(path, i_know=i_know)


def _postgres(address: str) -> Callable[[], Connection]:
    try:
        from agentconsole.store.postgres import open_postgres
    except ModuleNotFoundError as error:
        words = f"PostgreSQL needs {error.name}: install agentconsole with its extra, agentconsole[postgres]."
        raise Misused(words) from error
    return lambda: open_postgres(address)
