"""The store on PostgreSQL: the same history, the same outcomes, under the same lock, whatever happens to the line."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from threading import Event, Thread
from time import sleep

import psycopg
import pytest

from agentconsole.clock import ManualClock, SystemClock
from agentconsole.domain.commands import Claim, Note, Open, Release
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import AddAgent, SetPresence
from agentconsole.domain.terms import Author
from agentconsole.domain.view import SYSTEM
from agentconsole.engine.engine import Engine
from agentconsole.engine.log import window
from agentconsole.engine.mirror import COPIED
from agentconsole.ids import SystemIds, seeded, uuid7
from agentconsole.simulator.shift import Shift
from agentconsole.store import postgres
from agentconsole.store.connection import Connection
from agentconsole.store.errors import StoreBusy, StoreError, StoreLost, StoreUnavailable
from agentconsole.store.postgres import PostgresConnection, open_postgres, translated
from agentconsole.store.sqlite import open_store, unit_of_work
from agentconsole.wire import Envelope
from tests.support.postgres import a_workspace, opened, server

NOW = 1_763_780_400_000
TABLES_HERE = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"


@pytest.fixture
def db() -> Iterator[PostgresConnection]:
    with closing(opened(a_workspace())) as connection:
        yield connection


def does(db: Connection, command: object, actor: str = SYSTEM, command_id: str = ""):
    now = SystemClock().now()
    envelope = Envelope(command_id or uuid7(now), actor, "test", command, now)
    return Engine(db, SystemClock(), SystemIds()).submit(envelope).receipt


def a_chat(db: Connection, name: str = "Mara") -> str:
    said = IncomingMessage(Author.CONTACT, "reply", NOW, "Is anybody there?")
    incoming = IncomingConversation("", "", "chat", "help", "", IncomingContact(name), NOW, "waiting", (said,))
    return str(does(db, Open(incoming), "chat").conversation)


def rows(db: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every table the engine fills, as far as there are."""
    named = "SELECT name FROM sqlite_schema" if isinstance(db, sqlite3.Connection) else TABLES_HERE
    there = {row[0] for row in db.execute(named).fetchall()}
    found = {
        each: sorted(tuple(row) for row in db.execute(f"SELECT * FROM {each}").fetchall())
        for each in COPIED
        if each in there
    }
    found["message"] = sorted(row[1:] for row in found["message"])
    found["head"] = [tuple(db.execute("SELECT epoch, seq, chain, clock_ms, next_number FROM head").fetchone())]
    return found


def recorded(seed: int, hours: float) -> list[tuple[int, Envelope]]:
    """Every command of a simulated shift as the engine got it, and when: doubled ones and refused ones as well."""
    taken: list[tuple[int, Envelope]] = []
    real = Engine.submit

    def submit(engine: Engine, envelope: Envelope, admit: object = None):
        taken.append((engine._clock.now(), envelope))
        return real(engine, envelope)

    shift = Shift(seed, hours)
    Engine.submit = submit  # type: ignore[method-assign,assignment]
    try:
        with closing(shift.db):
            shift.play()
    finally:
        Engine.submit = real  # type: ignore[method-assign]
    return taken


def outcomes(db: Connection, history: list[tuple[int, Envelope]], seed: int) -> list[str]:
    """What the engine answers to the history on this store, to the byte."""
    with unit_of_work(db):
        db.execute("UPDATE head SET epoch = 'the same'")
    clock = ManualClock(history[0][0])
    engine = Engine(db, clock, seeded(seed))
    told = []
    for at, envelope in history:
        clock.advance(at - clock.now())
        try:
            told.append(engine.submit(envelope).text)
        except (ValueError, PermissionError) as error:
            told.append(type(error).__name__)
    return told


def test_the_same_history_has_the_same_outcomes_receipts_and_rows_on_both_stores(
    db: PostgresConnection, figure: Callable[[int, int], int], first_seed: int
):
    for seed in range(first_seed, first_seed + figure(1, 50)):
        print("seed", seed)
        history = recorded(seed, 2)
        assert len(history) > 100
        with closing(open_store(":memory:")) as sqlite, closing(opened(a_workspace())) as postgres:
            assert outcomes(postgres, history, seed) == outcomes(sqlite, history, seed)
            assert rows(postgres) == rows(sqlite)
            here, there = window(sqlite, "", 0), window(postgres, "", 0)
            assert here == there


def test_a_unit_that_raises_leaves_nothing(db: PostgresConnection):
    def fails() -> None:
        with unit_of_work(db):
            db.execute("INSERT INTO tally(name, n) VALUES ('x', 1)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert db.execute("SELECT count(*) FROM tally").fetchone() == (0,)


def test_a_third_chat_cannot_be_written_down_by_no_path(db: PostgresConnection):
    with unit_of_work(db):
        db.execute("INSERT INTO chat_slot VALUES ('ana', 1, 'a'), ('ana', 2, 'b')")
    for slot in (1, 2, 3):
        with pytest.raises(sqlite3.IntegrityError), unit_of_work(db):
            db.execute("INSERT INTO chat_slot VALUES ('ana', ?, 'c')", (slot,))


def test_workspaces_do_not_see_each_other_or_wait_for_each_other(db: PostgresConnection):
    with closing(opened(a_workspace())) as other:
        does(db, AddAgent("ana", "Ana"))
        assert other.execute("SELECT count(*) FROM agent").fetchone() == (0,)
        with unit_of_work(db):
            does(other, AddAgent("bo", "Bo"))
        assert other.execute("SELECT id FROM agent").fetchall() == [("bo",)]


def test_whoever_waits_too_long_for_the_head_is_told_to_try_again(db: PostgresConnection):
    with closing(opened(db._workspace)) as other, unit_of_work(db), pytest.raises(StoreBusy):
        does(other, AddAgent("bo", "Bo"))


def write_when_thrown_out(db: PostgresConnection, sql: str) -> None:
    """A unit that does nothing until the database has ended it, and then goes on with `sql`, or to its commit."""
    with unit_of_work(db), closing(psycopg.connect(server(), autocommit=True)) as beside:
        (own,) = db.execute("UPDATE head SET clock_ms = 7 RETURNING pg_backend_pid()").fetchone()
        while beside.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", (own,)).fetchone():
            sleep(0.01)
        if sql:
            db.execute(sql)


@pytest.mark.parametrize("sql", ["SELECT 1 FROM head", ""], ids=["at the next statement", "at the commit"])
def test_whoever_is_thrown_out_of_an_idle_unit_is_told_that_nothing_was_changed(
    db: PostgresConnection, monkeypatch: pytest.MonkeyPatch, sql: str
):
    monkeypatch.setattr(postgres, "BEGIN", postgres.BEGIN.replace("session_timeout = '5s'", "session_timeout = '1s'"))
    with pytest.raises(StoreLost, match="Nothing was changed"):
        write_when_thrown_out(db, sql)
    assert db.execute("SELECT clock_ms FROM head").fetchone() == (0,)


def test_six_threads_make_one_workspace_at_once():
    name, made, failed = a_workspace(), [], []

    def make() -> None:
        try:
            made.append(opened(name))
        except StoreError as error:
            failed.append(error)

    threads = [Thread(target=make) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert [each.execute("SELECT count(*) FROM head").fetchone() for each in made] == [(1,)] * 6
    for each in made:
        each.close()


@pytest.mark.parametrize("name", ["", "x; DROP TABLE y", "Team", "a" * 50, 'a"b'])
def test_a_workspace_has_a_plain_name(name: str):
    with pytest.raises(StoreUnavailable):
        open_postgres(server(), name)


def test_a_database_that_is_not_there_is_told_without_its_password():
    with pytest.raises(StoreUnavailable, match="cannot be reached") as told:
        open_postgres("postgresql://ana:hunter2@127.0.0.1:9/none")
    assert "hunter2" not in str(told.value)


def test_words_postgresql_cannot_hold_are_mended_on_both(db: PostgresConnection):
    does(db, AddAgent("ana", "Ana"))
    chat = a_chat(db)
    text = "nul \x00 half \ud800 percent 100 % question ? done"
    does(db, Note(chat, text), "ana")
    (stored,) = db.execute("SELECT body FROM message WHERE kind = 'note'").fetchone()
    with closing(open_store(":memory:")) as sqlite:
        does(sqlite, AddAgent("ana", "Ana"))
        does(sqlite, Note(a_chat(sqlite), text), "ana")
        assert sqlite.execute("SELECT body FROM message WHERE kind = 'note'").fetchone() == (stored,)
    assert stored == "nul \ufffd half \ufffd percent 100 % question ? done"


def test_signs_in_a_statement_are_translated_once():
    assert translated("SELECT 1 WHERE a LIKE '%' AND b = ?") == b"SELECT 1 WHERE a LIKE '%%' AND b = %s"


def test_backends_killed_at_random_lose_nothing_and_double_nothing(
    db: PostgresConnection, figure: Callable[[int, int], int], first_seed: int
):
    count, luck = figure(150, 5_000), random.Random(first_seed)
    does(db, AddAgent("ana", "Ana"))
    chat = a_chat(db)
    stop, kills = Event(), [0]

    def kill() -> None:
        with psycopg.connect(server(), autocommit=True) as own:
            while not stop.is_set():
                sleep(luck.random() * 0.03)
                killed = own.execute(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                    "WHERE pid <> pg_backend_pid() AND query LIKE '%%' || %s || '%%'",
                    ("event",),
                ).fetchone()
                kills[0] += killed[0] if killed else 0

    killer = Thread(target=kill)
    killer.start()
    failures = 0
    for n in range(count):
        command_id = uuid7(SystemClock().now())
        while True:
            try:
                assert does(db, Note(chat, f"note {n}"), "ana", command_id).is_accepted
                break
            except StoreError:
                failures += 1
    stop.set()
    killer.join()
    print(f"{kills[0]} kills, {failures} failures")
    assert failures > 0
    kept = [row[0] for row in db.execute("SELECT body FROM message WHERE kind = 'note' ORDER BY k").fetchall()]
    assert kept == [f"note {n}" for n in range(count)]
    seqs = [row[0] for row in db.execute("SELECT seq FROM event ORDER BY seq").fetchall()]
    assert seqs == list(range(1, len(seqs) + 1))


def claiming(workspace: str, agent: str, chats: list[str], count: int, seed: int) -> None:
    luck = random.Random(seed)
    with closing(opened(workspace)) as own:
        for _ in range(count):
            try:
                does(own, Claim(luck.choice(chats)), agent)
                if luck.random() < 0.5:
                    does(own, Release(luck.choice(chats)), agent)
            except StoreBusy:
                continue


def test_many_at_once_never_give_anybody_a_third_chat(
    db: PostgresConnection, figure: Callable[[int, int], int], first_seed: int
):
    for name in ("ana", "bo"):
        does(db, AddAgent(name, name.capitalize()))
        does(db, SetPresence(Presence.AVAILABLE), name)
    chats = [a_chat(db, name) for name in ("Ada", "Bea", "Cleo", "Dora", "Eve")]
    workers = [
        Thread(target=claiming, args=(db._workspace, ("ana", "bo")[n % 2], chats, figure(40, 5_000), first_seed + n))
        for n in range(8)
    ]
    for worker in workers:
        worker.start()
    most = 0
    while any(worker.is_alive() for worker in workers):
        held = db.execute(
            "SELECT assignee, count(*) FROM conversation WHERE assignee <> '' AND open = 1 GROUP BY assignee"
        ).fetchall()
        most = max([most, *(row[1] for row in held)])
    assert most == 2


def test_a_cursor_over_numbers_given_out_before_the_commit_would_miss_events(db: PostgresConnection):
    """The planted bug: BIGSERIAL for the log's number. The feed over the head's number sees everything."""
    with psycopg.connect(server(), autocommit=True) as own:
        own.execute(f"SET search_path TO {db._workspace}")
        own.execute("CREATE TABLE planted(seq BIGSERIAL PRIMARY KEY, what TEXT)")
    with psycopg.connect(server()) as slow, psycopg.connect(server()) as fast:
        for each in (slow, fast):
            each.execute(f"SET search_path TO {db._workspace}")
        slow.execute("INSERT INTO planted(what) VALUES ('slow')")
        fast.execute("INSERT INTO planted(what) VALUES ('fast')")
        fast.commit()
        seen = [row[0] for row in db.execute("SELECT seq FROM planted ORDER BY seq").fetchall()]
        slow.commit()
        later = db.execute("SELECT what FROM planted WHERE seq > ?", (seen[-1],)).fetchall()
    assert later == [], "the planted cursor was meant to miss the slow one"
    names, missed = [f"a{n}" for n in range(40)], []

    def add(part: list[str]) -> None:
        with closing(opened(db._workspace)) as own:
            for name in part:
                does(own, AddAgent(name, name))

    workers = [Thread(target=add, args=(names[n::4],)) for n in range(4)]
    for worker in workers:
        worker.start()
    since = 0
    while any(worker.is_alive() for worker in workers) or since < len(names):
        news = window(db, "", since)
        missed += [n for n in range(since + 1, news.to + 1) if n not in {each.seq for each in news.events}]
        since = news.to
    assert missed == []
    assert since == len(names)
