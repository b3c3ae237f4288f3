"""A team's database by its address: `sqlite:///FILE`, which is the default."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable

import rich_click as click

from agentconsole import paths
from agentconsole.cli.errors import Misused
from agentconsole.store.sqlite import open_store

SQLITE = "sqlite:///"
VARIABLE = "AGENTCONSOLE_DATABASE"


def database_option() -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`--database`, or the variable."""
    words = "The team's database; a file of its own in your data folder unless said otherwise."
    return click.option("--database", metavar="ADDRESS", envvar=VARIABLE, default="", help=words)


def opener(address: str, *, i_know: bool = False) -> Callable[[], sqlite3.Connection]:
    """Opens the database for writing, made and updated where needed. Raises Misused for an address of another kind."""
    if not address:
        path = str(paths.default_store().with_name("server.db"))
    elif address.startswith(SQLITE):
        path = os.path.expanduser(address.removeprefix(SQLITE))
    else:
        raise Misused(f"{address.split('://')[0][:20]}: is no database we know; write {SQLITE}FILE.")
    return lambda: open_store(path, i_know=i_know)
