"""In each conversation what an agent pressed takes effect in the order of the keys, on the worst of lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agentconsole.simulator.faults import Chances
from agentconsole.simulator.shift import run_shift
from tests.proof.mutants import MUTANTS

WORST = Chances(late=0.5, twice=0.1, lost_answer=0.15, crash=0.1, replay=0.05, duplicate_intake=0.05, clock_step=0.02)


@pytest.mark.slow
def test_commands_take_effect_in_the_order_pressed(figure: Callable[[int, int], int], first_seed: int):
    for seed in range(first_seed, first_seed + figure(3, 1_000)):
        report = run_shift(seed, hours=0.75, chances=WORST)
        assert report.violations == (), report.line


@pytest.mark.slow
def test_overtaking_would_be_found_out(first_seed: int):
    with MUTANTS["lanes_are_ignored"]():
        for seed in range(first_seed, first_seed + 10):
            if "another order" in " ".join(run_shift(seed, hours=0.75, chances=WORST).violations):
                return
    pytest.fail("ten shifts, and nobody was overtaken")
