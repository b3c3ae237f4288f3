"""Lines for whoever operates a team's server: figures from its own database, who may sign in, who plays at it."""

from __future__ import annotations

import os
import re
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from agentconsole.cli.team.database import Place
from agentconsole.domain.commands import Claim, RecordBreaches, Reply, WrapUp
from agentconsole.domain.dispositions import Disposition
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetDispositions, SetPresence
from agentconsole.simulator.crew import CrewError, read_crew, sign_in
from tests.cli.in_team import first_login
from tests.cli.line import run
from tests.support.engines import ENGINES, POSTGRESQL
from tests.support.postgres import a_workspace, opened, server
from tests.support.team_server import PASSWORD, Team, a_team


def worked(team: Team, name: str = "ana") -> str:
    chat = team.chat()
    for command in (SetPresence(Presence.AVAILABLE), Claim(chat), Reply(chat, "Hello Mara.")):
        assert team.does(command, name).is_accepted
    return chat


def figures(*where: str) -> list[dict[str, Any]]:
    ran = run("--json", "report", "shift", "--from", "1h", *where)
    assert ran.code == 0, ran.err
    found: list[dict[str, Any]] = ran.document
    return found


def test_a_shift_is_told_from_the_servers_file_and_from_a_backup_nobody_can_write(tmp_path: Path):
    with a_team(tmp_path) as team:
        team.hires("ana", "bo")
        worked(team)
        (ana,) = figures("--database", f"sqlite:///{team.store}")
        assert (ana["agent"], ana["contacts"]["chat"], ana["in_time"], ana["commands"]) == ("ana", 1, 1, 3)
        backup = tmp_path / "monday.db"
        assert run("server", "backup", str(backup), "--database", f"sqlite:///{team.store}").code == 0
        assert figures("--database", str(team.store)) == [ana]
        told = run("report", "shift", "--database", str(tmp_path / "none.db"))
        assert (told.code, "write sqlite:///FILE or postgresql://" in told.err) == (2, True)
    os.chmod(backup, 0o400)
    before = backup.read_bytes()
    assert figures("--database", f"sqlite:///{backup}") == [ana]
    assert "ana" in run("report", "shift", "--from", "1h", "--csv", "--database", f"sqlite:///{backup}").out
    assert backup.read_bytes() == before
    assert list(tmp_path.glob("monday.db?*")) == []
    missing = run("report", "shift", "--database", f"sqlite:///{tmp_path / 'none.db'}")
    assert (missing.code, "there is no store" in missing.err) == (3, True)


def test_a_shift_is_told_from_a_standby_that_takes_no_write(tmp_path: Path):
    workspace = a_workspace()
    with a_team(tmp_path, lambda: opened(workspace)) as team:
        team.hires("ana")
        worked(team)
        standby = f"{server()}{'&' if '?' in server() else '?'}options=-c%20default_transaction_read_only%3Don"
        (ana,) = figures("--database", standby, "--workspace", workspace)
        assert (ana["agent"], ana["contacts"]["chat"], ana["commands"]) == ("ana", 1, 3)
    nobody = run("report", "shift", "--database", server(), "--workspace", "nobody_works_here")
    assert (nobody.code, "no store of this version" in nobody.err) == (3, True)
    with closing(opened(workspace)) as db:
        db.execute("UPDATE schema_version SET version = 99")
    newer = run("report", "shift", "--database", server(), "--workspace", workspace)
    assert newer.code == 3


def test_without_a_database_the_report_is_of_ones_own_copy(team: Team):
    assert first_login(team).code == 0
    worked(team)
    assert run("conversation", "note", "1001", "seen").code == 0
    assert [each["agent"] for each in figures()] == ["ana"]


def test_a_copy_that_began_late_says_from_where_it_counts_and_still_has_the_breaches_that_came_later(team: Team):
    code = team.hires("ana")["ana"]
    team.hires("bo")
    chat = team.chat()
    team.does(SetPresence(Presence.AVAILABLE), "ana")
    assert team.does(Claim(chat), "ana").is_accepted
    login = run("--as", "ana", "login", team.url, "--new", stdin=f"{code}\n{PASSWORD}\n{PASSWORD}\n".encode())
    assert (login.code, run("queue").code) == (0, 0)
    team.clock.ahead += 61_000
    team.does(RecordBreaches(chat))
    assert team.does(Reply(chat, "Hello Mara."), "ana").is_accepted
    assert run("conversation", "note", chat, "seen").code == 0
    until = datetime.fromtimestamp(team.clock.now() / 1_000 + 60, UTC).isoformat()
    whole, part = (
        run("report", "shift", *where, "--from", "1h", "--to", until, "--json")
        for where in (("--database", f"sqlite:///{team.store}"), ())
    )
    (of_all,), (of_copy,) = whole.document, part.document
    assert (whole.err, len(of_all["breaches"])) == ("", 1)
    assert of_copy["breaches"] == of_all["breaches"]
    assert of_copy["contacts"]["chat"] == 1
    assert re.search(r"Your copy of the team's log begins at event \d+, .* `report shift --database ADDRESS`", part.err)
    assert "1 conversation began before" in part.err


def test_who_may_sign_in_is_told_with_how_long_their_terminals_last_by_the_settings(tmp_path: Path):
    with a_team(tmp_path) as team:
        codes = team.hires("ana", "bo")
        assert team.signs_in("ana", codes["ana"]).status_code == 201
        config = tmp_path / "server.toml"
        config.write_text(f'database = "sqlite:///{team.store}"\n[sessions]\nunused_hours = 2\nlongest_days = 7\n')
        ana, bo = run("--json", "server", "user", "list", "--config", str(config)).document
        assert (ana["terminals"], bo["terminals"], bo["seen_ms"]) == (1, 0, None)
        assert ana["expires_ms"] - ana["seen_ms"] == 2 * 3_600_000
        told = run("server", "user", "list", "--config", str(config)).out
        assert "1 terminal, used" in told
        assert "0 terminals" in told
        assert "after 2 h without use, and after 7 d" in told
        with team.db() as db:
            db.execute("UPDATE session SET seen_ms = seen_ms - 3 * 3600000")
        by_default = run("--json", "server", "user", "list", "--database", f"sqlite:///{team.store}").document
        assert by_default[0]["terminals"] == 1
        assert run("--json", "server", "user", "list", "--config", str(config)).document[0]["terminals"] == 0


def test_who_is_not_let_in_is_named_with_their_line_and_the_file_keeps_its_words(tmp_path: Path):
    crew = tmp_path / "crew"
    with a_team(tmp_path) as team:
        codes = team.hires("ana", "bo")
        crew.write_text(f"# who plays\n\nana {codes['ana']}\nbo some wrong password\n")
        with pytest.raises(CrewError, match=r"crew, line 4: bo is not let in \(.*\); is that the password\?"):
            sign_in(team.url, read_crew(crew), crew)
        kept = crew.read_text().splitlines()
        assert (kept[:2], kept[3]) == (["# who plays", ""], "bo some wrong password")
        assert codes["ana"] not in kept[2]
        crew.write_text(f"ana {kept[2].split()[1]}\nbo ABCD-EFGH-2345\n")
        with pytest.raises(CrewError, match=r"line 2: bo is not let in .* prints a new code"):
            sign_in(team.url, read_crew(crew), crew)
        key = run("--json", "server", "source", "add", "web", "--database", f"sqlite:///{team.store}").document["key"]
        told = run("simulate", "--server", team.url, "--key", key, "--agents", str(crew))
        assert (told.code, "line 2" in told.err) == (4, True)


def test_where_nothing_keeps_a_session_a_line_says_why_it_has_none(team: Team, monkeypatch: pytest.MonkeyPatch):
    assert first_login(team).code == 0
    monkeypatch.delenv("AGENTCONSOLE_TOKEN_FILE")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    told = run("auth", "sessions")
    assert (told.code, told.out) == (3, "")
    assert "A console that asked for the password has one of its own, in memory only" in told.err
    monkeypatch.setenv("AGENTCONSOLE_TOKEN_FILE", "/nowhere/token")
    assert "This terminal is not signed in" in run("auth", "sessions").err


@pytest.mark.parametrize(("chats", "words"), [(1, "1 conversation is in"), (2, "2 conversations are in")])
def test_what_was_taken_out_is_told_in_the_singular_where_it_is_one(tmp_path: Path, chats: int, words: str):
    with a_team(tmp_path) as team:
        for _ in range(chats):
            team.chat()
        out = run("--store", str(team.store), "export", "--output", str(tmp_path / "out.jsonl"))
    assert words in out.out


def test_a_place_of_a_workspace_beside_another_is_read_too(tmp_path: Path):
    address = f"sqlite:///{tmp_path / 'server.db'}"
    assert Place(address, "second").file == str(tmp_path / "server-second.db")
    assert run("server", "user", "add", "ana", "--database", address, "--workspace", "second").code == 0
    assert run("--json", "report", "shift", "--database", address, "--workspace", "second").document == []


@pytest.mark.parametrize("engine", ENGINES)
def test_whoever_operates_the_server_names_how_a_contact_may_end_on_either_engine(engine: str, tmp_path: Path):
    workspace = a_workspace() if engine == POSTGRESQL else ""
    where = (
        ("--database", server(), "--workspace", workspace)
        if workspace
        else ("--database", f"sqlite:///{tmp_path}/s.db")
    )
    assert run("server", "user", "add", "ana", *where).code == 0
    assert (
        run("server", "disposition", "--add", "call:We ring back:owes=callback", "--retire", "abuse", *where).code == 0
    )
    listed = run("--json", "server", "disposition", *where).document
    assert (listed[-1]["id"], listed[-1]["owes"], listed[-2]["retired"]) == ("call", "callback", True)
    refused = run("server", "disposition", "--retire", "nothing", *where)
    assert (refused.code, "No disposition is called 'nothing'" in refused.err) == (1, True)


@pytest.mark.parametrize("engine", ENGINES)
def test_how_contacts_ended_is_counted_by_the_teams_list_and_what_ended_before_it_too(engine: str, tmp_path: Path):
    workspace = a_workspace()
    is_remote = engine == POSTGRESQL
    with a_team(tmp_path, (lambda: opened(workspace)) if is_remote else None) as team:
        where = ("--database", server(), "--workspace", workspace) if is_remote else ("--database", str(team.store))
        team.hires("ana", "bo")
        ends(team, "ana", "solved")
        team.does(SetDispositions((Disposition("dns-done", "=DNS change done"),)))
        ends(team, "ana", "dns-done")
        ends(team, "bo", "dns-done")
        found = run("--json", "report", "endings", *where).document
        assert [(each["id"], each["chat"], each["count"]) for each in found] == [("dns-done", 2, 2), ("solved", 1, 1)]
        assert [each["id"] for each in run("--json", "report", "endings", "--agent", "bo", *where).document] == [
            "dns-done"
        ]
        assert "solved  ·  retired" in run("report", "endings", *where).out
        assert "dns-done,0,0,2,2,'=DNS change done" in run("report", "endings", "--csv", *where).out


def ends(team: Team, name: str, disposition: str) -> None:
    chat = team.chat(name=f"{name} {disposition}")
    for command in (SetPresence(Presence.AVAILABLE), Claim(chat), WrapUp(chat, disposition)):
        assert team.does(command, name).is_accepted
