"""A lead whose console died reads along no more, on either engine; nobody is gone because the server was."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from agentconsole.clock import ManualClock
from agentconsole.domain.commands import Claim
from agentconsole.domain.leads.commands import Monitor
from agentconsole.domain.promises.service_levels import MINUTE, SECOND
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds
from agentconsole.server.looking_after import LookingAfter
from agentconsole.store.team.reading_along import read_along
from agentconsole.workspace.audit_views import audit
from tests.support.engines import ENGINES, a_team_on
from tests.support.team_server import Team


@pytest.fixture(params=ENGINES)
def read(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Team, str]]:
    """A chat of ana's that mo, who has signed in, reads along."""
    with a_team_on(request.param, tmp_path) as team:
        codes = team.hires("ana", lead="mo")
        team.signed_in("mo", codes["mo"]).close()
        chat = team.chat()
        team.does(SetPresence(Presence.AVAILABLE), "ana")
        team.does(Claim(chat), "ana")
        assert team.does(Monitor(chat), "mo").is_accepted
        yield team, chat


def looks(team: Team, minutes: float) -> int:
    """The house looks as it does after so many minutes."""
    clock = ManualClock(team.clock.now() + int(minutes * MINUTE))
    with team.db() as db:
        return Engine(db, clock, SystemIds()).end_reading()


def readers(team: Team) -> list[tuple[str, str]]:
    with team.db() as db:
        return read_along(db)


def test_three_minutes_after_the_last_sign_of_life_it_ends_and_the_trail_says_so(read: tuple[Team, str]):
    team, chat = read
    assert readers(team) == [(chat, "mo")]
    assert looks(team, 2.9) == 0
    assert looks(team, 3.1) == 1
    assert readers(team) == []
    assert looks(team, 3.1) == 0
    with team.db() as db:
        line = audit(db, 0, team.clock.now() + 9 * MINUTE, conversation_id=chat, only_for="ana")[0]
    assert (line.actor, line.words) == ("system", "mo was not heard of any more: reading along with ana ended")
    assert set(line.concerns) == {"mo", "ana"}


def test_a_lead_whose_console_was_heard_of_reads_on(read: tuple[Team, str]):
    team, _ = read
    with team.db() as db:
        db.execute("UPDATE session SET seen_ms = ? WHERE agent_id = 'mo'", (team.clock.now() + 4 * MINUTE,))
    assert looks(team, 6) == 0
    with team.db() as db:
        db.execute("UPDATE session SET revoked_ms = 1 WHERE agent_id = 'mo'")
    assert looks(team, 6) == 1, "signed out everywhere"


def test_a_server_that_was_away_itself_hears_for_three_minutes_before_anybody_counts_as_gone(read: tuple[Team, str]):
    team, _ = read
    clock = ManualClock(team.clock.now() + 10 * MINUTE)
    house = LookingAfter(clock, SystemIds())
    with team.db() as db:

        def after(seconds: int) -> list[tuple[str, str]]:
            clock.advance(seconds * SECOND)
            house.look(db)
            return read_along(db)

        assert all(after(10) for _ in range(17))
        assert after(60), "it slept for a minute"
        assert all(after(10) for _ in range(17))
        assert not after(10)


def test_the_server_that_runs_looks_by_itself(read: tuple[Team, str], monkeypatch: pytest.MonkeyPatch):
    team, _ = read
    for module in ("domain.leads.supervision", "server.looking_after"):
        monkeypatch.setattr(f"agentconsole.{module}.AWAY_AFTER", 0)
    end = time.monotonic() + 30
    while readers(team):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)
