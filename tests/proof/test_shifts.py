"""Whole shifts: contacts, agents and faults, every invariant looked at after every commit.

The long figure outside pytest: `agentconsole simulate --shifts 2000 --seed 1`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from agentconsole.simulator.shift import run_shift
from agentconsole.simulator.simulate import simulate
from agentconsole.simulator.smoke import smoke
from tests.proof.mutants import MUTANTS


@pytest.mark.slow
def test_no_shift_breaks_an_invariant(figure: Callable[[int, int], int], first_seed: int):
    report = simulate(figure(4, 2_000), first_seed, lambda shift: print(shift.line), hours=figure(2, 8))
    assert report.is_clean, report.line
    assert report.commands > 200 * report.shifts
    assert report.faults > 40 * report.shifts


@pytest.mark.slow
def test_a_shift_in_a_file_survives_real_reopening(tmp_path: Path, first_seed: int):
    report = run_shift(first_seed, hours=0.4, agents=3, path=str(tmp_path / "store.db"))
    assert report.violations == (), report.line


@pytest.mark.slow
def test_the_same_seed_is_the_same_shift(first_seed: int):
    assert run_shift(first_seed, hours=0.5) == run_shift(first_seed, hours=0.5)


@pytest.mark.slow
def test_the_demo_runs_an_hour_by_itself(first_seed: int):
    report = smoke(first_seed, hours=1)
    assert report.violations == (), report.line
    assert report.conversations > 50
    assert report.line.endswith(f"0 violations, seed {first_seed}")


SEEDS = 8
CAUGHT_BY_SHIFTS = (
    "no_room_is_never_asked",
    "nothing_counts_chats",
    "a_slot_is_not_freed",
    "tallies_are_not_kept",
    "commands_are_not_recognised",
    "receipts_are_written_anew",
    "a_retry_gets_a_fresh_id",
    "words_are_taken_in_twice",
    "the_clock_may_run_back",
)


def is_caught(seed: int) -> bool:
    try:
        return bool(run_shift(seed, hours=1).violations)
    except sqlite3.IntegrityError:
        # A table would not have it: that is being caught, too.
        return True


@pytest.mark.slow
@pytest.mark.parametrize("name", CAUGHT_BY_SHIFTS)
def test_a_planted_bug_would_be_found_out(name: str, first_seed: int):
    with MUTANTS[name]():
        for n in range(SEEDS):
            if is_caught(first_seed + n):
                print(f"{name}: caught by shift {n + 1}")
                return
    pytest.fail(f"{SEEDS} shifts did not notice {name}")
