"""A pull asks its file for what may have changed since the last one, and misses nothing by not asking for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from sqlite3 import Connection
from unittest.mock import patch

import pytest

from agentconsole.clock import ServerClock
from agentconsole.domain.commands import Command, Note
from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.team.commands import SetPresence
from agentconsole.engine import mirror
from agentconsole.engine.logged import Window
from agentconsole.ids import seeded
from agentconsole.store.sqlite import open_store, unit_of_work
from agentconsole.sync import team_ledger
from agentconsole.sync.jobs import Posted
from agentconsole.sync.ledger import put_out
from agentconsole.sync.line import LOOK_SECONDS, Line
from agentconsole.sync.pulling import Pulling
from agentconsole.sync.sending import Sending
from agentconsole.sync.tray import Tray
from agentconsole.wire import Envelope
from tests.proof.sync_shifts.air import Air, AirBackend
from tests.proof.sync_shifts.server import Server
from tests.proof.sync_shifts.world import SECOND, WallClock, World

COMES = SetPresence(Presence.AVAILABLE)


class Desk:
    """ana's file with two connections to it, and the server it copies."""

    def __init__(self, file: Path, world: World) -> None:
        self.world = world
        self.world.is_failing = False
        self.server = Server(self.world, 1)
        self.server.hires("ana", Role.AGENT)
        self.ours, self.theirs = open_store(file), open_store(file)
        clock, token = ServerClock(WallClock(self.world)), self.server.signs_in("ana", "t0")
        self.posted = Posted(lambda: self.ours, "ana", clock, seeded(1), AirBackend.name, "t0")
        self.way = AirBackend(self.server, Air(self.world), clock, token, lambda: None, lambda: True)
        self._pulling = Pulling(self.posted, Tray(), lambda _: None, lambda: False)

    def pull(self) -> bool:
        return self._pulling.pull(self.ours, self.way)  # type: ignore[arg-type]

    def put_out(self, command: Command = COMES) -> str:
        now = self.posted.clock.now()
        pressed = Envelope(self.posted.ids.command_id(now), "ana", "t0", command, now)
        put_out(self.theirs, AirBackend.name, pressed, now)
        return pressed.id

    def sends_beside(self) -> None:
        """The other connection sends what waits, and files its receipts."""
        self.world.run(self.world.now + SECOND)
        assert Sending(self.theirs, self.posted, Tray(), self.way).everything_due()  # type: ignore[arg-type]

    def shown(self) -> set[str]:
        return {row[0] for row in self.ours.execute("SELECT command_id FROM receipt")}

    def close(self) -> None:
        for each in (self.ours, self.theirs, self.server.db):
            each.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    world = World(1)
    with patch("agentconsole.clock.monotonic_ms", lambda: world.now), closing(Desk(tmp_path / "ana.db", world)) as here:
        while here.pull():
            pass
        yield here


@contextmanager
def looks() -> Iterator[list[int]]:
    """How often the receipts are looked through within it."""
    found: list[int] = []
    show = team_ledger.show_receipts
    with patch.object(team_ledger, "show_receipts", lambda *told: (found.append(1), show(*told))[1]):
        yield found


def test_an_answer_without_news_waits_for_nobody_who_writes(desk: Desk):
    with unit_of_work(desk.theirs):
        assert not desk.pull()


def test_what_others_do_does_not_have_the_receipts_looked_through(desk: Desk):
    with looks() as found:
        desk.server.hires("bo", Role.AGENT)
        assert desk.pull()
        assert not found


def test_what_somebody_writes_has_them_looked_through_once(desk: Desk):
    desk.put_out()
    with looks() as found:
        desk.pull()
        desk.server.hires("bo", Role.AGENT)
        desk.pull()
        assert len(found) == 1


Beside = Callable[[Desk], None]


@contextmanager
def once_asked(desk: Desk, beside: Beside) -> Iterator[None]:
    """Within it, it happens while the server's answer is on its way."""
    changes = desk.way.changes

    def late(*told: object) -> Window:
        answer = changes(*told)  # type: ignore[arg-type]
        beside(desk)
        return answer

    with patch.object(desk.way, "changes", late):
        yield


@contextmanager
def once_looked_at(desk: Desk, beside: Beside) -> Iterator[None]:
    """Within it, it happens right before the answer is copied, which is when the file has been looked at."""
    follow = mirror.follow

    def late(db: Connection, news: Window) -> int:
        beside(desk)
        return follow(db, news)

    with patch.object(mirror, "follow", late):
        yield


@pytest.mark.parametrize("meanwhile", [once_asked, once_looked_at])
def test_a_receipt_that_is_filed_beside_a_pull_is_shown_once_its_event_is_here(
    desk: Desk, meanwhile: Callable[[Desk, Beside], AbstractContextManager[None]]
):
    desk.server.hires("bo", Role.AGENT)
    mine = desk.put_out()
    with patch.object(team_ledger, "show_receipts", lambda *_: team_ledger.NOTHING):
        desk.pull()
    desk.server.hires("cy", Role.AGENT)
    with meanwhile(desk, Desk.sends_beside):
        desk.pull()
    assert desk.shown() == set()
    desk.pull()
    assert desk.shown() == {mine}


def test_a_refusal_is_shown_once_the_copy_has_come_to_where_it_was_said(desk: Desk):
    mine = desk.put_out(Note("nowhere", "Hello."))

    def is_refused(desk: Desk) -> None:
        desk.server.hires("bo", Role.AGENT)
        desk.sends_beside()

    with once_asked(desk, is_refused):
        desk.pull()
    assert desk.shown() == set()
    desk.pull()
    assert desk.shown() == {mine}


def test_more_receipts_than_one_look_takes_are_shown_all_the_same(desk: Desk):
    mine = {desk.put_out(), desk.put_out()}
    desk.sends_beside()
    with patch.object(team_ledger, "AT_ONCE", 1):
        for _ in mine:
            desk.pull()
    assert desk.shown() == mine


def test_the_line_rests_while_a_question_keeps_a_lane_waiting(desk: Desk):
    asked = desk.put_out(Note("1001", "An old word."))
    desk.put_out(Note("1001", "What waits behind it."))
    desk.ours.execute("UPDATE outbox SET state = 'held' WHERE command_id = ?", (asked,))
    line = Line(desk.posted, Tray(), lambda: desk.way, lambda: None)  # type: ignore[arg-type, return-value]
    assert line._turn(desk.ours) == LOOK_SECONDS
