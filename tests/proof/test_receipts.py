"""A receipt never changes: whenever its command comes again, it is answered with the same bytes."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from agentconsole.domain.commands import Claim, Command, Note, Release, Reply, Resolve, Tag, Undo
from agentconsole.engine.receipts import IdReused, NotYours
from agentconsole.engine.verify import verify
from agentconsole.store.sqlite import MEMORY
from agentconsole.wire import Envelope
from tests.proof.bench import TEAM, Bench, a_bench, an_opening
from tests.proof.mutants import MUTANTS


def some_command(pick: random.Random) -> tuple[str, Command]:
    """Any agent with any command on one of three chats: many are refused, some change nothing."""
    chat = str(1001 + pick.randrange(3))
    given: tuple[Command, ...] = (
        Claim(chat),
        Release(chat),
        Reply(chat, "Is it back?"),
        Note(chat, "seen"),
        Tag(chat, add=("dns",)),
        Resolve(chat),
        Undo(chat),
    )
    return pick.choice(TEAM), pick.choice(given)


def replayed(path: str, commands: int, replays: int, seed: int) -> int:
    """Gives commands and sends old ones again in between; asserts that each answer is the first one's bytes."""
    bench, pick = a_bench(path), random.Random(seed)
    for name in ("Ada", "Ben", "Cem"):
        bench.do("chat", an_opening(name))
    given: list[tuple[Envelope, str]] = []
    done = 0
    for n in range(commands):
        bench.clock.advance(pick.randrange(-5_000, 60_000))
        envelope = bench.envelope(*some_command(pick))
        given.append((envelope, bench.send(envelope).text))
        if n % 20 == 19:
            bench.restart()
        for known, text in pick.choices(given, k=replays // commands):
            answer = bench.send(known)
            assert (answer.text, answer.replayed) == (text, True)
            done += 1
    assert verify(bench.db).faults == ()
    bench.db.close()
    return done


def test_a_command_sent_again_is_answered_with_the_same_bytes(figure: Callable[[int, int], int], first_seed: int):
    wanted = figure(1_500, 1_000_000)
    assert replayed(MEMORY, 150, wanted, first_seed) >= wanted


def test_receipts_survive_a_restart(tmp_path: Path, first_seed: int):
    assert replayed(str(tmp_path / "store.db"), 60, 180, first_seed) == 180


@pytest.mark.parametrize("name", ["commands_are_not_recognised", "receipts_are_written_anew"])
def test_a_receipt_that_changes_would_be_found_out(name: str, first_seed: int):
    with MUTANTS[name](), pytest.raises((AssertionError, sqlite3.IntegrityError)):
        replayed(MEMORY, 40, 400, first_seed)


def a_claim() -> tuple[Bench, Envelope]:
    bench = a_bench()
    bench.do("chat", an_opening("Ada"))
    envelope = bench.envelope("ana", Claim("1001"))
    bench.send(envelope)
    return bench, envelope


def test_an_id_with_another_command_is_an_error_and_changes_nothing():
    bench, envelope = a_claim()
    with pytest.raises(IdReused):
        bench.send(replace(envelope, command=Release("1001")))
    assert bench.send(envelope).replayed
    assert verify(bench.db).faults == ()


def test_somebody_elses_id_gives_no_receipt_away():
    bench, envelope = a_claim()
    with pytest.raises(NotYours):
        bench.send(replace(envelope, actor="bo"))


def test_the_same_command_pressed_a_moment_later_is_the_same_command():
    bench, envelope = a_claim()
    assert bench.send(replace(envelope, client_ms=envelope.client_ms + 900)).replayed
