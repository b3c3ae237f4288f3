"""Figures that add up over days: no round is lost or counted twice, and one that went wrong is told."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import pytest

from tests.proof.rounds import Came, add_arguments, kept_in, main, play_rounds, seeds_of


def given(file: Path, *words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser, "1..3")
    return parser.parse_args(["--results", str(file), *words])


def test_a_run_that_was_broken_off_goes_on_with_the_seeds_it_lacks(tmp_path: Path):
    file, played = tmp_path / "results", []

    def play(seed: int) -> Came:
        played.append(seed)
        return Came({"deeds": 10})

    assert play_rounds("one", given(file, "--seeds", "1..2"), play) == 0
    assert play_rounds("one", given(file), play) == 0
    assert play_rounds("another", given(file, "--seeds", "2"), play) == 0
    assert played == [1, 2, 3, 2]
    assert [(each.proof, each.seed) for each in kept_in(file)] == [("one", 1), ("one", 2), ("one", 3), ("another", 2)]


def test_what_went_wrong_is_kept_told_and_the_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def play(seed: int) -> Came:
        if seed == 2:
            raise AssertionError("it does not end")
        return Came({"deeds": 1_000}, ["lost one"] if seed == 3 else [])

    file = tmp_path / "results"
    assert play_rounds("one", given(file), play) == 1
    monkeypatch.setattr("sys.argv", ["rounds", str(file)])
    assert main() == 0
    told = capsys.readouterr().out.splitlines()[-1]
    assert "3 rounds: 2,000 deeds; {2: 'it does not end', 3: 'lost one'}" in told


def test_rounds_played_at_once_in_processes_are_all_counted(tmp_path: Path):
    file = tmp_path / "results"
    assert play_rounds("one", given(file), lambda seed: Came({"deeds": seed, "pid": os.getpid()}), jobs=2) == 0
    kept = list(kept_in(file))
    assert sorted(each.seed for each in kept) == [1, 2, 3]
    assert all(each.counts["deeds"] == each.seed for each in kept)
    assert os.getpid() not in {each.counts["pid"] for each in kept}


def test_no_round_begins_when_the_time_is_up(tmp_path: Path):
    file = tmp_path / "results"
    assert play_rounds("one", given(file, "--seconds", "0"), lambda seed: Came({})) == 0
    assert list(kept_in(file)) == []


def test_seeds_are_one_or_from_one_to_another():
    assert seeds_of("7") == range(7, 8)
    assert seeds_of("1..50") == range(1, 51)
    with pytest.raises(ValueError, match="many"):
        seeds_of("many")
