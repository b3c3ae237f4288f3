"""Where the agent's own record lies: in the copy of the team this terminal is signed in to, else in the store."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from agentconsole.cli.build import SERVER
from agentconsole.cli.session import Session
from agentconsole.cli.team_place import current
from agentconsole.store.sqlite import open_store


@dataclass(frozen=True, slots=True)
class Own:
    """An open store, and under which names the agent's commands are filed in it."""

    db: sqlite3.Connection
    server: str
    actor: str


@contextmanager
def own_record(session: Session, *, writing: bool = False) -> Iterator[Own]:
    """The store a console of this agent would open. Raises StoreError, and CommandError when nobody is called so."""
    team = None if session.store_option or session.settings.store else current()
    if team is not None and session.agent_option in ("", team.agent) and os.path.lexists(team.store):
        with closing(open_store(team.store, read_only=not writing)) as db:
            yield Own(db, team.url, team.agent)
        return
    with session.writing() if writing else session.reading() as db:
        yield Own(db, SERVER, session.known_agent(db))
