"""A simulated terminal is at rest only when nothing is under way and its copy holds what its receipts speak of."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from agentconsole.clock import ManualClock
from agentconsole.simulator import terminal as terminal_module
from agentconsole.simulator.terminal import Account, Terminal
from agentconsole.store.own.outbox import State, mark
from agentconsole.store.sqlite import MEMORY, open_store, unit_of_work
from tests.store.builders import put


def terminal_of(db: sqlite3.Connection) -> Terminal:
    return Terminal("ana", None, SimpleNamespace(carried=tuple), db, ManualClock(0))  # type: ignore[arg-type]  # of the courier only what is on its way is asked


def heard(db: sqlite3.Connection, seq: int, digest: str = "") -> None:
    """A receipt has come."""
    with unit_of_work(db):
        body = json.dumps({"id": "c-1", "seq": seq, "hash": digest})
        db.execute("INSERT INTO my_receipt VALUES ('c-1', 1, 1, 1, ?)", (body,))


def test_a_receipt_that_came_before_its_event_is_waited_for():
    with closing(open_store(MEMORY)) as db:
        terminal = terminal_of(db)
        assert terminal.is_settled
        heard(db, 119)
        assert not terminal.is_settled
        with unit_of_work(db):
            db.execute("UPDATE head SET seq = 119")
        assert terminal.is_settled


def test_a_receipt_that_comes_while_the_account_is_given_is_judged_once_its_event_is_there(tmp_path: Path):
    """As a report of an outage does that nobody pressed, at a line that goes on failing."""
    path, digest = tmp_path / "ana.db", bytes(32)
    with closing(open_store(path)) as line, closing(open_store(path, read_only=True)) as db:
        terminal = terminal_of(db)
        heard(line, 1, digest.hex())

        def catch_up(_seconds: float) -> None:
            with unit_of_work(line):
                line.execute(
                    "INSERT INTO event(seq, command_id, part, conv_id, type, v, actor, terminal, at_ms, client_ms, "
                    "scope, body_sha, prev, hash) VALUES (1, 'c-1', 0, '', 'outage.reported', 1, 'ana', 't', 1, 1, '', "
                    "?, ?, ?)",
                    (digest, digest, digest),
                )
                line.execute("UPDATE head SET seq = 1")

        with patch.object(terminal_module, "sleep", catch_up):
            assert terminal.account() == Account({}, 1, ())


def test_a_receipt_whose_event_never_comes_is_told():
    with closing(open_store(MEMORY)) as db:
        terminal = terminal_of(db)
        with unit_of_work(db):
            db.execute('INSERT INTO my_receipt VALUES (\'c-1\', 1, 1, 1, \'{"id": "c-1", "seq": 1, "hash": ""}\')')
        with patch.object(terminal_module, "BEHIND_SECONDS", 0.0):
            assert len(terminal.account().wrong) == 1


def test_a_report_that_nobody_pressed_is_waited_for():
    with closing(open_store(MEMORY)) as db:
        terminal = terminal_of(db)
        put(db, "an-outage")
        for state in (State.SENDING, State.ACCEPTED):
            assert not terminal.is_settled
            mark(db, "an-outage", state)
        assert terminal.is_settled
