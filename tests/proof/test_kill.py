"""What was shown as saved is there after kill -9, whenever it strikes, and the store is whole."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.engine.verify import verify
from agentconsole.store.sqlite import open_store
from tests.proof.bench import a_bench, an_opening

ROOT = Path(__file__).resolve().parents[2]


def a_store(path: Path) -> str:
    bench = a_bench(str(path))
    bench.do("chat", an_opening("first"))
    bench.db.close()
    return str(path)


def killed(store: str, after: float, mutant: str = "") -> list[str]:
    """The ids a writer said it had saved before it was killed, `after` seconds past its first."""
    command = [sys.executable, "-m", "tests.proof.writer", store, *([mutant] if mutant else [])]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline().strip()]
        fuse = threading.Timer(after, writer.kill)
        fuse.start()
        said += [line.strip() for line in writer.stdout if line.endswith("\n")]
        fuse.cancel()
    return [each for each in said if each]


def lost(store: str, said: list[str]) -> list[str]:
    """Those of the ids the store does not know."""
    with closing(open_store(store)) as db:
        known = {row[0] for row in db.execute("SELECT command_id FROM receipt")}
    return [each for each in said if each not in known]


@pytest.mark.slow
def test_no_saved_command_is_lost_to_kill_9(tmp_path: Path, figure: Callable[[int, int], int], first_seed: int):
    store, pick, acknowledged = a_store(tmp_path / "store.db"), random.Random(first_seed), 0
    kills = figure(20, 1_000)
    for kill in range(kills):
        said = killed(store, pick.uniform(0, 0.12))
        acknowledged += len(said)
        assert lost(store, said) == [], f"kill {kill}"
        if kill % 50 == 0 or kill == kills - 1:
            with closing(open_store(store)) as db:
                assert verify(db).faults == (), f"kill {kill}"
    assert acknowledged > kills


@pytest.mark.slow
def test_saying_saved_before_the_commit_would_be_found_out(tmp_path: Path, first_seed: int):
    store, pick = a_store(tmp_path / "store.db"), random.Random(first_seed)
    for _ in range(40):
        if lost(store, killed(store, pick.uniform(0, 0.12), "acknowledged_before_the_commit")):
            return
    pytest.fail("forty kills, and nothing that was said to be saved was missing")
