"""The demo: what the visitor finds, who comes when, and that the queue moves and never floods them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

import pytest

from agentconsole import paths
from agentconsole.clock import ManualClock
from agentconsole.domain.commands import Claim, Command, Open, Reply
from agentconsole.engine.engine import Engine
from agentconsole.engine.verify import verify
from agentconsole.ids import SeededIds, seeded
from agentconsole.simulator.demo import VISITOR, DemoDriver
from agentconsole.simulator.team import load_team
from agentconsole.store.sqlite import MEMORY, open_store
from agentconsole.store.team.policy import find_dispositions
from agentconsole.wire import Envelope

START = 1_790_000_000_000
WAITING = "SELECT id, channel, external_id FROM conversation WHERE open = 1 AND assignee = '' ORDER BY place_ms"


@dataclass(slots=True)
class Demo:
    """A demo on a clock moved by hand; `given` are the commands of everybody but the visitor."""

    db: sqlite3.Connection
    clock: ManualClock
    engine: Engine
    given: list[Envelope] = field(default_factory=list)
    driver: DemoDriver | None = None
    ids: SeededIds = field(default_factory=lambda: seeded(99))

    def submit(self, envelope: Envelope) -> None:
        self.given.append(envelope)
        self.engine.submit(envelope)

    def play(self, seconds: float) -> None:
        assert self.driver is not None
        end = self.clock.now() + int(seconds * 1_000)
        while self.clock.now() < end:
            due = self.driver.step(self.clock.now()) or end
            self.clock.advance(min(due, end) - self.clock.now())

    def press(self, command: Command) -> bool:
        """The visitor's own key; answers whether it was accepted."""
        envelope = Envelope(self.ids.command_id(self.clock.now()), VISITOR, "t1", command, self.clock.now())
        return self.engine.submit(envelope).receipt.is_accepted

    def waiting(self, channel: str = "", like: str = "%") -> list[str]:
        sql = f"{WAITING.replace('ORDER', 'AND channel LIKE ? AND external_id LIKE ? ORDER')}"
        return [row[0] for row in self.db.execute(sql, (channel or "%", like))]


def a_demo(seed: int = 1) -> Demo:
    clock, ids = ManualClock(START), seeded(seed)
    db = open_store(MEMORY)
    demo = Demo(db, clock, Engine(db, clock, ids))
    demo.driver = DemoDriver(db, demo.submit, seed=seed, ids=ids)
    demo.driver.begin(START)
    return demo


def count(demo: Demo, sql: str) -> int:
    return int(demo.db.execute(sql).fetchone()[0])


def test_a_shift_begins_with_a_backlog_and_a_past():
    demo = a_demo()
    assert 20 <= count(demo, "SELECT count(*) FROM conversation WHERE open = 1") <= 30
    assert count(demo, "SELECT count(*) FROM conversation WHERE open = 0") >= 8
    assert count(demo, f"SELECT count(*) FROM conversation WHERE open = 1 AND assignee = '{VISITOR}'") == 2
    assert count(demo, "SELECT count(DISTINCT place_ms) FROM conversation WHERE open = 1 AND assignee = ''") >= 6
    assert verify(demo.db).faults == ()


def test_the_team_has_its_own_list_of_endings_and_colleagues_keep_to_it():
    demo = a_demo()
    endings = load_team(paths.data("fixtures")).dispositions
    assert [each.code for each in find_dispositions(demo.db).offered] == [each.id for each in endings]
    demo.play(1_200)
    ended = "SELECT count(*) FROM event WHERE type = 'conversation.wrapped_up' AND at_ms > "
    assert count(demo, f"{ended}{START}")
    assert not count(demo, "SELECT count(*) FROM receipt WHERE code IN ('unknown_entry', 'needs_time')")


@pytest.mark.parametrize("seed", range(4))
def test_a_chat_waits_at_once_a_call_in_the_first_minute_and_a_second_chat_in_the_second(seed: int):
    demo = a_demo(seed)
    demo.play(4)
    assert len(demo.waiting("chat", "%/first0")) == 1
    demo.play(56)
    assert len(demo.waiting("phone", "%/first1")) == 1
    demo.play(60)
    assert len(demo.waiting("chat", "%/first2")) == 1


def test_the_first_contact_can_be_looked_up():
    demo = a_demo()
    demo.play(4)
    (first,) = demo.waiting("chat", "%/first0")
    contact = f"(SELECT contact_id FROM conversation WHERE id = '{first}')"
    sql = f"SELECT count(*) FROM conversation WHERE open = 0 AND contact_id = {contact}"
    assert count(demo, sql) >= 1


def test_a_contact_answers_what_the_visitor_writes():
    demo = a_demo()
    demo.play(8)
    (first,) = demo.waiting("chat", "%/first0")
    assert demo.press(Claim(first))
    assert demo.press(Reply(first, "Hello, when did you change the nameservers?"))
    before = count(demo, f"SELECT count(*) FROM message WHERE conv_id = '{first}'")
    demo.play(150)
    kinds = demo.db.execute("SELECT author_kind FROM message WHERE conv_id = ? AND k >= ?", (first, before)).fetchall()
    assert ("contact",) in kinds


@pytest.mark.slow
def test_the_queue_moves_and_never_floods_a_visitor_who_only_looks(first_seed: int):
    demo, most = a_demo(first_seed), 0
    for _ in range(30):
        demo.play(60)
        most = max(most, len(demo.waiting()))
    assert most <= 14
    assert count(demo, "SELECT count(*) FROM conversation WHERE open = 0 AND source = 'simulated'") >= 8
    assert not any(each.actor == VISITOR for each in demo.given)
    assert verify(demo.db).faults == ()


def test_a_chat_meant_for_the_visitor_is_left_to_them_and_not_for_ever():
    demo = a_demo()
    demo.play(90)
    assert len(demo.waiting("chat", "%/first0")) == 1
    demo.play(240)
    assert demo.waiting("chat", "%/first0") == []


def test_a_sleep_of_hours_brings_no_burst():
    demo = a_demo()
    demo.play(30)
    before = len(demo.given)
    demo.clock.advance(3 * 3_600_000)
    demo.play(300)
    came = [each for each in demo.given[before:] if isinstance(each.command, Open)]
    assert 1 <= len(came) <= 10


def test_a_visitor_from_outside_joins_the_team():
    db = open_store(MEMORY)
    DemoDriver(db, lambda envelope: None, visitor="kim", ids=seeded(1)).begin(START)
    assert db.execute("SELECT full_name FROM agent WHERE id = 'kim'").fetchone() == ("Kim",)
    assert db.execute("SELECT count(*) FROM conversation WHERE open = 1 AND assignee = 'kim'").fetchone() == (2,)


def test_it_plays_on_when_its_commands_are_answered_later():
    demo = a_demo()
    late: list[Envelope] = []
    demo.driver = DemoDriver(open_store(MEMORY), late.append, seed=2, ids=seeded(2))
    db = demo.driver._db
    demo.db, demo.engine = db, Engine(db, demo.clock, seeded(3))
    demo.driver.begin(START)
    for _ in range(40):
        demo.play(5)
        for envelope in late:
            demo.engine.submit(envelope)
        late.clear()
    assert count(demo, "SELECT count(*) FROM message WHERE author_kind = 'agent' AND at_ms > " + str(START)) > 3
    assert verify(db).faults == ()
