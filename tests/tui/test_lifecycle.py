"""The console in a real terminal: how it ends, what it leaves behind, and how little it writes for a key."""

from __future__ import annotations

import signal
import stat
import sys
from pathlib import Path
from time import sleep

import pytest

from tests.support.terminal import Terminal
from tests.tui.played_console import SECRET

ROOT = Path(__file__).resolve().parents[2]
BUDGET = 500
"""Bytes the answer to one key may have."""


def console(folder: Path, *more: str, size: tuple[int, int] = (120, 36)) -> Terminal:
    command = [sys.executable, "-m", "tests.tui.played_console", folder, *more]
    return Terminal(command, size=size, cwd=ROOT)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_saves_the_draft_and_gives_the_terminal_back(tmp_path: Path, number: signal.Signals) -> None:
    with console(tmp_path) as terminal:
        terminal.wait_for("QUEUE")
        terminal.settle()
        terminal.press("f2")
        terminal.send("half a thought")
        terminal.wait_for("half a thought")
        terminal.kill(number)
        assert terminal.wait_exit() == 0
        assert terminal.modes_left_changed == set()
        assert b"drafts kept: ['half a thought']" in terminal.raw


def test_a_terminal_nobody_reads_does_not_keep_the_console_from_leaving(tmp_path: Path) -> None:
    with console(tmp_path, size=(200, 60)) as terminal:
        terminal.wait_for("QUEUE")
        terminal.settle()
        terminal.stall()
        for _ in range(60):
            terminal.press("f2", "f3", "ctrl+l")
            sleep(0.01)
        terminal.kill(signal.SIGTERM)
        code = terminal._process.wait(60)
        assert code in (0, 128 + signal.SIGTERM)
        terminal.resume()


def test_a_crash_leaves_a_private_report_without_anybodys_words(tmp_path: Path) -> None:
    with console(tmp_path, "crash") as terminal:
        terminal.wait_for("QUEUE")
        terminal.settle()
        terminal.press("Y")
        assert terminal.wait_exit() == 1
        assert terminal.modes_left_changed == set()
        (report,) = tmp_path.iterdir()
        assert report.name.encode() in terminal.raw
        assert stat.S_IMODE(report.stat().st_mode) == 0o600
        assert "action_conversation_why" in report.read_text()
        assert SECRET not in report.read_text()
        assert SECRET.encode() not in terminal.raw


def test_a_letter_and_a_step_cost_few_bytes(tmp_path: Path) -> None:
    with console(tmp_path) as terminal:
        terminal.wait_for("QUEUE")
        terminal.settle(0.3)
        steps = [terminal.time(key).size for key in "jjjkk"]
        terminal.press("f2")
        terminal.settle(0.3)
        letters = [terminal.time(letter).size for letter in "a short sentence"]
        print(f"steps {steps} letters {letters}")
        assert sorted(letters)[len(letters) // 2] <= BUDGET
        assert sorted(steps)[len(steps) // 2] <= BUDGET
