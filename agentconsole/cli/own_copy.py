"""Where an agent's record lies, and what they may see: in the copy of the team signed in to, else in the store."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from agentconsole.cli.build import SERVER
from agentconsole.cli.session import Session
from agentconsole.cli.team_place import Team, current
from agentconsole.store.sqlite import open_store


@dataclass(frozen=True, slots=True)
class Own:
    """An open store, and under which names the agent's commands are filed in it."""

    db: sqlite3.Connection
    server: str
    actor: str


def team_copied(session: Session) -> Team | None:
    """The team whose copy a console of this agent would open; None where that is a store of its own."""
    team = None if session.store_option or session.settings.store else current()
    is_theirs = team is not None and session.agent_option in ("", team.agent) and os.path.lexists(team.store)
    return team if is_theirs else None


@contextmanager
def own_record(session: Session, *, writing: bool = False) -> Iterator[Own]:
    """The store a console of this agent would open. Raises StoreError, and CommandError when nobody is called so."""
    team = team_copied(session)
    with _opened(session, team, writing=writing) as db:
        yield Own(db, team.url, team.agent) if team else Own(db, SERVER, session.known_agent(db))


@contextmanager
def seen(session: Session) -> Iterator[sqlite3.Connection]:
    """The same to be read, by whomever: a team's copy is as old as the last console on it. Raises StoreError."""
    with _opened(session, team_copied(session)) as db:
        yield db


@contextmanager
def _opened(session: Session, team: Team | None, *, writing: bool = False) -> Iterator[sqlite3.Connection]:
    if team is None:
        with session.writing() if writing else session.reading() as db:
            yield db
    else:
        with closing(open_store(team.store, read_only=not writing)) as db:
            yield db
