"""Completions and the manual page: made from the commands, so that they cannot lag behind."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from agentconsole.cli.command_line import agentconsole
from agentconsole.cli.commands.completion import SHELLS
from agentconsole.tui.commands import COMMANDS, keys_in_words
from tests.cli.line import run


def completed(*words: str) -> list[str]:
    """What bash would be offered for the last word, by a process of its own."""
    asked = {
        "_AGENTCONSOLE_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    ran = subprocess.run(
        [sys.executable, "-m", "agentconsole"], env=os.environ | asked, capture_output=True, text=True, check=False
    )
    return [line.partition(",")[2] for line in ran.stdout.splitlines()]


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_a_script_that_asks_us(shell: str):
    script = run("completion", shell).out
    assert f"_AGENTCONSOLE_COMPLETE={shell}_complete" in script
    program = shutil.which(shell)
    if program:
        subprocess.run([program, "-n", "/dev/stdin"], input=script.encode(), check=True)


def test_commands_verbs_options_and_choices_complete_and_no_console_opens():
    assert completed("agentconsole", "conf") == ["config"]
    assert "resolve" in completed("agentconsole", "conversation", "re")
    assert completed("agentconsole", "--st") == ["--store"]
    assert "available" in completed("agentconsole", "presence", "set", "")


def test_what_stands_behind_a_completion_is_whole_and_in_the_reader_s_language():
    assert 'string split --max 1 ","' in run("completion", "fish").out
    asked = {"_AGENTCONSOLE_COMPLETE": "fish_complete", "LANGUAGE": "de"}
    words = {
        "agentconsole config ": "Die Einstellungen in",
        "agentconsole config show --": "Ein JSON-Dokument",
    }
    for typed, told in words.items():
        env = os.environ | asked | {"COMP_WORDS": typed, "COMP_CWORD": typed.split(" ")[-1]}
        ran = subprocess.run(
            [sys.executable, "-m", "agentconsole"], env=env, capture_output=True, text=True, check=False
        )
        assert told in ran.stdout


def test_the_manual_names_every_command_and_every_key():
    page = run("man").out
    for name in agentconsole.list_commands(None):
        assert f".SS agentconsole {name}" in page, name
    for each in COMMANDS:
        if each.key:
            shown = keys_in_words(each.key).replace("\\", "\\e").replace("-", "\\-").replace("`", "")
            shown = f"\\&{shown}" if shown[0] in ".'" else shown
            assert f"\\fB{shown}\\fR ({each.id.replace('-', chr(92) + '-')})" in page, each.id


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_the_manual_is_sound_roff(tmp_path: Path):
    page = tmp_path / "agentconsole.1"
    page.write_text(run("man").out, "utf-8")
    ran = subprocess.run(["groff", "-man", "-Tutf8", "-ww", str(page)], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    # Bold is a letter, a step back, and the letter once more.
    assert "EXIT STATUS" in re.sub(r".\x08", "", ran.stdout)
