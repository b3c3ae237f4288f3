"""The console's own question for the password: what it makes is kept."""

from __future__ import annotations

from pathlib import Path

from agentconsole.domain.agent import Presence
from agentconsole.store.team_rows import find_agents
from tests.cli.in_team import first_login
from tests.cli.line import Ran, run
from tests.support.team_server import PASSWORD, Team


def at_the_prompt(*lines: str) -> Ran:
    return run("--plain", stdin="\n".join(lines).encode() + b"\n")


def test_a_session_begun_at_the_consoles_own_question_is_kept_as_one_of_login(team: Team, tmp_path: Path):
    assert first_login(team).code == 0
    token = tmp_path / "token"
    token.unlink()
    assert "asks for the password at its next start, and keeps the session then" in run("auth", "status").out
    assert at_the_prompt(PASSWORD, "quit").code == 0
    assert token.stat().st_mode & 0o777 == 0o600
    assert run("--json", "auth", "status").document["signed_in"]
    assert "offline. ? helps" in at_the_prompt("quit").out


def test_a_session_that_cannot_be_kept_is_told_and_lasts_as_long_as_the_console(
    team: Team, tmp_path: Path, monkeypatch
):
    assert first_login(team).code == 0
    monkeypatch.setenv("AGENTCONSOLE_TOKEN_FILE", str(tmp_path / "none" / "token"))
    told = at_the_prompt(PASSWORD, "presence available", "quit")
    assert "You are signed in until this console ends: The token cannot be kept in" in told.out
    with team.db() as db:
        assert find_agents(db)["ana"].presence is Presence.AVAILABLE
