"""What was shown as saved is there after the power failed, at whatever moment, and the store is whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from random import Random
from unittest.mock import patch

import pytest

from agentconsole.domain.commands import Claim, Command, Note, Release, Reply, Tag
from agentconsole.engine.engine import Engine
from agentconsole.engine.receipts import Answer, Receipt
from agentconsole.engine.verify import verify
from agentconsole.engine.writing import Head
from agentconsole.store.errors import StoreError
from agentconsole.store.files import durability
from agentconsole.store.files.durability import Durability
from agentconsole.store.sqlite import open_store
from agentconsole.wire import Envelope
from tests.proof.bench import Bench, a_bench, an_opening
from tests.proof.power_loss import Acknowledge, Disk, Recorder, Step, watched

PLANT_STATES = 1_500
"""Crash states within which a planted bug has to be found."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a store is made durable; write-ahead without shared memory, which the watched file layer has not."""

    journal_mode: str
    synchronous: str

    @property
    def pragmas(self) -> tuple[str, ...]:
        return ("locking_mode=EXCLUSIVE",) if self.journal_mode == "wal" else ()


CHOSEN = tuple(Setting(each.journal_mode, each.synchronous) for each in Durability)


@dataclass(frozen=True, slots=True)
class Recording:
    """The store's file as it was before, and what happened to it since."""

    path: Path
    steps: tuple[Step, ...]


def work(round_: int) -> Iterator[tuple[str, Command]]:
    """One round of a shift: a small change, and one that is larger than the page cache."""
    yield "chat", an_opening(f"round {round_}")
    yield "ana", Claim("1001")
    yield "ana", Note("1001", f"round {round_}")
    yield "ana", Reply("1001", f"{round_} " + "looking into it " * 2_000)
    yield "bo", Tag("1001", add=(f"r{round_}",))
    yield "ana", Release("1001")


@contextmanager
def _after_the_commit(steps: list[Step]) -> Iterator[None]:
    """Puts down each answer where the engine gave it."""
    submit, submit_together = Engine.submit, Engine.submit_together

    def one(self: Engine, envelope: Envelope) -> Answer:
        answer = submit(self, envelope)
        steps.append((answer.receipt.id, Acknowledge()))
        return answer

    def many(self: Engine, envelopes: Iterable[Envelope]) -> list[Answer]:
        answers = submit_together(self, envelopes)
        steps.extend((answer.receipt.id, Acknowledge()) for answer in answers)
        return answers

    with patch.object(Engine, "submit", one), patch.object(Engine, "submit_together", many):
        yield


@contextmanager
def _before_the_commit(steps: list[Step]) -> Iterator[None]:
    """The bug: an answer counts as given when its receipt is written."""
    hand_out = Engine._hand_out

    def early(self: Engine, receipt: Receipt, digest: bytes, after: Head) -> Answer:
        steps.append((receipt.id, Acknowledge()))
        return hand_out(self, receipt, digest, after)

    with patch.object(Engine, "_hand_out", early):
        yield


Said = Callable[[list[Step]], AbstractContextManager[None]]


def recorded(folder: Path, setting: Setting, rounds: int = 3, said: Said = _after_the_commit) -> Recording:
    """Rounds of work on a new store, from its opening on, with the moments at which it was `said` to be saved."""
    path = folder / "store.db"
    made = a_bench(str(path))
    made.do("chat", an_opening("first"))
    made.db.close()
    before = Disk.of(path).names[path.name].content
    name = f"recorder-{setting.journal_mode}-{setting.synchronous}"
    recorder = Recorder(name)
    with _chosen(setting), watched(name, *setting.pragmas), said(recorder.steps):
        again = replace(made, db=open_store(path))
        again.engine = Engine(again.db, again.clock, again.ids)
        _work(again, rounds)
    recorder.unregister()
    path.write_bytes(before)
    return Recording(path, tuple(recorder.steps))


def _work(bench: Bench, rounds: int) -> None:
    for round_ in range(rounds):
        for actor, command in work(round_):
            bench.clock.advance(1_000)
            answer = bench.do(actor, command)
            assert answer.receipt.is_accepted, answer.text
        together = [bench.envelope("chat", an_opening(f"together {round_}.{n}")) for n in range(12)]
        bench.engine.submit_together(together)
    bench.db.close()


@contextmanager
def _chosen(setting: Setting) -> Iterator[None]:
    with patch.object(durability, "durability", lambda _version: setting):
        yield


def crashes(recording: Recording, states: int, seed: int) -> Iterator[str]:
    """What is wrong after each of `states` crashes at moments of luck, in words; empty where nothing is."""
    luck, disk, played, sound = Random(seed), Disk.of(recording.path), 0, set[bytes]()
    for moment in sorted(luck.randint(0, len(recording.steps)) for _ in range(states)):
        while played < moment:
            disk.play(recording.steps[played])
            played += 1
        for each in recording.path.parent.glob(f"{recording.path.name}-*"):
            each.unlink()
        for name, content in disk.after_a_crash(luck).items():
            (recording.path.parent / name).write_bytes(content)
        wrong = _found(recording.path, disk.acknowledged, sound)
        yield f"seed {seed}, crash after step {moment}: {wrong}" if wrong else ""


def _found(path: Path, acknowledged: list[str], sound: set[bytes]) -> str:
    try:
        with closing(open_store(path)) as db:
            wrong = _lost(db, acknowledged)
            # What was recovered is the same few files again and again; the same bytes need one look.
            digest = sha256(path.read_bytes()).digest()
            if not wrong and digest not in sound:
                wrong = _damaged(db)
                sound |= set() if wrong else {digest}
    except (StoreError, sqlite3.Error) as error:
        return f"the store does not open: {error}"
    return wrong


def _lost(db: sqlite3.Connection, acknowledged: list[str]) -> str:
    known = {row[0] for row in db.execute("SELECT command_id FROM receipt")}
    lost = [each for each in acknowledged if each not in known]
    return f"{len(lost)} acknowledged commands are gone" if lost else ""


def _damaged(db: sqlite3.Connection) -> str:
    said = db.execute("PRAGMA integrity_check").fetchone()[0]
    if said != "ok":
        return f"integrity check: {said}"
    report = verify(db)
    return "" if report.is_clean else f"verify: {report.faults[0]}"


@pytest.mark.slow
@pytest.mark.timeout(3_600)  # thousands of states with --long
@pytest.mark.parametrize("setting", CHOSEN, ids=lambda each: each.journal_mode)
def test_no_saved_command_is_lost_to_a_power_cut(
    tmp_path: Path, setting: Setting, figure: Callable[[int, int], int], first_seed: int
):
    recording = recorded(tmp_path, setting)
    wrong = [each for each in crashes(recording, figure(300, 5_000), first_seed) if each]
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("setting", [Setting("delete", "FULL"), Setting("wal", "NORMAL")], ids=str)
def test_a_setting_that_is_not_durable_would_be_found_out(tmp_path: Path, setting: Setting, first_seed: int):
    recording = recorded(tmp_path, setting)
    assert any("are gone" in each for each in crashes(recording, PLANT_STATES, first_seed))


@pytest.mark.slow
def test_saying_saved_before_the_commit_would_be_found_out(tmp_path: Path, first_seed: int):
    recording = recorded(tmp_path, CHOSEN[0], said=_before_the_commit)
    assert any("are gone" in each for each in crashes(recording, PLANT_STATES, first_seed))
