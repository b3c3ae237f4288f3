"""The console on a store of this computer, and who works on it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from agentconsole.cli.build import load_screens, open_console
from agentconsole.cli.errors import Misused
from agentconsole.cli.starting.daily import Daily
from agentconsole.cli.starting.front import show
from agentconsole.cli.starting.health import Checking, salvaging_own
from agentconsole.cli.starting.start import Start
from agentconsole.cli.team.team_place import how_to_return, left
from agentconsole.domain.team.agent import Presence
from agentconsole.store.files.place import synced_folder
from agentconsole.store.team.rows import find_agents

if TYPE_CHECKING:
    from agentconsole.cli.session import Session

HOW_TO_BEGIN = "Begin with `agentconsole agent add NAME`, or look around first with `agentconsole --demo`."
OFF_SHIFT = "You are off shift as far as the team can see: o says that you are available."


def open_own(session: Session) -> int:
    """The console on the store of this computer; the exit code when it ends. Raises CommandError and StoreError."""
    me = who(session)
    checking = Checking(session)
    if not session.is_plain:
        load_screens()
    # Before anything is written: what can still be read has to be saved first.
    checking.require_sound()
    service = synced_folder(session.store)
    words = f"The store lies in a folder that {service} copies: a copy made mid-write can ruin it."
    with open_console(session.store, me, session.clock, session.ids, i_know=session.i_know) as opened:
        notices = (words,) if service else ()
        # The prompt says so by itself.
        if opened.workspace.me.presence is Presence.OFFLINE and not session.is_plain:
            notices = (*notices, OFF_SHIFT)
        return show(opened, session, session.store, Start(notices, daily=Daily(session.store, session.clock)))


def _no_store(session: Session) -> str:
    before = None if session.store_option else left()
    return how_to_return(before) if before else f"There is no store yet at {session.store}. {HOW_TO_BEGIN}"


def who(session: Session) -> str:
    """The agent at the keyboard. Raises CommandError and StoreError."""
    if not os.path.lexists(session.store):
        raise Misused(_no_store(session))
    with salvaging_own(session.store, session.now), session.writing() as db:
        if not find_agents(db):
            raise Misused(f"There are no agents yet. {HOW_TO_BEGIN}")
        return session.known_agent(db)
