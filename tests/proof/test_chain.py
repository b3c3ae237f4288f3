"""The chain of the log: any one event changed, dropped, moved or slipped in is noticed; an erased text is no break."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from agentconsole.domain.commands import Note
from agentconsole.engine import chain
from agentconsole.engine.canon import Entry, link
from agentconsole.engine.chain import check_chain
from agentconsole.engine.faults import Faults, silent
from agentconsole.engine.verify import verify
from agentconsole.engine.writing import read_head
from tests.proof.bench import TEAM, a_bench, an_opening
from tests.proof.mutants import MUTANTS

EVENTS = 1_000
FIELDS = (
    *("command_id", "part", "conv_id", "type", "v", "actor", "terminal", "at_ms", "client_ms", "scope"),
    *("body_sha", "prev", "hash"),
)
BODY_FIELDS = ("salt", "body")


def a_log(events: int = EVENTS) -> sqlite3.Connection:
    """A store whose log has that many events."""
    bench = a_bench()
    bench.engine.submit_together(bench.envelope("chat", an_opening(f"c{n}")) for n in range(40))
    notes = events - read_head(bench.db).seq
    bench.engine.submit_together(
        bench.envelope(TEAM[n % len(TEAM)], Note(str(1001 + n % 40), f"note {n}")) for n in range(notes)
    )
    assert read_head(bench.db).seq == events
    return bench.db


@pytest.fixture(scope="module")
def log() -> sqlite3.Connection:
    """One log for all: every test takes back what it does to it."""
    db = a_log()
    # Rows are moved about as somebody would who has only a hex editor.
    db.execute("PRAGMA foreign_keys=OFF")
    return db


@contextmanager
def undone(db: sqlite3.Connection) -> Iterator[None]:
    """What is done inside is taken back."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("ROLLBACK")


def is_noticed(db: sqlite3.Connection) -> bool:
    faults = Faults()
    check_chain(db, read_head(db), faults, silent)
    return faults.count > 0


def changed(value: object, pick: random.Random) -> object:
    """The value with one thing about it different."""
    match value:
        case int():
            return value + pick.choice((-1, 1, 1_000))
        case bytes():
            place = pick.randrange(len(value))
            return value[:place] + bytes([value[place] ^ 1 << pick.randrange(8)]) + value[place + 1 :]
        case str() if value and pick.random() < 0.7:
            place = pick.randrange(len(value))
            return value[:place] + chr(ord(value[place]) ^ 1) + value[place + 1 :]
        case _:
            return f"{value} "


def change(db: sqlite3.Connection, seq: int, field: str, pick: random.Random) -> None:
    """One field of one event becomes another."""
    table = "event_body" if field in BODY_FIELDS else "event"
    (value,) = db.execute(f"SELECT {field} FROM {table} WHERE seq = ?", (seq,)).fetchone()
    db.execute(f"UPDATE {table} SET {field} = ? WHERE seq = ?", (changed(value, pick), seq))


def missed(db: sqlite3.Connection, mutations: int, seed: int, fields: tuple[str, ...]) -> list[tuple[int, str]]:
    """The changed fields nobody noticed."""
    pick, unnoticed = random.Random(seed), []
    for n in range(mutations):
        seq, field = pick.randrange(1, EVENTS + 1), fields[n % len(fields)]
        with undone(db):
            try:
                change(db, seq, field, pick)
            except sqlite3.IntegrityError:
                # Two parts of one command cannot have the same number: the table noticed first.
                continue
            if not is_noticed(db):
                unnoticed.append((seq, field))
    return unnoticed


@pytest.mark.slow
def test_a_changed_field_is_noticed_whichever_it_is(
    log: sqlite3.Connection, figure: Callable[[int, int], int], first_seed: int
):
    assert not is_noticed(log)
    assert missed(log, figure(60, 20_000), first_seed, (*FIELDS, *BODY_FIELDS)) == []


@pytest.mark.slow
def test_a_chain_that_leaves_out_a_field_would_be_found_out(first_seed: int):
    with MUTANTS["the_chain_leaves_out_the_actor"]():
        db = a_log()
        assert not is_noticed(db)
        assert missed(db, 8, first_seed, ("actor",)) != []


@pytest.mark.slow
def test_a_dropped_event_is_noticed(log: sqlite3.Connection, figure: Callable[[int, int], int], first_seed: int):
    db, pick = log, random.Random(first_seed)
    for seq in {1, EVENTS, *(pick.randrange(1, EVENTS + 1) for _ in range(figure(8, 1_000)))}:
        with undone(db):
            drop(db, seq)
            assert is_noticed(db), f"event {seq}"


def drop(db: sqlite3.Connection, seq: int) -> None:
    db.execute("DELETE FROM event_body WHERE seq = ?", (seq,))
    db.execute("DELETE FROM event WHERE seq = ?", (seq,))


@pytest.mark.slow
def test_two_events_that_change_places_are_noticed(
    log: sqlite3.Connection, figure: Callable[[int, int], int], first_seed: int
):
    db, pick = log, random.Random(first_seed)
    for _ in range(figure(8, 1_000)):
        one, other = pick.sample(range(1, EVENTS + 1), 2)
        with undone(db):
            for table in ("event", "event_body"):
                for old, new in ((one, -1), (other, one), (-1, other)):
                    db.execute(f"UPDATE {table} SET seq = ? WHERE seq = ?", (new, old))
            assert is_noticed(db), f"{one} and {other}"


def test_an_event_slipped_in_at_the_end_is_noticed_though_its_links_are_right(log: sqlite3.Connection):
    db = log
    head = read_head(db)
    forged = Entry(head.seq + 1, "forged", 0, "1001", "note.written", 1, "ana", "t1", head.clock_ms, 0, "support", b"")
    with undone(db):
        values = [getattr(forged, name) for name in Entry.__slots__]
        db.execute(f"INSERT INTO event VALUES ({','.join('?' * 14)})", (*values, head.chain, link(head.chain, forged)))
        assert is_noticed(db)


def test_a_log_cut_short_together_with_its_head_is_noticed_by_the_receipts():
    db = a_log(200)
    (prev,) = db.execute("SELECT prev FROM event WHERE seq = 200").fetchone()
    drop(db, 200)
    db.execute("UPDATE head SET seq = 199, chain = ?", (prev,))
    assert not is_noticed(db)
    words = [str(fault) for fault in verify(db).faults]
    assert any(word.startswith("receipt ") for word in words)


def test_erased_texts_leave_the_chain_whole():
    db = a_log(200)
    db.execute("DELETE FROM event_body WHERE seq BETWEEN 60 AND 79")
    report = verify(db)
    assert report.faults == ()
    assert report.erased == 20


def test_a_verification_tells_how_far_it_is(log: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch):
    told: list[tuple[str, int, int]] = []
    monkeypatch.setattr(chain, "LOOK_EVERY", 400)
    assert verify(log, lambda what, done, total: told.append((what, done, total))).is_clean
    assert [each for each in told if each[0] == "events"] == [("events", 400, EVENTS), ("events", 800, EVENTS)]
