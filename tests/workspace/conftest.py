"""A small shift on a real store, and the desk of one of its agents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from agentconsole.clock import ManualClock
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.ids import seeded
from agentconsole.store.sqlite import open_store
from agentconsole.workspace.desk import Desk
from tests.e2e.shift import Shift

START = 1_795_356_000_000


class NothingCarried:
    """A courier with nothing on its way."""

    def carried(self):
        return ()


@pytest.fixture
def shift(tmp_path):
    made = Shift(tmp_path / "store.db", ManualClock(START), seeded(1))
    for agent in ("dana", "bo", "lea"):
        made.does(agent, SetPresence(Presence.AVAILABLE))
    return made


@contextmanager
def desk_of(shift: Shift, me: str) -> Iterator[Desk]:
    with closing(open_store(shift.path, read_only=True)) as db:
        yield Desk(db, me, shift.clock, NothingCarried(), "here")
