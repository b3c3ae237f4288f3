"""The demo as it is begun and left: the sentence at its end can be typed as it stands."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agentconsole.cli.starting.demo import begun_as
from tests.cli.line import run
from tests.support.terminal import Terminal


def a_program(folder: Path) -> Path:
    program = folder / "agentconsole"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return program


def test_a_program_the_shell_finds_is_called_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert begun_as(str(a_program(tmp_path))) == "agentconsole"


def test_any_other_program_is_called_by_the_path_that_was_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    a_program(tmp_path)
    assert begun_as(".venv/bin/agentconsole") == ".venv/bin/agentconsole"
    assert begun_as("my desk/agentconsole") == "'my desk/agentconsole'"


def test_a_module_is_called_as_one():
    assert begun_as("/somewhere/agentconsole/__main__.py").endswith(" -m agentconsole")


def test_the_demo_says_goodbye_with_the_command_that_plays_it_again():
    with Terminal([sys.executable, "-m", "agentconsole", "--demo", "--seed", "7"], size=(120, 36)) as terminal:
        terminal.wait_for("AVAILABLE", timeout=60)
        terminal.send("\x11")
        assert terminal.wait_exit(timeout=30) == 0
        assert f"{sys.executable} -m agentconsole --demo --seed 7" in terminal.raw.decode()


@pytest.mark.parametrize(
    ("options", "again"),
    [
        (["--demo", "--plain", "--seed", "7"], "--demo --plain --seed 7"),
        (["--demo", "--seed", "7", "--plain", "--as", "lead"], "--demo --as lead --plain --seed 7"),
    ],
)
def test_the_demo_in_lines_begins_available_and_is_played_again_in_lines(
    tmp_path: Path, options: list[str], again: str
):
    ran = subprocess.run(
        [sys.executable, "-m", "agentconsole", *options],
        input="quit\n",
        capture_output=True,
        text=True,
        env={**os.environ, "HOME": str(tmp_path)},
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran
    assert ", available. ? helps" in ran.stdout
    assert ran.stderr.endswith(f" {again}\n")


def test_what_only_the_demo_has_means_the_demo():
    assert "The tutorial is about the screens" in run("--tutorial", "--plain").err
    with Terminal([sys.executable, "-m", "agentconsole", "--seed", "7", "--plain"]) as terminal:
        terminal.wait_for("available. ? helps", timeout=60)
