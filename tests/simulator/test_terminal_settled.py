"""A simulated terminal is at rest only when nothing is under way and its copy holds what its receipts speak of."""

from __future__ import annotations

from contextlib import closing
from types import SimpleNamespace

from agentconsole.clock import ManualClock
from agentconsole.simulator.terminal import Terminal
from agentconsole.store.outbox import State, mark
from agentconsole.store.sqlite import MEMORY, open_store, unit_of_work
from tests.store.builders import put


def test_a_receipt_that_came_before_its_event_is_waited_for():
    with closing(open_store(MEMORY)) as db:
        terminal = Terminal("ana", None, SimpleNamespace(carried=tuple), db, ManualClock(0))  # type: ignore[arg-type]
        assert terminal.is_settled
        with unit_of_work(db):
            db.execute("INSERT INTO my_receipt VALUES ('c-1', 1, 1, 1, '{\"seq\": 119}')")
        assert not terminal.is_settled
        with unit_of_work(db):
            db.execute("UPDATE head SET seq = 119")
        assert terminal.is_settled


def test_a_report_that_nobody_pressed_is_waited_for():
    with closing(open_store(MEMORY)) as db:
        terminal = Terminal("ana", None, SimpleNamespace(carried=tuple), db, ManualClock(0))  # type: ignore[arg-type]
        put(db, "an-outage")
        for state in (State.SENDING, State.ACCEPTED):
            assert not terminal.is_settled
            mark(db, "an-outage", state)
        assert terminal.is_settled
