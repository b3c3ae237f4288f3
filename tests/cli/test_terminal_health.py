"""`doctor` on terminals: each thing that goes wrong is named with its remedy, and a good one is left in peace."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agentconsole.cli.terminal_health import Terminal, asked, findings, tmux_options
from agentconsole.settings import DisplaySettings
from tests.support.terminal import Terminal as Screen

GOOD = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


def wrong(terminal: Terminal) -> dict[str, str]:
    return {each.name: each.words for each in findings(terminal) if not each.is_well}


def test_a_good_terminal_is_left_in_peace():
    assert wrong(Terminal(GOOD)) == {}
    inside = {"escape-time": "10", "focus-events": "on", "set-titles": "on", "default-terminal": "tmux-256color"}
    assert wrong(Terminal({**GOOD, "TERM": "tmux-256color"}, tmux=inside)) == {}


@pytest.mark.parametrize(
    ("terminal", "name", "remedy"),
    [
        (Terminal({**GOOD, "TERM": "dumb"}), "terminal", "line commands"),
        (Terminal({}), "terminal", "TERM is not set"),
        (Terminal(GOOD, encoding="ANSI_X3.4-1968"), "encoding", "UTF-8 locale"),
        (Terminal({"TERM": "linux"}), "colours", "ac-ansi"),
        (Terminal(GOOD, columns=50, rows=12), "size", "80x24"),
        (Terminal(GOOD, columns=79, rows=24), "size", "left out"),
        (Terminal({**GOOD, "STY": "1.pts-0"}), "screen", "maptimeout 10"),
        (Terminal(GOOD, tmux={}), "terminal", "leave it to tmux"),
        (Terminal(GOOD | {"TERM": "screen"}, tmux={"escape-time": "500"}), "tmux", "escape-time 10"),
        (Terminal(GOOD | {"TERM": "screen"}, tmux={"focus-events": "off"}), "tmux", "focus-events on"),
        (Terminal(GOOD | {"TERM": "screen"}, tmux={"set-titles": "off"}), "tmux", "set-titles on"),
        (Terminal(GOOD | {"TERM": "screen"}, tmux={"set-clipboard": "external"}), "tmux", "set-clipboard on"),
        (Terminal(GOOD | {"TERM": "screen"}, tmux={"allow-passthrough": "off"}), "tmux", "allow-passthrough on"),
        (Terminal(GOOD | {"TERM": "screen"}, tmux={"default-terminal": "screen"}), "tmux", "tmux-256color"),
        (Terminal(GOOD | {"TERM": "screen"}, tmux={"client_utf8": "0"}), "tmux", "LANG=C.UTF-8"),
        (Terminal(GOOD | {"LC_ALL": "POSIX"}), "encoding", "LC_ALL=C.UTF-8"),
    ],
)
def test_what_is_wrong_comes_with_its_remedy(terminal: Terminal, name: str, remedy: str):
    assert remedy in wrong(terminal)[name]


def told(terminal: Terminal) -> dict[str, str]:
    return {each.name: each.words for each in findings(terminal)}


def test_over_ssh_the_slow_line_is_named_until_it_is_set():
    remote = {**GOOD, "SSH_CONNECTION": "a 1 b 2"}
    assert 'bandwidth = "low"' in told(Terminal(remote))["ssh"]
    low = told(Terminal(remote, display=DisplaySettings(bandwidth="low", plain_borders=True)))
    assert "bandwidth" not in low["ssh"]
    assert low["display"] == "low bandwidth, nothing ticks, plain borders"
    assert "config edit" in told(Terminal(GOOD))["display"]


def test_a_tmux_that_cannot_be_asked_is_no_finding():
    assert tmux_options({}, asked) is None
    silent = tmux_options({"TMUX": "/nowhere,1,0"}, lambda _: "")
    assert wrong(Terminal({**GOOD, "TERM": "tmux-256color"}, tmux=silent)) == {}
    assert asked(["agentconsole-no-such-program"]) == ""


def test_doctor_breaks_its_lines_between_words_below_each_other(tmp_path: Path):
    doctor = [sys.executable, "-m", "agentconsole", "--store", str(tmp_path / "none"), "doctor"]
    with Screen(doctor, size=(60, 40), env={"HOME": str(tmp_path)}) as terminal:
        terminal.wait_for("no store:")
        shown = [row.rstrip() for row in terminal.text().splitlines() if row.strip()]
    resident = next(at for at, row in enumerate(shown) if "resident" in row)
    assert shown[resident] == "ok  resident    none: `agentconsole resident start` lets"
    assert shown[resident + 1] == " " * 16 + "consoles open faster"


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_doctor_finds_what_a_fresh_tmux_holds_back(tmp_path: Path):
    socket, out = str(tmp_path / "tmux"), tmp_path / "out"
    doctor = f"{sys.executable} -m agentconsole --store {tmp_path}/none doctor > {out}.begun 2>&1; mv {out}.begun {out}"
    told = {**os.environ, "HOME": str(tmp_path), "SHELL": "/bin/sh"}
    tmux = ["tmux", "-S", socket, "-f", "/dev/null"]
    subprocess.run([*tmux, "new-session", "-d", "-x", "100", "-y", "30", doctor], check=True, env=told)
    deadline = time.monotonic() + 60
    while not out.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    words = out.read_text("utf-8")
    assert "escape-time 10" in words
    assert "focus-events on" in words
