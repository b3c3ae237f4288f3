"""Nobody holds a third chat: sixteen processes try on one file, and so do we, by hand."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.engine.verify import verify
from agentconsole.store.sqlite import open_store
from tests.proof.bench import a_bench, an_opening
from tests.proof.claimer import AGENTS, CHATS

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = (
    "SELECT assignee, count(*) FROM conversation WHERE channel = 'chat' AND status = 'active' GROUP BY assignee "
    "UNION ALL SELECT agent_id, count(*) FROM chat_slot GROUP BY agent_id"
)


def a_store_of_chats(path: Path) -> str:
    bench = a_bench(str(path), team=AGENTS)
    bench.engine.submit_together(bench.envelope("chat", an_opening(f"c{n}")) for n in range(CHATS))
    bench.db.close()
    return str(path)


def hammered(store: str, processes: int, count: int, seed: int, mutant: str = "") -> tuple[Counter[str], int, int]:
    """How the commands ended, the most chats an observer ever saw with one agent, and how often it looked."""
    address, more = f"sqlite:///{store}", ([mutant] if mutant else [])
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.proof.claimer", address, str(count), str(seed + n), *more],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        for n in range(processes)
    ]
    most = looks = 0
    with closing(open_store(store, read_only=True)) as observer:
        while any(each.poll() is None for each in running):
            try:
                most = max([most, *(n for _, n in observer.execute(SAMPLE))])
                looks += 1
            except sqlite3.OperationalError:
                # The observer waits its turn like everybody; what it could not see it sees next time.
                continue
    ended: Counter[str] = Counter()
    for each in running:
        out, _ = each.communicate()
        assert each.returncode == 0
        ended.update(json.loads(out))
    return ended, most, looks


@pytest.mark.slow
def test_sixteen_processes_never_give_anybody_a_third_chat(
    tmp_path: Path, figure: Callable[[int, int], int], first_seed: int
):
    store = a_store_of_chats(tmp_path / "store.db")
    count = figure(6, 2_000)
    ended, most, looks = hammered(store, 16, count, first_seed)
    assert ended["locked out"] == 0
    assert ended["claims"] == 16 * count
    assert ended["accepted"] + ended["refused"] >= ended["claims"]
    assert ended["accepted"] > 8
    assert looks > 0
    assert most == 2
    with closing(open_store(store)) as db:
        assert verify(db).faults == ()


@pytest.mark.slow
def test_the_tables_hold_when_the_rule_is_gone(tmp_path: Path, first_seed: int):
    store = a_store_of_chats(tmp_path / "store.db")
    _, most, _ = hammered(store, 2, 40, first_seed, "no_room_is_never_asked")
    assert most == 2
    with closing(open_store(store)) as db:
        assert verify(db).faults == ()


ROUNDS = 8
"""A race is lost sooner or later: so often a planted bug may try."""


@pytest.mark.slow
def test_the_observer_would_see_a_third_chat(tmp_path: Path, first_seed: int):
    store = a_store_of_chats(tmp_path / "store.db")
    for n in range(ROUNDS):
        _, most, _ = hammered(store, 2, 40, first_seed + 2 * n, "nothing_counts_chats")
        if most > 2:
            break
    assert most > 2
    with closing(open_store(store)) as db:
        assert not verify(db).is_clean


@pytest.mark.slow
def test_deferred_transactions_would_lock_each_other_out(tmp_path: Path, first_seed: int):
    store = a_store_of_chats(tmp_path / "store.db")
    locked_out = 0
    for n in range(ROUNDS):
        ended, _, _ = hammered(store, 4, 30, first_seed + 4 * n, "transactions_begin_deferred")
        locked_out += ended["locked out"]
        if locked_out:
            break
    assert locked_out > 0


@pytest.mark.parametrize(
    "row",
    [
        ("agent0", 3, "c3"),
        ("agent0", 0, "c3"),
        ("agent0", 1, "c3"),
        ("agent0", None, "c3"),
        ("agent0", "2b", "c3"),
        ("agent1", 1, "c1"),
    ],
    ids=["slot 3", "slot 0", "slot taken", "no slot", "a word", "a chat held twice"],
)
def test_a_slot_that_must_not_be_cannot_be_written_down_by_hand(row: tuple[str, object, str]):
    db = a_bench().db
    db.execute("INSERT INTO chat_slot VALUES ('agent0', 1, 'c1'), ('agent0', 2, 'c2')")
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("INSERT INTO chat_slot VALUES (?, ?, ?)", row)
    assert db.execute("SELECT count(*) FROM chat_slot").fetchone() == (2,)


def test_a_second_call_cannot_be_written_down_by_hand():
    db = a_bench().db
    db.execute("INSERT INTO call_slot VALUES ('agent0', 'c1')")
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("INSERT INTO call_slot VALUES ('agent0', 'c2')")
