"""The first run asks what is wanted, at a terminal alone; what is chosen begins at once, and the next run knows it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.in_team import first_login
from tests.cli.line import run
from tests.support.team_server import PASSWORD, Team
from tests.support.terminal import Terminal

WELCOME = "Nothing is set up on this computer yet."
HOMES = (
    *("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "AGENTCONSOLE_TOKEN_FILE", "LOGNAME"),
    "PYTHON_KEYRING_BACKEND",
)


@contextmanager
def a_first_run(*options: str, size: tuple[int, int] = (80, 24), term: str = "xterm-256color") -> Iterator[Terminal]:
    told = {name: os.environ[name] for name in HOMES if name in os.environ} | {"TERM": term}
    with Terminal([sys.executable, "-m", "agentconsole", *options], size=size, env=told) as terminal:
        yield terminal


def answers(terminal: Terminal, **typed: str) -> None:
    """Waits for each question, by its first word, and types the answer."""
    for question, answer in typed.items():
        terminal.wait_for(question.replace("_", " "), timeout=30)
        terminal.send(f"{answer}\n")


def test_a_store_of_ones_own_is_begun_and_opens_without_a_question_the_next_time(home: Path):
    with a_first_run() as terminal:
        answers(terminal, Enter_to_leave="2", Your_short_name="dana", Your_name_as="Dana Brook")
        terminal.wait_for("QUEUE", timeout=60)
        terminal.press("ctrl+q")
        assert terminal.wait_exit(timeout=30) == 0
    (dana,) = run("agent", "list", "--json").document
    assert (dana["id"], dana["full_name"]) == ("dana", "Dana Brook")
    with a_first_run("--plain") as terminal:
        terminal.wait_for("Dana Brook, offline. ? helps", timeout=60)
        assert WELCOME not in terminal.raw.decode()


def test_the_login_name_is_offered_and_a_name_the_rules_refuse_is_asked_for_again(home: Path):
    with a_first_run("--plain") as terminal:
        answers(terminal, Enter_to_leave="2", Your_short_name="Dana!", Your_name_as="")
        terminal.wait_until(lambda rows: sum("Enter to leave" in row for row in rows) == 2, 60)
        terminal.send("2\n")
        terminal.wait_until(lambda rows: sum("[somebody-else]" in row for row in rows) == 2, 60)
        terminal.send("\n")
        terminal.wait_for("[Somebody-else]", timeout=60)
        terminal.send("\n")
        terminal.wait_for("Somebody-else, offline. ? helps", timeout=60)


@pytest.mark.slow
def test_the_demo_is_one_answer_away(home: Path):
    with a_first_run("--plain", size=(60, 30)) as terminal:
        answers(terminal, Enter_to_leave="1")
        terminal.wait_for("available. ? helps", timeout=60)
    assert not (home / "data" / "agentconsole" / "store.db").exists()


def test_a_team_is_joined_with_a_one_time_code(team: Team):
    code = team.hires("ana")["ana"]
    with a_first_run("--plain") as terminal:
        answers(terminal, Enter_to_leave="3", The_server="http://127.0.0.1:9", Your_name="ana", Have_you="n")
        answers(terminal, Password="some words")
        terminal.wait_for("cannot be reached", timeout=30)
        answers(terminal, Enter_to_leave="3", address=team.url)
        terminal.wait_until(lambda rows: sum("Your name there" in row for row in rows) == 2, 30)
        terminal.send("ana\n")
        terminal.wait_until(lambda rows: sum("one-time code?" in row for row in rows) == 2, 30)
        terminal.send("y\n")
        terminal.wait_for("One-time code: ", timeout=30)
        terminal.send(f"{code}\n")
        answers(terminal, New_password=PASSWORD, The_same=PASSWORD)
        terminal.wait_for("Ana, offline. ? helps", timeout=60)
        assert PASSWORD.encode() not in terminal.raw


def test_after_a_sign_out_it_says_of_what_and_how_to_sign_in_again(team: Team):
    first_login(team)
    assert run("logout").code == 0
    told = run("--plain")
    assert (told.code, f"signed out of the team at {team.url}: `agentconsole login`" in told.err) == (2, True)
    with a_first_run("--plain") as terminal:
        terminal.wait_for(f"This computer is signed out of the team at {team.url}.", timeout=30)
        terminal.wait_for("`agentconsole login`", timeout=30)
        assert WELCOME not in terminal.raw.decode()
        answers(terminal, Enter_to_leave="3", The_server="", Your_name="", Have_you="n", Password=PASSWORD)
        terminal.wait_for("Ana, offline. ? helps", timeout=60)


@pytest.mark.parametrize("typed", ["\n", "x\n\n", "2\n\x04"])
def test_leaving_sets_nothing_up(home: Path, typed: str):
    with a_first_run() as terminal:
        terminal.wait_for(WELCOME, timeout=30)
        terminal.send(typed)
        terminal.wait_for("Nothing was set up.", timeout=30)
        assert terminal.wait_exit(timeout=30) == 0
    assert not (home / "data" / "agentconsole").exists()


def test_without_a_terminal_or_with_a_store_named_nobody_is_asked(home: Path):
    told = run("--plain")
    assert (told.code, "There is no store yet" in told.err) == (2, True)
    with a_first_run("--store", str(home / "typo.db")) as terminal:
        assert terminal.wait_exit(timeout=30) == 2
        assert "There is no store yet" in " ".join(terminal.text().split())
