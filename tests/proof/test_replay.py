"""The rows are what the log says: every column of every table, changed by hand, is noticed."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from agentconsole.clock import ManualClock
from agentconsole.domain.commands import Claim
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS, MINUTE, ServiceLevels
from agentconsole.domain.team.commands import SetLevels
from agentconsole.engine.engine import Engine
from agentconsole.engine.verify import verify
from agentconsole.ids import seeded
from agentconsole.simulator.shift import Shift
from agentconsole.wire import Envelope
from tests.proof.bench import a_bench, an_opening
from tests.proof.mutants import MUTANTS

DERIVED = ("conversation", "message", "agent", "contact", "tally", "chat_slot", "call_slot", "receipt")
UNPROVEN = {
    ("message", "n"): "the row's own number, given by the store",
    ("receipt", "fp"): "only compared when the same id comes again",
}
COUNTS = {"tally": "n <> 0", "receipt": "outcome = 'accepted' AND code = ''"}
"""Rows without which something would be missing: a count of nothing, a refusal and a command that changed nothing
leave no other trace."""
HEAD = ("seq", "chain", "clock_ms", "next_number")


@pytest.fixture(scope="module")
def stored() -> bytes:
    """The bytes of a store after the first rush of a shift, with one more call on the line."""
    shift = Shift(22, hours=0.4)
    with closing(shift.db) as db:
        shift.play()
        one_more_call(db)
        db.execute("PRAGMA foreign_keys=OFF")
        return db.serialize()


def one_more_call(db: sqlite3.Connection) -> None:
    at = db.execute("SELECT clock_ms FROM head").fetchone()[0]
    engine, ids = Engine(db, ManualClock(at), seeded(1)), seeded(2)
    free = db.execute("SELECT id FROM agent WHERE id NOT IN (SELECT agent_id FROM call_slot) ORDER BY id").fetchone()[0]
    opened = engine.submit(Envelope(ids.command_id(at), "phone", "t1", an_opening("Ruth", "phone"), at))
    call = opened.receipt.conversation
    assert engine.submit(Envelope(ids.command_id(at), free, "t1", Claim(call), at)).receipt.is_accepted


@contextmanager
def a_copy(stored: bytes) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.deserialize(stored)
        yield db


def columns(stored: bytes) -> list[tuple[str, str]]:
    with a_copy(stored) as db:
        found = [(table, row[1]) for table in DERIVED for row in db.execute(f"PRAGMA table_info({table})")]
    return [*(each for each in found if each not in UNPROVEN), *(("head", column) for column in HEAD)]


def spoil(db: sqlite3.Connection, table: str, column: str, pick: random.Random) -> None:
    """One value of the column becomes another, past every check the table has."""
    db.execute("PRAGMA ignore_check_constraints=ON")
    if table in ("chat_slot", "call_slot") and not db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]:
        db.execute(f"INSERT INTO {table} VALUES ({'?, 1, ?' if table == 'chat_slot' else '?, ?'})", ("ana", "1001"))
        return
    rows = db.execute(f"SELECT rowid, {column} FROM {table} WHERE {COUNTS.get(table, '1')}").fetchall()
    rowid, value = pick.choice(rows)
    wrong: object
    match value:
        case int():
            wrong = value + 1_000_003
        case bytes():
            wrong = value[:-1] + bytes([value[-1] ^ 1])
        case _:
            wrong = '{"id":1}' if column in ("facts", "body") and table != "message" else f"{value}x"
    db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (wrong, rowid))


def test_a_store_after_a_shift_is_its_log_replayed(stored: bytes):
    with a_copy(stored) as db:
        report = verify(db)
    assert report.faults == ()
    assert report.conversations > 5
    assert report.contacts > 5


@pytest.mark.slow
def test_a_value_changed_by_hand_is_noticed_whichever_column_it_stands_in(stored: bytes, first_seed: int):
    pick, unnoticed = random.Random(first_seed), []
    for table, column in columns(stored):
        with a_copy(stored) as db:
            spoil(db, table, column, pick)
            if verify(db).is_clean:
                unnoticed.append(f"{table}.{column}")
    assert unnoticed == []


@pytest.mark.slow
@pytest.mark.parametrize("table", [*DERIVED, "event_body"])
def test_a_row_that_is_gone_is_noticed(stored: bytes, table: str, first_seed: int):
    with a_copy(stored) as db:
        pick = random.Random(first_seed)
        rows = [row[0] for row in db.execute(f"SELECT rowid FROM {table} WHERE {COUNTS.get(table, '1')}")]
        db.execute(f"DELETE FROM {table} WHERE rowid = ?", (pick.choice(rows),))
        report = verify(db)
        # A text that is gone may have been erased by right: it is counted, and nothing hangs on it.
        assert report.erased == 1 if table == "event_body" else not report.is_clean


def test_a_third_slot_is_noticed(stored: bytes):
    with a_copy(stored) as db:
        db.execute("PRAGMA ignore_check_constraints=ON")
        db.execute("INSERT INTO chat_slot VALUES ('ana', 3, 'no such chat')")
        words = [str(fault) for fault in verify(db).faults]
    assert any("up to slot 3" in each for each in words)


def test_a_row_the_log_does_not_know_is_noticed(stored: bytes):
    with a_copy(stored) as db:
        db.execute(
            "INSERT INTO message SELECT NULL, conv_id, 999, seq, kind, author_kind, author, at_ms, body, '', '', '' "
            "FROM message LIMIT 1"
        )
        db.execute("INSERT INTO contact VALUES ('mail:x@contact.example', 'X', '', '')")
        places = {fault.where.split()[0] for fault in verify(db).faults}
    assert places == {"conversation", "contacts"}


def test_bytes_that_are_no_text_are_noticed(stored: bytes):
    with a_copy(stored) as db:
        db.execute("UPDATE message SET body = CAST(x'ff41' AS TEXT) WHERE n = 1")
        db.execute("UPDATE event_body SET body = CAST(x'ff41' AS TEXT) WHERE seq = 9")
        assert verify(db).fault_count >= 2


def a_store_with_new_levels() -> sqlite3.Connection:
    bench = a_bench()
    bench.do("chat", an_opening("Ada"))
    bench.do("ticket", an_opening("Ben", "ticket"))
    levels = ServiceLevels(chat_first_reply=2 * MINUTE, ticket_acknowledge=DEFAULT_LEVELS.ticket_acknowledge + MINUTE)
    assert bench.do("dee", SetLevels(levels)).receipt.is_accepted
    return bench.db


def test_other_promises_move_the_rows_and_the_replay_alike():
    assert verify(a_store_with_new_levels()).faults == ()


def test_rows_left_where_the_old_promises_put_them_would_be_found_out():
    with MUTANTS["new_levels_move_nothing"]():
        faults = verify(a_store_with_new_levels()).faults
    assert {fault.where for fault in faults} == {"conversation 1001", "conversation 1002"}
