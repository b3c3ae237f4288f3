"""The demo's store is gone when the demo is, however it ends; what a killed one left goes with the next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest

from agentconsole.cli.starting.thrown_away import PREFIX, forget_stale, thrown_away
from tests.support.terminal import Terminal

ENDS: dict[str, Callable[[Terminal], None]] = {
    "the window is closed": Terminal.hang_up,
    "SIGHUP": lambda terminal: terminal.kill(signal.SIGHUP),
    "SIGTERM": lambda terminal: terminal.kill(signal.SIGTERM),
}
PATIENCE = 2.5
"""Seconds: below the three after which a console that hangs on its terminal is cut off, and cleans up no more."""


@pytest.mark.slow
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("shape", [(), ("--plain",)], ids=["screens", "lines"])
def test_a_demo_that_is_ended_leaves_nothing_behind(tmp_path: Path, end: str, shape: tuple[str, ...]):
    folder = tmp_path / "tmp"
    folder.mkdir()
    told = {"HOME": str(tmp_path), "TMPDIR": str(folder)}
    command = [sys.executable, "-m", "agentconsole", "--demo", "--seed", "7", *shape]
    with Terminal(command, size=(100, 30), env=told) as terminal:
        terminal.wait_for("? helps" if shape else "AVAILABLE", timeout=60)
        assert [each.name.startswith(f"{PREFIX}{terminal.pid}-") for each in folder.iterdir()] == [True]
        began = perf_counter()
        ENDS[end](terminal)
        terminal.wait_exit(timeout=30)
        took = perf_counter() - began
        assert list(folder.iterdir()) == []
        assert took < PATIENCE or os.getloadavg()[0] > (os.cpu_count() or 1)


def test_leaving_the_block_takes_the_folder_along_and_gives_the_signals_back():
    before = signal.getsignal(signal.SIGTERM)
    with thrown_away() as store:
        Path(store).write_text("x")
        assert signal.getsignal(signal.SIGTERM) is not before
    assert not Path(store).parent.exists()
    assert signal.getsignal(signal.SIGTERM) is before


def a_dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    return ended.pid


def test_only_folders_of_our_own_dead_demos_are_removed(tmp_path: Path):
    dead = a_dead_process()
    stale = tmp_path / f"{PREFIX}{dead}-abc"
    stale.mkdir()
    (stale / "store.db").write_text("x")
    kept = [f"{PREFIX}{os.getpid()}-abc", f"{PREFIX}1-abc", f"{PREFIX}abc", f"{PREFIX}x-y", f"other-{dead}-abc"]
    for name in kept:
        (tmp_path / name).mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "precious").write_text("x")
    (tmp_path / f"{PREFIX}{dead}-link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / f"{PREFIX}{dead}-file").write_text("x")
    forget_stale(tmp_path)
    assert {each.name for each in tmp_path.iterdir()} == {
        *kept,
        "elsewhere",
        f"{PREFIX}{dead}-link",
        f"{PREFIX}{dead}-file",
    }
    assert (tmp_path / "elsewhere" / "precious").exists()
