"""The ten-minute script in its short form: consoles, a lead and servers, killed and cut at random, and nothing lost.

The long figure: `python -m tests.proof.ten_minutes --database sqlite`, and again with `--database postgres`.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_a_team_survives_kills_and_cuts(engine: str, figure: Callable[[int, int], int], first_seed: int):
    seconds = figure(10, 600)
    options = ["--minutes", str(seconds / 60), "--seed", str(first_seed), "--database", engine]
    done = subprocess.run(
        [sys.executable, "-m", "tests.proof.ten_minutes", *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout[-4_000:]
