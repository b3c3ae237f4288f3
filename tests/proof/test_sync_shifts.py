"""Whole shifts over the real sync code: whatever fails, every command ends, once, in its order, and copies are true.

The long figure: `python -m tests.proof.sync_shifts --seeds 1..10000`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count, islice
from pathlib import Path
from unittest.mock import patch

import pytest

from agentconsole.backends.api import Known
from agentconsole.clock import ServerClock
from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.team.commands import SetPresence
from agentconsole.engine import mirror
from agentconsole.engine.log import window
from agentconsole.ids import seeded
from agentconsole.store.own.questions import open_questions
from agentconsole.store.sqlite import MEMORY, open_store
from agentconsole.sync.jobs import Posted
from agentconsole.sync.ledger import put_out
from agentconsole.sync.other_computers import OtherComputers
from agentconsole.sync.pulling import Pulling
from agentconsole.sync.rewinding import send_again
from agentconsole.sync.sending import Sending
from agentconsole.sync.tray import Tray
from agentconsole.wire import Envelope
from tests.proof.sync_shifts.air import Air, AirBackend
from tests.proof.sync_shifts.plants import PLANTS
from tests.proof.sync_shifts.restoring import Restoring
from tests.proof.sync_shifts.server import Server
from tests.proof.sync_shifts.shift import gives_queues, is_set_back, run_sync_shift
from tests.proof.sync_shifts.world import WallClock, World

SEEDS = 12
"""So many short shifts a planted bug may pass unseen."""
SHOWN_WHERE: dict[str, Callable[[int], bool]] = {
    "other_queues_come_without_their_past": gives_queues,
    "what_goes_out_of_sight_stays": gives_queues,
    "what_a_restore_has_lost_is_not_asked_about": is_set_back,
    "what_a_restore_has_lost_is_sent_as_something_new": is_set_back,
}
"""The bugs that not every shift can show, and those that can."""


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """What fails is planned, and not worth a log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.slow
def test_no_shift_loses_doubles_or_disorders_anything(figure: Callable[[int, int], int], first_seed: int):
    commands = faults = snapshots = scopes = restores = 0
    for seed in range(first_seed, first_seed + figure(12, 10_000)):
        report = run_sync_shift(seed, hours=figure(1, 32) / 4)
        assert not report.violation, report.line
        commands, faults = commands + report.commands, faults + report.faults
        snapshots, scopes, restores = snapshots + report.snapshots, scopes + report.scopes, restores + report.restores
    assert commands > 100
    assert faults > 100
    assert snapshots > 0
    assert scopes > 0
    assert restores > 0


def test_an_answer_that_another_console_on_the_file_has_overtaken_is_no_other_history():
    world = World(1)
    server = Server(world, 1)
    server.hires("ana", Role.AGENT)
    with closing(open_store(MEMORY)) as copy:
        early = window(server.db, "", 0, 1)
        server.hires("bo", Role.AGENT)
        assert mirror.follow(copy, window(server.db, "", 0)) == 2
        before = copy.total_changes
        assert mirror.follow(copy, early) == 0
        assert mirror.follow(copy, window(server.db, *mirror.place(copy))) == 0
        assert copy.total_changes == before, "nothing new is nothing to write"
        assert mirror.place(copy)[1] == 2


@pytest.mark.parametrize("sends", [False, True], ids=["alone", "another console sends it again meanwhile"])
def test_a_console_sent_for_a_snapshot_by_a_server_restored_meanwhile_asks_what_was_lost(tmp_path: Path, sends: bool):
    world = World(1)
    world.is_failing = False
    server = Server(world, 1)
    restoring = Restoring(world, server, [], 1, lambda: None)
    server.hires("ana", Role.AGENT)
    token = server.signs_in("ana", "t0")
    with closing(server.db), closing(restoring), closing(open_store(tmp_path / "ana.db")) as db:
        clock, tray = ServerClock(WallClock(world)), Tray()
        posted = Posted(lambda: db, "ana", clock, seeded(1), AirBackend.name, "t0")
        way = AirBackend(server, Air(world), clock, token, lambda: None, lambda: True)
        pulling = Pulling(posted, tray, lambda _: None, lambda: False)
        pulling.pull(db, way)  # type: ignore[arg-type]
        restoring._back_up()
        pressed = Envelope(
            posted.ids.command_id(clock.now()), "ana", "t0", SetPresence(Presence.AVAILABLE), clock.now()
        )
        put_out(db, AirBackend.name, pressed, clock.now())
        assert Sending(db, posted, tray, way).everything_due()  # type: ignore[arg-type]
        pulling.pull(db, way)  # type: ignore[arg-type]
        restoring._restore()
        # The log is longer again than where it had her command.
        server.hires("bo", Role.AGENT)
        server.hires("cy", Role.AGENT)
        server.out_of_reach.add(token)
        known = way.known

        def slowly(ids: list[str]) -> Known:
            found = known(ids)
            if sends:
                send_again(db, pressed.id, clock.now())
            return found

        with patch.object(way, "known", slowly):
            pulling.pull(db, way)  # type: ignore[arg-type]
        asked = [each.command_id for each in open_questions(db, AirBackend.name, "ana")]
        assert asked == ([] if sends else [pressed.id])


@pytest.mark.slow
def test_the_same_seed_is_the_same_shift(first_seed: int):
    assert run_sync_shift(first_seed, 0.25) == run_sync_shift(first_seed, 0.25)


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_bug_would_be_found_out(name: str, first_seed: int):
    seeds = filter(SHOWN_WHERE.get(name), count(first_seed))
    with PLANTS[name]():
        for n, seed in enumerate(islice(seeds, SEEDS), 1):
            report = run_sync_shift(seed, hours=0.5)
            if report.violation:
                print(f"{name}: caught by shift {n}: {report.violation}")
                return
    pytest.fail(f"{SEEDS} shifts did not notice {name}")


def test_an_error_that_sync_survives_fails_the_shift_it_happens_in():
    def breaks(*_: object) -> bool:
        raise RuntimeError("planted")

    with patch.object(OtherComputers, "exchange", breaks):
        assert run_sync_shift(1, 0.1).violation == "sync broke: RuntimeError('planted')"
