"""How long a console says that it was cut off: from when it noticed, and not longer because somebody kept typing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from agentconsole.backends.base import BackendError, BackendUnavailable, NotSignedIn
from agentconsole.backends.rest import RestBackend
from agentconsole.clock import ManualClock, ServerClock
from agentconsole.domain.team.agent import Role
from agentconsole.ids import seeded
from agentconsole.store.errors import StoreBusy
from agentconsole.store.sqlite import open_store
from agentconsole.sync import line as line_module
from agentconsole.sync.jobs import Posted
from agentconsole.sync.line import Line
from agentconsole.sync.outages import Outages
from agentconsole.sync.standing import Link
from agentconsole.sync.tray import Tray
from tests.proof.sync_shifts.air import Air, AirBackend
from tests.proof.sync_shifts.server import Server
from tests.proof.sync_shifts.world import HOUR, SECOND, START, World
from tests.sync.consoles import PATIENCE, until


@dataclass
class Cut:
    """A console's line that is driven by hand, and what it meets instead of the server, if anything."""

    db: sqlite3.Connection
    clock: ManualClock
    way: Callable[[], AirBackend]
    trouble: BackendError | None = None
    failures: list[int] = field(default_factory=list)
    told: list[Link] = field(default_factory=list)
    """How it stood whenever the screens were told to look."""

    def __post_init__(self) -> None:
        self.posted = Posted(lambda: self.db, "ana", self.clock, seeded(1), AirBackend.name, "t0")
        self.line = Line(self.posted, Tray(), self._reach, self._heard)  # type: ignore[arg-type]
        self.outages = Outages(self.db, self.posted)

    def _reach(self) -> AirBackend:
        if self.trouble is not None:
            raise self.trouble
        return self.way()

    def _heard(self) -> None:
        self.told.append(self.line.standing.link)

    def turn(self, later: int = 0) -> None:
        """One turn of the line, so many ms later."""
        self.clock.advance(later)
        if self.trouble is not None:
            self.line._session.lose()
        self.line._turn(self.db)
        self.outages.note(self.line.standing)

    def noted(self) -> list[tuple[str, int, int]]:
        """Kind, beginning and end of every outage that is over, in ms since the console began."""
        rows = self.db.execute(
            "SELECT kind, began_ms, ended_ms FROM outage WHERE ended_ms IS NOT NULL ORDER BY began_ms"
        )
        return [(kind, began - START, ended - START) for kind, began, ended in rows]


def test_a_line_whose_store_is_busy_at_its_start_begins_when_it_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    tries, told = list[int](), list[Link]()
    monkeypatch.setattr(line_module, "pause", lambda *_any, **_more: 0.01)

    def opened() -> sqlite3.Connection:
        tries.append(1)
        if len(tries) < 3:
            told.append(it.standing.link)
            raise StoreBusy("s.db")
        return open_store(tmp_path / "s.db")

    def reach() -> RestBackend:
        raise NotSignedIn("no token")

    it = Line(Posted(opened, "ana", ManualClock(START), seeded(1), AirBackend.name, "t0"), Tray(), reach, lambda: None)
    it.start()
    until(lambda: it.standing.link is Link.SIGNED_OUT)
    assert told == [Link.CONNECTING, Link.OFFLINE]
    assert it.stop(PATIENCE)


@pytest.fixture
def cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cut]:
    world = World(1)
    world.is_failing = False
    server = Server(world, 1)
    server.hires("ana", Role.AGENT)
    server.hires("bo", Role.AGENT)
    token = server.signs_in("ana", "t0")
    with closing(open_store(tmp_path / "ana.db")) as db, closing(server.db):
        clock = ManualClock(START)
        air = Air(world)
        way = lambda: AirBackend(server, air, ServerClock(clock), token, lambda: None, lambda: True)  # noqa: E731
        it = Cut(db, clock, way)
        monkeypatch.setattr(line_module, "pause", lambda failures, *_, **__: it.failures.append(failures) or 0.0)
        yield it


def test_a_console_that_gets_more_than_a_page_says_that_it_catches_up(cut: Cut, monkeypatch: pytest.MonkeyPatch):
    pages = AirBackend.changes
    monkeypatch.setattr(AirBackend, "changes", lambda self, epoch, since: pages(self, epoch, since, 1))
    cut.turn()
    assert Link.CATCHING_UP in cut.told
    assert cut.told[-1] is Link.WELL


def test_a_sign_out_is_counted_from_when_it_was_noticed_and_not_from_the_last_good_hour(cut: Cut):
    cut.turn()
    assert cut.line.standing.link is Link.WELL
    cut.trouble = NotSignedIn("the session has ended")
    cut.turn(3 * HOUR)
    assert cut.line.standing.link is Link.SIGNED_OUT
    cut.trouble = None
    cut.turn(40 * SECOND)
    assert cut.noted() == [("signed_out", 3 * HOUR, 3 * HOUR + 40 * SECOND)]


def test_what_begins_with_a_cut_and_goes_on_as_a_sign_out_counts_once(cut: Cut):
    cut.turn()
    cut.trouble = BackendUnavailable("no server there")
    cut.turn(60 * SECOND)
    cut.trouble = NotSignedIn("the session has ended")
    cut.turn(10 * SECOND)
    cut.trouble = None
    cut.turn(20 * SECOND)
    assert cut.noted() == [
        ("console_offline", 60 * SECOND, 70 * SECOND),
        ("signed_out", 70 * SECOND, 90 * SECOND),
    ]


def test_ten_keys_in_an_outage_do_not_lengthen_the_pause(cut: Cut):
    cut.turn()
    cut.trouble = BackendUnavailable("no server there")
    for _ in range(10):
        cut.line.wake()
        cut.line._rest(cut.db, 100.0)
        cut.turn(500)
    assert set(cut.failures) == {1}
    for _ in range(3):
        cut.line._rest(cut.db, 0.0)
        cut.turn(500)
    assert cut.failures[-3:] == [2, 3, 4]
