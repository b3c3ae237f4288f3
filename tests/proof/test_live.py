"""The live figures in their short forms, on both engines; each module of `tests.proof.live` runs its long one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from agentconsole.engine import engine
from agentconsole.store.connection import Connection
from agentconsole.store.own.outbox import State
from agentconsole.store.sqlite import open_store, unit_of_work
from agentconsole.sync import team_ledger
from tests.proof.live import claims, commands, histories, kills
from tests.proof.live.place import ENGINES
from tests.proof.ten_minutes.house import ROOT
from tests.support.postgres import server
from tests.sync.test_team_line import until


@pytest.fixture(scope="module")
def postgres() -> str:
    """A database of its own on the run's server: its store is called as a team's is."""
    import psycopg

    with psycopg.connect(server(), autocommit=True) as db:
        db.execute("CREATE DATABASE live")
    return server().replace("/postgres?", "/live?")


@pytest.fixture(params=ENGINES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new store on either engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/server.db"
        return
    import psycopg

    there = request.getfixturevalue("postgres")
    with psycopg.connect(there, autocommit=True) as db:
        db.execute("DROP SCHEMA IF EXISTS agentconsole CASCADE")
    yield there


@pytest.mark.slow
def test_every_third_request_fails_and_nothing_is_lost_or_doubled(
    address: str, tmp_path: Path, figure: Callable[[int, int], int], first_seed: int
):
    written = commands.write(address, tmp_path, figure(60, 100_000), first_seed)
    print(written.counts)
    assert written.wrong == []
    assert sum(written.faults.values()) > 5


@pytest.mark.slow
def test_a_batch_without_an_answer_that_counts_as_sent_would_be_noticed(tmp_path: Path, first_seed: int):
    def put_back(db: Connection, rows, began, now, result, next_at) -> None:
        with unit_of_work(db):
            for row in rows:
                team_ledger.outbox.mark(db, row.command_id, State.ACCEPTED)

    def is_well() -> None:
        assert commands.write(f"sqlite:///{tmp_path}/server.db", tmp_path, 60, first_seed).wrong == []

    # Either it never ends, because no receipt comes for what counts as sent, or words are missing.
    planted = patch.object(team_ledger, "put_back", put_back)
    with planted, patch.object(commands, "PATIENCE", 5.0), pytest.raises(AssertionError):
        is_well()


@pytest.mark.slow
def test_servers_and_backends_die_and_every_receipt_is_in_the_log(
    address: str, tmp_path: Path, figure: Callable[[int, int], int], first_seed: int
):
    survived = kills.survive(address, tmp_path, figure(8, 5_000), first_seed)
    print(survived.counts)
    assert survived.wrong == []
    assert survived.receipts > 10


@pytest.mark.slow
def test_a_third_chat_is_never_seen(address: str, figure: Callable[[int, int], int], first_seed: int):
    claims.prepare(address)
    found = claims.hammer(address, figure(120, 1_000_000), first_seed, processes=figure(2, 4))
    print(found.line)
    assert found.most == 2
    assert found.looks > 0
    assert found.ended["accepted"] > 2


@pytest.mark.slow
def test_a_run_that_is_told_to_end_leaves_no_database_running(tmp_path: Path):
    words = ["tests.proof.live.claims", "--database", "postgres", "--folder", str(tmp_path)]
    running = subprocess.Popen([sys.executable, "-W", "ignore", "-m", *words], cwd=ROOT, stderr=subprocess.DEVNULL)
    until(lambda: any(tmp_path.glob("*/pg/postmaster.pid")), 60)
    running.terminate()
    assert running.wait(60) != 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_one_history_has_the_same_outcomes_embedded_and_at_servers_on_both_databases(
    postgres: str, figure: Callable[[int, int], int], first_seed: int
):
    import psycopg

    with psycopg.connect(postgres, autocommit=True) as db:
        db.execute("DROP SCHEMA IF EXISTS agentconsole CASCADE")
    with histories.three_stores(postgres) as compared:
        assert sum(compared(first_seed + n) for n in range(figure(3, 10_000))) > 20


@pytest.mark.slow
def test_an_engine_that_answers_otherwise_on_one_database_would_be_noticed(first_seed: int):
    receipt_text = engine.receipt_text
    told = []

    def other(receipt):
        told.append(receipt.id)
        return (
            receipt_text(receipt).replace('"words":""', '"words":" "')
            if told.count(receipt.id) == 3
            else (receipt_text(receipt))
        )

    with (
        patch.object(engine, "receipt_text", other),
        open_store(":memory:") as here,
        open_store(":memory:") as one,
        open_store(":memory:") as two,
        pytest.raises(AssertionError, match="seed"),
    ):
        histories.compare(first_seed, here, one, two)
