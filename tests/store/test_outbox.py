"""The outbox: lanes in order, one sender at a time, and no way back out of a final answer."""

import random
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from agentconsole.domain.terms import FAR
from agentconsole.store.own import outbox, questions, receipts
from agentconsole.store.own.outbox import Attempt, IllegalMove, State
from agentconsole.store.sqlite import MEMORY, open_store, unit_of_work
from tests.store.builders import LOCAL, NOW, put


def due(connection: sqlite3.Connection, now: int = NOW, actor: str = "ana") -> list[str]:
    return [row.command_id for row in outbox.next_due(connection, LOCAL, actor, now)]


def test_only_the_head_of_each_lane_is_due_in_the_order_pressed():
    connection = open_store(MEMORY)
    assert put(connection, "a1", "a") == 1
    assert put(connection, "a2", "a", NOW + 1) == 2
    assert put(connection, "b1", "b", NOW + 2) == 1
    assert due(connection, NOW + 9) == ["a1", "b1"]


@pytest.mark.parametrize("state", [State.ACCEPTED, State.REFUSED, State.EXPIRED])
def test_a_final_answer_lets_the_next_of_the_lane_go(state: State):
    connection = open_store(MEMORY)
    put(connection, "a1"), put(connection, "a2")
    outbox.take(connection, LOCAL, "ana", NOW, 1_000)
    assert due(connection) == []
    outbox.mark(connection, "a1", state)
    assert due(connection) == ["a2"]


@pytest.mark.parametrize("state", [State.HELD, State.UNCERTAIN, State.READY])
def test_an_open_head_keeps_its_lane_waiting_and_no_other(state: State):
    connection = open_store(MEMORY)
    put(connection, "a1"), put(connection, "a2"), put(connection, "b1", "b")
    outbox.take(connection, LOCAL, "ana", NOW, 1_000)
    outbox.mark(connection, "a1", state, next_at=NOW + 500)
    outbox.mark(connection, "b1", State.READY, next_at=NOW)
    assert due(connection) == ["b1"]


def test_what_is_not_due_yet_waits_for_its_time():
    connection = open_store(MEMORY)
    put(connection, "a1")
    outbox.take(connection, LOCAL, "ana", NOW, 1_000)
    outbox.mark(connection, "a1", State.READY, next_at=NOW + 4_000)
    assert due(connection, NOW + 3_999) == []
    assert due(connection, NOW + 4_000) == ["a1"]


def test_what_was_never_tried_is_due_whatever_the_clock_was_set_to_since():
    connection = open_store(MEMORY)
    put(connection, "a1")
    assert due(connection, NOW - 60_000) == ["a1"]
    assert outbox.next_due_at(connection, LOCAL, "ana") <= NOW - 60_000


def test_what_waits_behind_another_is_due_no_sooner_than_that():
    connection = open_store(MEMORY)
    put(connection, "a1"), put(connection, "a2")
    outbox.take(connection, LOCAL, "ana", NOW, 1_000)
    assert outbox.next_due_at(connection, LOCAL, "ana") == NOW + 1_000
    outbox.mark(connection, "a1", State.HELD)
    assert outbox.next_due_at(connection, LOCAL, "ana") == FAR


def test_a_command_is_only_due_for_the_agent_and_server_that_wrote_it():
    connection = open_store(MEMORY)
    put(connection, "a1")
    assert due(connection, actor="bo") == []
    assert outbox.next_due(connection, "elsewhere", "ana", NOW) == []
    put(connection, "b1", actor="bo")
    assert due(connection, actor="bo") == ["b1"]


def test_a_sender_that_died_gives_its_row_back_when_the_lease_is_over():
    connection = open_store(MEMORY)
    put(connection, "a1")
    (first,) = outbox.take(connection, LOCAL, "ana", NOW, 1_000)
    assert (first.state, first.tries) == (State.READY, 0)
    assert outbox.take(connection, LOCAL, "ana", NOW + 999, 1_000) == []
    (again,) = outbox.take(connection, LOCAL, "ana", NOW + 1_000, 1_000)
    assert (again.state, again.tries, again.wire) == (State.SENDING, 1, first.wire)


def test_every_move_of_the_table_is_allowed_and_no_other():
    legal = {
        "ready": "sending held expired",
        "sending": "ready uncertain held accepted refused expired",
        "uncertain": "ready sending held accepted refused expired",
        "held": "ready expired",
    }
    connection = open_store(MEMORY)
    for old in State:
        for new in State:
            put(connection, f"{old}-{new}")
            connection.execute("UPDATE outbox SET state = ? WHERE command_id = ?", (old, f"{old}-{new}"))
            if new in legal.get(old, "").split():
                outbox.mark(connection, f"{old}-{new}", new)
                assert outbox.find(connection, f"{old}-{new}").state is new
            else:
                with pytest.raises(IllegalMove, match=f"from {old} to {new}"):
                    outbox.mark(connection, f"{old}-{new}", new)
                assert outbox.find(connection, f"{old}-{new}").state is old


def test_an_accepted_command_is_offered_again_after_a_restore_with_the_same_bytes():
    connection = open_store(MEMORY)
    put(connection, "a1")
    with pytest.raises(IllegalMove):
        outbox.offer_again(connection, "a1", NOW)
    (sent,) = outbox.take(connection, LOCAL, "ana", NOW, 1_000)
    outbox.mark(connection, "a1", State.ACCEPTED)
    outbox.offer_again(connection, "a1", NOW + 5)
    assert outbox.find(connection, "a1").wire == sent.wire
    assert due(connection, NOW + 5) == ["a1"]


def test_the_same_command_is_not_kept_twice():
    connection = open_store(MEMORY)
    put(connection, "a1")
    with pytest.raises(sqlite3.IntegrityError):
        put(connection, "a1", "another lane")
    with pytest.raises(KeyError):
        outbox.mark(connection, "unknown", State.HELD)


def test_attempts_are_kept_in_order():
    connection = open_store(MEMORY)
    tried = [Attempt(NOW, 12, "timeout"), Attempt(NOW + 50, 9, "accepted")]
    for each in reversed(tried):
        outbox.record_attempt(connection, "a1", each)
    assert outbox.attempts(connection, "a1") == tuple(tried)


def test_effects_come_in_the_order_pressed_whatever_the_network_does(
    first_seed: int, figure: Callable[[int, int], int]
):
    for seed in range(first_seed, first_seed + figure(20, 2_000)):
        chance = random.Random(seed)
        connection = open_store(MEMORY)
        pressed: dict[str, list[str]] = {"a": [], "b": [], "c": []}
        done: dict[str, list[str]] = {"a": [], "b": [], "c": []}
        now = NOW
        for n in range(40):
            lane = chance.choice("abc")
            pressed[lane].append(f"{n:02}")
            put(connection, f"{n:02}", lane, now)
            now += chance.randrange(100)
            for row in outbox.take(connection, LOCAL, "ana", now, 50):
                answer = chance.choice([State.ACCEPTED, State.READY, State.UNCERTAIN, State.SENDING])
                if answer is State.ACCEPTED:
                    done[row.lane].append(row.command_id)
                if answer is not State.SENDING:
                    outbox.mark(connection, row.command_id, answer, next_at=now + chance.randrange(50))
        while rows := outbox.take(connection, LOCAL, "ana", now := now + 100, 50):
            for row in rows:
                done[row.lane].append(row.command_id)
                outbox.mark(connection, row.command_id, State.ACCEPTED)
        assert done == pressed, f"seed {seed}"
        connection.close()


SENDER = """
import sys
from agentconsole.store.own import outbox, questions, receipts
from agentconsole.store.sqlite import open_store, unit_of_work
connection = open_store(sys.argv[1])
while True:
    with unit_of_work(connection):
        rows = outbox.take(connection, "local", "ana", int(sys.argv[2]), outbox.LONGEST_WAIT, 3)
    if not rows:
        break
    print(*(row.command_id for row in rows), flush=True)
"""


def test_four_consoles_of_one_agent_send_each_row_once(tmp_path: Path):
    path = tmp_path / "store.db"
    connection = open_store(path)
    with unit_of_work(connection):
        for n in range(200):
            outbox.add(connection, command_id=str(n), server=LOCAL, actor="ana", lane=str(n), wire="{}", now=NOW)
    running = [
        subprocess.Popen([sys.executable, "-c", SENDER, str(path), str(NOW)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    sent = Counter(word for process in running for word in process.communicate()[0].split())
    assert [process.returncode for process in running] == [0] * 4
    assert sent == Counter(map(str, range(200)))


def test_wire_bytes_stay_seven_days_after_the_answer_receipts_four_hundred_and_what_is_open_for_ever():
    connection = open_store(MEMORY)
    day = 24 * 3_600_000
    for name, state, settled in (
        ("fresh", "accepted", NOW + 3 * day),
        ("old", "accepted", NOW),
        ("open", "ready", None),
        ("held", "held", None),
        ("asked", "accepted", NOW),
        ("refused", "refused", NOW),
    ):
        put(connection, name, lane=name)
        connection.execute("UPDATE outbox SET state = ? WHERE command_id = ?", (state, name))
        outbox.record_attempt(connection, name, Attempt(NOW, 5, "it"))
        if settled is not None:
            connection.execute("INSERT INTO my_receipt VALUES (?, 1, 2, ?, 'proof')", (name, settled))
    questions.ask(connection, questions.Question("asked", LOCAL, "ana", questions.Why.LOST, "w", "", NOW))
    receipts.prune(connection, NOW + 7 * day)
    assert len(connection.execute("SELECT 1 FROM outbox").fetchall()) == 6
    receipts.prune(connection, NOW + 8 * day)
    left = {row[0] for row in connection.execute("SELECT command_id FROM outbox")}
    assert left == {"fresh", "open", "held", "asked"}
    assert len(connection.execute("SELECT 1 FROM my_receipt").fetchall()) == 4
    receipts.prune(connection, NOW + 399 * day)
    assert len(connection.execute("SELECT 1 FROM my_receipt").fetchall()) == 4
    receipts.prune(connection, NOW + 404 * day)
    assert connection.execute("SELECT 1 FROM my_receipt").fetchall() == []
    tries = {row[0] for row in connection.execute("SELECT command_id FROM attempt")}
    assert tries == {"open", "held", "asked"}


def test_what_waits_is_found_without_looking_at_what_is_done():
    connection, asked = open_store(MEMORY), []
    put(connection, "a1")
    connection.set_trace_callback(asked.append)
    outbox.next_due(connection, LOCAL, "ana", NOW)
    outbox.next_due_at(connection, LOCAL, "ana")
    connection.set_trace_callback(None)
    for statement in asked:
        (first, *_) = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
        assert "outbox_open" in first
    assert len(asked) == 2
