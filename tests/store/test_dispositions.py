"""A team's dispositions on both engines: the log has them, copies follow, and an older version's copy is noticed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from agentconsole.domain.commands import Claim, WrapUp
from agentconsole.domain.dispositions import ANY_ENDING, Disposition, Keeper
from agentconsole.domain.owing import FollowUp
from agentconsole.domain.team.commands import SetDispositions
from agentconsole.domain.team.events import DispositionsSet
from agentconsole.domain.vocabulary import EVENTS
from agentconsole.engine import mirror
from agentconsole.engine.log import window
from agentconsole.engine.snapshot_build import build
from agentconsole.engine.snapshot_check import check
from agentconsole.engine.snapshot_renew import renew
from agentconsole.engine.verify import verify
from agentconsole.store import strange
from agentconsole.store.remote import Remote
from agentconsole.store.rows import find_conversation
from agentconsole.store.sqlite import open_store, unit_of_work
from agentconsole.store.team.policy import find_dispositions
from agentconsole.store.team.portable import write_file
from tests.support.engines import ENGINES, a_team_on
from tests.support.team_server import Team

OWN = (Disposition("dns-done", "DNS change done"), Disposition("goes-on", "Goes on in a ticket", Keeper.TICKET))


@pytest.fixture(params=ENGINES)
def team(tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    with a_team_on(request.param, tmp_path) as running:
        running.hires("ana")
        yield running


def as_replayed(team: Team, file: Path) -> bool:
    """Whether every row is what the log says."""
    with team.db() as db:
        if not isinstance(db, Remote):
            return verify(db).is_clean
        write_file(db, str(file))
    with closing(open_store(file)) as copy:
        return verify(copy).is_clean


def test_the_list_decides_on_the_server_and_what_ended_before_it_stays(team: Team, tmp_path: Path):
    first, second, third = team.chat(), team.chat(name="Li"), team.chat(name="Rosa")
    assert team.does(Claim(first), "ana").is_accepted
    assert team.does(WrapUp(first, "solved"), "ana").is_accepted
    assert team.does(SetDispositions(OWN)).is_accepted
    assert team.does(SetDispositions(OWN)).code == "unchanged"
    for each in (second, third):
        assert team.does(Claim(each), "ana").is_accepted
    assert team.does(WrapUp(second, "solved", owes=True), "ana").code == "unknown_entry"
    assert team.does(WrapUp(second, "dns-done", owes=True), "ana").is_accepted
    assert team.does(WrapUp(third, "goes-on"), "ana").code == "needs_time"
    assert team.does(FollowUp(third, team.clock.now() + 1_200_000), "ana").is_accepted
    assert team.does(WrapUp(third, "goes-on"), "ana").is_accepted
    with team.db() as db:
        ended = [find_conversation(db, each).conversation.disposition for each in (first, second, third)]
    assert ended == ["solved", "dns-done", "goes-on"]
    assert as_replayed(team, tmp_path / "whole.db")
    with team.db() as db, unit_of_work(db):
        db.execute("UPDATE setting SET value = '[]' WHERE name = 'dispositions'")
    assert not as_replayed(team, tmp_path / "changed.db")


def test_copies_have_the_list_by_the_feed_and_by_a_snapshot(team: Team, tmp_path: Path):
    team.does(SetDispositions(OWN))
    with team.db() as db, closing(open_store(tmp_path / "copy.db")) as copy:
        mirror.follow(copy, window(db, "", 0))
        told = find_dispositions(copy)
        assert told.offered == OWN
        mirror.forget(copy)
        assert find_dispositions(copy) == ANY_ENDING
        build(db, str(tmp_path / "snapshot"))
        check(str(tmp_path / "snapshot"), "ana")
        renew(copy, str(tmp_path / "snapshot"), lambda _: None)
        assert find_dispositions(copy) == told


@pytest.mark.parametrize("remembers", [True, False])
def test_a_copy_that_an_older_version_has_followed_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, remembers: bool
):
    """One that remembers what it could not follow, and one from before that was remembered of the team's events."""
    with a_team_on(ENGINES[0], tmp_path) as team, closing(open_store(tmp_path / "copy.db")) as copy:
        team.hires("ana")
        team.does(SetDispositions(OWN))
        with team.db() as db, monkeypatch.context() as older:
            older.delitem(EVENTS, DispositionsSet.type)
            if not remembers:
                older.setattr(strange, "remember", lambda *_: None)
            mirror.follow(copy, window(db, "", 0))
            assert not strange.bodies(copy) or remembers
        assert find_dispositions(copy) == ANY_ENDING
        assert mirror.is_outgrown(copy)
        mirror.forget(copy)
        with team.db() as db:
            mirror.follow(copy, window(db, "", 0))
        assert not mirror.is_outgrown(copy)
