"""Passwords typed at a terminal: kept, asked for again, judged early; and the copy opens without one."""

from __future__ import annotations

from pathlib import Path

from tests.cli.in_team import first_login
from tests.cli.line import run
from tests.cli.prompts import at_the_prompt
from tests.cli.test_first_run import a_first_run, answers
from tests.cli.test_team_lines import waiting
from tests.support.team_server import PASSWORD, Team
from tests.support.terminal import Terminal


def types(terminal: Terminal, question: str, answer: str, asked: int = 1) -> None:
    """Types the answer once the question has been asked so often."""
    terminal.wait_until(lambda rows: sum(question in row for row in rows) == asked, 60, question)
    terminal.send(f"{answer}\n")


def mistyped(terminal: Terminal) -> str:
    """What is said after a password that is wrong."""
    types(terminal, "Password:", "not the password")
    terminal.wait_for("do not go together", timeout=60)
    return terminal.text()


def test_a_session_begun_at_the_consoles_own_question_is_kept_as_one_of_login(team: Team, tmp_path: Path):
    assert first_login(team).code == 0
    token = tmp_path / "token"
    token.unlink()
    assert "asks for the password at its next start, and keeps the session then" in run("auth", "status").out
    assert at_the_prompt(PASSWORD, "quit").code == 0
    assert token.stat().st_mode & 0o777 == 0o600
    assert run("--json", "auth", "status").document["signed_in"]
    assert "offline. ? helps" in at_the_prompt("quit").out


def test_a_session_that_cannot_be_kept_is_told_and_lasts_as_long_as_it_can(team: Team, tmp_path: Path, monkeypatch):
    assert first_login(team).code == 0
    monkeypatch.setenv("AGENTCONSOLE_TOKEN_FILE", str(tmp_path / "none" / "token"))
    told = at_the_prompt(PASSWORD, "quit")
    assert "You are signed in until this console ends: The token cannot be kept in" in told.out
    assert "You are not signed in" not in told.out


def test_without_a_password_the_copy_opens_and_a_wrong_one_ends_a_script(team: Team, tmp_path: Path):
    assert first_login(team).code == 0
    chat = team.chat()
    assert at_the_prompt("quit").code == 0
    (tmp_path / "token").unlink()
    told = at_the_prompt("", f"i {chat} seen without a session", "quit")
    assert "You are not signed in: what you do is kept here, and sent once you are." in told.out
    assert "1 update is safe here, and goes out at the next start once you have signed in." in told.err
    wrong = at_the_prompt("not the password", f"i {chat} never typed", "quit")
    assert (wrong.code, wrong.out) == (3, "")
    at_the_prompt(PASSWORD, "quit")
    assert waiting() == []


def test_at_a_terminal_a_mistyped_password_is_asked_for_again_and_enter_opens_the_copy(team: Team, tmp_path: Path):
    assert first_login(team).code == 0
    assert at_the_prompt("quit").code == 0
    (tmp_path / "token").unlink()
    with a_first_run("--plain") as terminal:
        assert "Enter alone opens your copy" in mistyped(terminal)
        types(terminal, "Password:", "", asked=2)
        terminal.wait_for("You are not signed in", timeout=60)
    with a_first_run("--plain") as terminal:
        mistyped(terminal)
        types(terminal, "Password:", PASSWORD, asked=2)
        terminal.wait_for("Ana, offline. ? helps", timeout=60)
    assert (tmp_path / "token").exists()


def test_a_new_password_is_judged_at_once_and_its_session_opens_the_console(team: Team, monkeypatch):
    monkeypatch.setenv("AGENTCONSOLE_TOKEN_FILE", "")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    code = team.hires("ana")["ana"]
    with a_first_run("--plain") as terminal:
        answers(terminal, Enter_to_leave="3", The_server=team.url, Your_name="ana", Have_you="y")
        types(terminal, "One-time code:", "ABCD-EFGH-2345")
        types(terminal, "One-time code:", code, asked=2)
        types(terminal, "New password, a few words, 10 characters at least:", "short")
        types(terminal, "New password", PASSWORD, asked=2)
        types(terminal, "The same again:", "four other words")
        types(terminal, "New password", PASSWORD, asked=3)
        types(terminal, "The same again:", PASSWORD, asked=2)
        terminal.wait_for("Ana, offline. ? helps", timeout=60)
        assert terminal.raw.count(b"Password: ") == 0


def test_a_script_is_asked_for_its_new_password_once(team: Team):
    code = team.hires("ana")["ana"]
    told = run("--as", "ana", "login", team.url, "--new", stdin=f"{code}\nshort\n{PASSWORD}\n{PASSWORD}\n".encode())
    assert (told.code, "10 to 200 characters" in told.err) == (2, True)
