"""The command as a process of its own: what only a real one shows."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.line import Desk, jsonl
from tests.support.terminal import Terminal

PROGRAM = [sys.executable, "-m", "agentconsole"]
HEAVY = {"click", "rich_click", "rich", "textual", "msgspec", "sqlite_utils", "asyncio", "dataclasses", "inspect"}


def process(*words: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *map(str, words)], input=stdin, capture_output=True, text=True, timeout=120)


def test_the_exit_code_is_the_processes(desk: Desk):
    assert process("--store", desk.store, "--as", "dana", "conversation", "claim", "1001").returncode == 0
    assert process("--store", desk.store, "--as", "dana", "conversation", "claim", "1001").returncode == 1
    assert process("--store", desk.store, "frobnicate").returncode == 2
    assert process("--store", desk.store.parent / "none.db", "queue").returncode == 3


def test_the_queue_is_answered_without_the_parser_or_the_rules(desk: Desk):
    program = (
        "import sys; from agentconsole.__main__ import main; "
        f"code = main(['--store', {str(desk.store)!r}, 'queue', '--json']); "
        "print('\\n'.join(sys.modules), file=sys.stderr); sys.exit(code)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert len(json.loads(ran.stdout)) == 5
    assert not HEAVY & set(ran.stderr.split())


@pytest.mark.parametrize("words", [["queue", "--json"], ["export"], ["queue"]])
def test_a_reader_that_has_had_enough_is_no_error(desk: Desk, words: list[str]):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        command = [*PROGRAM, "--store", str(desk.store), *words]
        ran = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, timeout=60)
    finally:
        os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_ctrl_c_while_importing_exits_130_and_the_rest_comes_with_the_next_run(desk: Desk, tmp_path: Path):
    file = tmp_path / "many.jsonl"
    file.write_text(jsonl(*(f"n{n}" for n in range(20_000))), encoding="utf-8")
    command = [*PROGRAM, "--store", str(desk.store), "import", str(file), "--progress"]
    # A shell starts its background jobs deaf to Ctrl+C, and they would hand that on.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        signal.signal(signal.SIGINT, before)
        assert running.stderr is not None
        running.stderr.read(1)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"the same command goes on" in told
    beginning = tmp_path / "beginning.jsonl"
    beginning.write_text(jsonl(*(f"n{n}" for n in range(300))), encoding="utf-8")
    done = desk.done("import", str(beginning))
    assert done["unchanged"] >= 200
    assert done["imported"] + done["unchanged"] == 300


def test_the_demo_without_a_terminal_plays_an_hour_and_prints_one_line():
    ran = process("--demo", "--smoke", "--seed", "5")
    assert (ran.returncode, ran.stderr, ran.stdout.count("\n")) == (0, "", 1)
    assert "0 violations, seed 5" in ran.stdout


def test_the_console_opens_on_a_store_and_leaves_in_order(desk: Desk):
    command = [*PROGRAM, "--store", str(desk.store), "--as", "dana"]
    with Terminal(command, size=(120, 36)) as terminal:
        terminal.wait_for("Mara x1", timeout=60)
        terminal.send("\x11")
        assert terminal.wait_exit(timeout=30) == 0


def test_the_console_shows_what_another_process_does(desk: Desk):
    with Terminal([*PROGRAM, "--store", str(desk.store), "--as", "dana"], size=(120, 36)) as terminal:
        terminal.wait_for("Mara x1", timeout=60)
        process("--store", desk.store, "--as", "bo", "call", "log", "incoming", "9m", "2m", "--name", "Li")
        file = desk.store.parent / "late.jsonl"
        file.write_text(jsonl("late", subject="A late comer"), encoding="utf-8")
        process("--store", desk.store, "import", file)
        terminal.wait_for("A late comer", timeout=30)
        terminal.send("\x11")
        assert terminal.wait_exit(timeout=30) == 0


def test_a_store_without_agents_says_how_to_begin(tmp_path: Path):
    with Terminal([*PROGRAM, "--store", str(tmp_path / "none.db")], size=(120, 36)) as terminal:
        assert terminal.wait_exit(timeout=60) == 2
        assert "agentconsole --demo" in terminal.raw.decode()
