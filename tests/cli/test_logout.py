"""logout against a real server: what it ends, what it leaves here, and whose shift is over by it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from agentconsole.cli.team import team_place
from agentconsole.store.sqlite import open_store
from agentconsole.store.team.rows import find_agents
from tests.cli.in_team import first_login
from tests.cli.line import run
from tests.cli.prompts import at_the_prompt
from tests.support.team_server import PASSWORD, Team
from tests.support.terminal import Terminal


def test_signing_out_ends_the_session_and_wipes_only_when_asked(team: Team, tmp_path: Path):
    first_login(team)
    token = (tmp_path / "token").read_text().strip()
    (store,) = {tmp_path / "xdg_data_home/agentconsole/teams" / team.url.partition("://")[2].replace(":", "_")}
    store.mkdir(parents=True, mode=0o700)
    open_store(store / "ana.db").close()
    assert run("logout").code == 0
    assert (store / "ana.db").exists()
    assert not (tmp_path / "token").exists()
    with team.client(token) as client:
        assert client.get("/v1/sessions/current").status_code == 401
    assert run("logout").code == 2
    assert run("--as", "ana", "login", team.url, stdin=f"{PASSWORD}\n".encode()).code == 0
    assert run("logout", "--wipe").code == 0
    assert not (store / "ana.db").exists()


def test_the_copy_of_a_team_that_was_left_can_still_be_removed_and_the_team_is_named(team: Team):
    first_login(team)
    place = team_place.current()
    assert place is not None
    place.store.parent.mkdir(parents=True, mode=0o700)
    open_store(place.store).close()
    assert "has ended. Nothing was left unsent." in run("logout").out
    assert f"signed out of the team at {team.url}: `agentconsole login`" in " ".join(run("queue").err.split())
    assert "`logout --wipe` removes it" in " ".join(run("logout").err.split())
    told = run("logout", "--wipe")
    assert (told.code, place.store.exists()) == (0, False)
    assert "was signed out of" in told.out
    assert "not signed in anywhere" in run("logout", "--wipe").err


def test_what_is_unsent_in_the_copy_of_a_team_that_was_left_is_asked_about_first(team: Team):
    first_login(team)
    chat = team.chat()
    at_the_prompt("o", f"a {chat}", f"r {chat}", "half of a rep")
    told = " ".join(run("logout").out.split())
    assert "1 draft is kept here." in told
    assert f"For the team you are off shift now and still hold #{chat} " in told
    refused = run("logout", "--wipe")
    assert (refused.code, "lost by this: 1 draft." in " ".join(refused.err.split())) == (2, True)
    assert run("logout", "--wipe", "--even-unsent").code == 0


def presence_of(team: Team, name: str) -> str:
    with team.db() as db:
        return str(find_agents(db)[name].presence)


def test_who_signs_out_of_their_last_terminal_is_off_shift_at_once_and_keeps_what_they_hold(team: Team):
    first_login(team)
    chat = team.chat()
    at_the_prompt("o", f"a {chat}")
    elsewhere = team.signs_in("ana", password=PASSWORD).json()["token"]
    told = " ".join(run("logout").out.split())
    assert (
        f"Another terminal of yours is signed in still. For the team you are still available and hold #{chat}" in told
    )
    assert presence_of(team, "ana") == "available"
    assert run("--as", "ana", "login", team.url, stdin=f"{PASSWORD}\n".encode()).code == 0
    with team.client(elsewhere) as client:
        client.delete("/v1/sessions/current")
    assert presence_of(team, "ana") == "available"
    assert run("--json", "logout").document["off_shift"] is True
    assert presence_of(team, "ana") == "offline"
    with team.db() as db:
        assert db.execute("SELECT assignee FROM conversation WHERE id = ?", (chat,)).fetchone() == ("ana",)


def test_a_session_that_ran_out_is_no_end_of_a_shift(team: Team):
    first_login(team)
    at_the_prompt("o")
    team.clock.ahead += 13 * 3_600_000
    told = " ".join(run("logout").out.split())
    assert "the session had ended before" in told
    assert "still available" in told
    assert presence_of(team, "ana") == "available"
    assert "To end your shift: `agentconsole login`, then `agentconsole logout`" in told


@pytest.mark.parametrize(("typed", "presence"), [(PASSWORD, "offline"), ("", "available")])
def test_where_no_session_is_kept_the_password_ends_the_shift_and_enter_leaves_it(
    team: Team, monkeypatch: pytest.MonkeyPatch, typed: str, presence: str
):
    monkeypatch.delenv("AGENTCONSOLE_TOKEN_FILE")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    first_login(team)
    at_the_prompt(PASSWORD, "o", "quit")
    with Terminal([sys.executable, "-m", "agentconsole", "logout"], env=dict(os.environ)) as terminal:
        terminal.wait_for("Enter alone leaves it as it is.", timeout=60)
        terminal.wait_for("Password:", timeout=60)
        terminal.send(f"{typed}\n")
        told = "off shift now" if typed else "To end your shift"
        terminal.wait_for(told, timeout=60)
        assert terminal.wait_exit(timeout=60) == 0
    assert presence_of(team, "ana") == presence
    with team.db() as db:
        assert db.execute("SELECT count(*) FROM session WHERE revoked_ms = 0").fetchone() == (0,)


def test_without_a_session_to_end_it_is_said_what_ends_by_itself(team: Team, tmp_path: Path):
    first_login(team)
    (tmp_path / "token").unlink()
    told = " ".join(run("logout").out.split())
    assert "where no session was kept. The one of a console that is still open ends by itself" in told
    assert "(" not in told
