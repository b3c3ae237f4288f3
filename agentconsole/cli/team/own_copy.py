"""Where an agent's record lies, and what they may see: in the copy of the team signed in to, else in the store."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from agentconsole.cli.build import SERVER
from agentconsole.cli.errors import Misused
from agentconsole.cli.team.team_place import Team, current
from agentconsole.domain.values import dataclass
from agentconsole.store.sqlite import open_store
from agentconsole.tongue import _

if TYPE_CHECKING:
    from agentconsole.cli.session import Session


@dataclass(frozen=True, slots=True)
class Own:
    """An open store, and under which names the agent's commands are filed in it."""

    db: sqlite3.Connection
    server: str
    actor: str


def team_of(session: Session) -> Team | None:
    """The team this agent works for here; None where that is a store of their own."""
    team = None if session.store_option or session.settings.store else current()
    return team if team is not None and session.agent_option in ("", team.agent) else None


def not_in_a_team(session: Session, todo: str) -> None:
    """Raises Misused, with `todo`, where the agent works for a team: its store is the server's."""
    team = team_of(session)
    if team is not None:
        raise Misused(f"The store of the team at {team.url} is its server's. {todo} A store of your own: --store FILE.")


def team_copied(session: Session) -> Team | None:
    """The same, once there is a copy of what the agent sees of it."""
    team = team_of(session)
    return team if team is not None and os.path.lexists(team.store) else None


@contextmanager
def own_record(session: Session, *, writing: bool = False) -> Iterator[Own]:
    """The store a console of this agent would open. Raises StoreError, and CommandError when nobody is called so."""
    team = team_of(session)
    with _opened(session, team, writing=writing) as db:
        yield Own(db, team.url, team.agent) if team else Own(db, SERVER, session.known_agent(db))


@contextmanager
def seen(session: Session) -> Iterator[sqlite3.Connection]:
    """The same to be read, by whomever: a team's copy is as old as the last console on it. Raises StoreError."""
    with _opened(session, team_of(session)) as db:
        yield db


@contextmanager
def _opened(session: Session, team: Team | None, *, writing: bool = False) -> Iterator[sqlite3.Connection]:
    if team is None:
        with session.writing() if writing else session.reading() as db:
            yield db
        return
    if not os.path.lexists(team.store):
        _copy(session, team)
    with closing(open_store(team.store, read_only=not writing)) as db:
        yield db


def tell_age(session: Session) -> None:
    """Says to a person how old the copy is that was shown, where it is one."""
    team = team_of(session)
    if team is None or session.is_json:
        return
    from agentconsole.cli import output
    from agentconsole.cli.lines import times
    from agentconsole.domain.queue import span
    from agentconsole.sync.sender import copied_at

    at = copied_at(str(team.store))
    told = _("Your copy of the team is as of {instant}, {age} ago.")
    output.complain(told.format(instant=times.told(at), age=span(session.now - at)))


def _copy(session: Session, team: Team) -> None:
    """The first line after a sign-in makes the copy, as the first console does. Raises BackendError."""
    from agentconsole.cli.starting.team_copy import prepare
    from agentconsole.cli.team.access import access_to

    prepare(access_to(team, session))
