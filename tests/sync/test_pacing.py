"""A poked console pulls within the time its server asks for, once for all pokes in it, and never lets a send wait."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Timer

import pytest

from agentconsole.clock import SystemClock
from agentconsole.domain.terms import FAR
from agentconsole.ids import SystemIds
from agentconsole.store.sqlite import open_store
from agentconsole.sync.jobs import Posted
from agentconsole.sync.line import Line
from agentconsole.sync.pacing import LONGEST, seconds_until_pull
from agentconsole.sync.tray import Tray

NEVER = 3_600.0
"""Seconds no test waits for: one that did would run into its time limit."""


@pytest.fixture
def db(tmp_path: Path) -> sqlite3.Connection:
    return open_store(tmp_path / "store.db")


@pytest.fixture
def line(tmp_path: Path) -> Line:
    posted = Posted(lambda: open_store(tmp_path / "store.db"), "ana", SystemClock(), SystemIds(), "http://127.0.0.1:1")
    return Line(posted, Tray(), lambda: pytest.fail("nobody asks the server"), lambda: None)


def test_the_wait_lies_within_what_the_server_asks_for_and_within_reason():
    waits = [seconds_until_pull(100, luck / 10) for luck in range(10)]
    assert waits == sorted(waits)
    assert (waits[0], max(waits) < 0.1, len(set(waits))) == (0, True, 10)
    assert seconds_until_pull(10**9, 0.999) < LONGEST / 1_000
    assert seconds_until_pull(-5, 0.5) == 0


def test_the_first_of_many_pokes_decides_and_one_pull_is_for_all(db: sqlite3.Connection, line: Line):
    line._poked(NEVER)
    line._poked(0.02)
    line._poked(NEVER)
    line._rest(db, NEVER)
    assert line._pull_at == FAR


def test_a_poke_in_the_middle_of_a_turn_is_not_forgotten(db: sqlite3.Connection, line: Line):
    line._poked(0.01)
    line._wake.clear()
    line._rest(db, NEVER)
    assert line._pull_at == FAR


def test_what_is_pressed_does_not_wait_for_the_pull(db: sqlite3.Connection, line: Line):
    line._poked(NEVER)
    Timer(0.02, line.wake).start()
    line._rest(db, NEVER)


def test_news_of_ones_own_are_pulled_at_once(db: sqlite3.Connection, line: Line):
    line._poked(0)
    line._rest(db, NEVER)
