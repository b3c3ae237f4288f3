"""The soak in its short form, and what it would notice; `python -m tests.proof.soak` is the long one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.proof.soak.figures import MORE_MEMORY, Found, Held, rows
from tests.proof.soak.plants import PLANTS
from tests.proof.soak.shift import Length, soak

SHORT, LONG = Length(events=200, keys=60), Length(events=3_000, keys=1_500)
PLANTED = Length(events=900, keys=400)
"""A list is opened often enough after the first look; who paints wrongly is found out long before."""
IN_SHORT = ["paints_too_little"]
"""Planted in every run; the others with --long, since each takes as long as a soak."""


@pytest.mark.slow
def test_a_shift_at_speed_leaves_the_console_as_it_was(
    tmp_path: Path, figure: Callable[[int, int], int], first_seed: int
):
    found = soak(tmp_path, figure(SHORT, LONG), first_seed)
    print(found.line)
    assert found.wrong == []


@pytest.mark.slow
def test_what_goes_wrong_slowly_is_noticed(tmp_path: Path, figure: Callable[[object, object], list[str]]):
    for plant in figure(IN_SHORT, list(PLANTS)):
        folder = tmp_path / plant
        folder.mkdir()
        found = soak(folder, PLANTED, seed=3, plant=plant)
        assert found.wrong, f"{plant}: {found.line}"


def test_clocks_that_tick_are_no_answer_to_a_key_however_many_bytes_they_are():
    ticks = "".join(f"\x1b[{y};1H" + "wait 0:18 C 1121 since help".ljust(80) for y in range(17, 27, 2))
    assert rows(f"\x1b[?2026h{ticks}\x1b[3;1H\x1b[?2026l".encode()) == [b"3"]
    assert rows(f"\x1b[?2026h{ticks}\x1b[5;1H\x1b[?2026l".encode()) == [b"5"]


class _Left:
    """A console that left nothing behind."""

    crash_files = ()
    home = Path("/nonexistent")


@pytest.mark.parametrize(
    "grown",
    [
        {"memory": 60_000 + MORE_MEMORY + 1},
        {"widgets": 8},
        {"tasks": 40},
        {"threads": 9},
        {"files": 20},
    ],
    ids=str,
)
def test_each_kind_of_growth_is_called_wrong(grown: dict[str, int]):
    before = Held(memory=60_000, widgets=0, tasks=33, threads=6, files=14)
    found = Found(seed=0, held=[before, replace(before, **grown)])
    found.judge(_Left())
    assert len(found.wrong) == 1


def test_slower_keys_are_called_wrong_and_equal_ones_are_not():
    before = Held(memory=60_000, widgets=0, tasks=33, threads=6, files=14)
    keys = [3.0] * 95 + [6.0] * 5
    slow = Found(seed=0, held=[before], first_keys=keys, fresh_keys=keys, last_keys=[each * 1.2 for each in keys])
    slow.judge(_Left())
    assert "1.20 times" in slow.wrong[0]
    same = Found(seed=0, held=[before], first_keys=keys, fresh_keys=keys[:-5] * 2, last_keys=keys)
    same.judge(_Left())
    assert same.wrong == []
