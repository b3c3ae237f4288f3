"""login, auth status and logout against a real server, with the token in a file as on a machine without a keyring."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.backends.base import BackendRejected, NotSignedIn
from agentconsole.cli.errors import Misused
from agentconsole.cli.line_mode import breaking
from agentconsole.cli.starting.team_copy import prepare
from agentconsole.cli.team import access as access_module
from agentconsole.cli.team import team_place
from agentconsole.cli.team.access import Access
from agentconsole.clock import ServerClock, SystemClock
from agentconsole.credentials import places
from agentconsole.credentials.keyring import Kept, KeyringUnusable
from agentconsole.store.own.drafts import Draft, Visibility, save
from agentconsole.store.sqlite import open_store
from tests.cli.in_team import first_login
from tests.cli.line import run
from tests.support.team_server import PASSWORD, Team
from tests.support.terminal import Terminal


def test_a_terminal_signs_in_once_and_stays_signed_in(team: Team, tmp_path: Path):
    done = first_login(team)
    assert (done.code, done.err) == (0, "")
    assert "readable by you alone" in done.out
    assert (tmp_path / "token").stat().st_mode & 0o777 == 0o600
    status = run("--json", "auth", "status")
    assert status.document["signed_in"] is True
    assert (status.document["agent"], status.document["kept"]) == ("ana", "file")
    assert "signed in; ends in" in run("auth", "status").out


def test_a_later_login_needs_the_password_alone(team: Team):
    first_login(team)
    assert run("login", stdin=f"{PASSWORD}\n".encode()).code == 0
    wrong = run("login", stdin=b"some other words\n")
    assert (wrong.code, wrong.out) == (3, "")
    assert "do not go together" in wrong.err
    assert run("--json", "auth", "status").document["signed_in"] is True


def test_two_passwords_that_differ_are_not_sent(team: Team):
    code = team.hires("ana")["ana"]
    told = run("--as", "ana", "login", team.url, "--new", stdin=f"{code}\n{PASSWORD}\nother\n".encode())
    assert (told.code, "differ" in told.err) == (2, True)
    assert team.signs_in("ana", code).status_code == 201


def test_a_code_that_is_not_good_is_told_before_a_password_is_asked_for(team: Team):
    code = team.hires("ana")["ana"]
    for said in ("AAAA-BBBB-CCCC", code):
        # Nothing more is typed: with a good code the next thing that is missing is a password.
        told = run("--as", "ana", "login", team.url, "--new", stdin=f"{said}\n".encode())
        assert told.code == (2 if said == code else 3)
        assert ("for ana: it is mistyped, or somebody else's" in " ".join(told.err.split())) == (said != code)
        assert ("a new one comes from your lead" in " ".join(told.err.split())) == (said != code)
        assert ("is not good for ana" in told.err, "New password" in told.err) == (said != code, said == code)
    team.clock.ahead += 8 * 24 * 3_600_000
    assert "has run out" in " ".join(
        run("--as", "ana", "login", team.url, "--new", stdin=f"{code}\n".encode()).err.split()
    )


def test_the_status_says_once_why_no_session_is_kept_and_once_what_asks_for_the_password(team: Team, monkeypatch):
    first_login(team)
    monkeypatch.delenv("AGENTCONSOLE_TOKEN_FILE")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    told = run("auth", "status").out
    assert (told.count("keyring"), told.count("password"), told.count("AGENTCONSOLE_TOKEN_FILE")) == (1, 1, 1)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://desk.example.org", "over https:// only"),
        ("ftp://desk.example.org", "no server's address"),
        ("https://ana:pw@desk.example.org", "no server's address"),
        ("", "Say where"),
    ],
)
def test_an_address_a_password_must_not_go_to_is_refused_before_it_is_typed(team: Team, address: str, words: str):
    told = run("--as", "ana", "login", address)
    assert told.code in (2, 3)
    assert words in told.err


def test_a_server_that_is_not_there_is_told_in_a_sentence(team: Team):
    told = run("--as", "ana", "login", "http://127.0.0.1:9", stdin=b"some password\n")
    assert (told.code, told.out) == (3, "")
    assert "cannot be reached" in told.err


def test_a_token_file_others_may_read_is_not_used(team: Team, tmp_path: Path):
    first_login(team)
    os.chmod(tmp_path / "token", 0o644)
    told = run("auth", "status")
    assert (told.code, "chmod 600" in told.err) == (2, True)


def a_second_terminal(team: Team) -> str:
    return str(team.signs_in("ana", terminal="t-2").json()["session"]["id"])


def test_my_terminals_are_listed_and_signed_out_one_by_one(team: Team):
    first_login(team)
    other = a_second_terminal(team)
    listed = run("--json", "auth", "sessions").document
    assert sorted((each["here"], each["id"] == other) for each in listed) == [(False, True), (True, False)]
    assert "this terminal" in run("auth", "sessions").out
    assert run("auth", "revoke", other).code == 0
    assert [each["here"] for each in run("--json", "auth", "sessions").document] == [True]
    gone = run("auth", "revoke", "../current")
    assert gone.code == 3
    assert run("--json", "auth", "status").document["signed_in"] is True


def test_everybodys_terminals_are_a_leads_to_see(team: Team):
    first_login(team)
    told = run("auth", "sessions", "--all")
    assert (told.code, "Only a team lead" in told.err) == (3, True)


def test_another_password_keeps_this_terminal_and_no_other(team: Team):
    first_login(team)
    a_second_terminal(team)
    new = "five other words entirely"
    assert run("auth", "password", stdin=f"wrong\n{new}\n{new}\n".encode()).code == 3
    assert run("auth", "password", stdin=f"{PASSWORD}\n{new}\nelse\n".encode()).code == 2
    assert len(run("--json", "auth", "sessions").document) == 2
    assert run("auth", "password", stdin=f"{PASSWORD}\n{new}\n{new}\n".encode()).code == 0
    assert [each["here"] for each in run("--json", "auth", "sessions").document] == [True]
    assert run("login", stdin=f"{new}\n".encode()).code == 0


def access_of(team: Team) -> Access:
    found = team_place.current()
    assert found is not None
    assert found.url == team.url
    return Access(found, ServerClock(SystemClock()))


def test_a_session_that_is_good_is_renewed_and_keeps_its_token(team: Team, tmp_path: Path):
    first_login(team)
    token = (tmp_path / "token").read_text()
    team.clock.ahead += 3_600_000
    before = run("--json", "auth", "status").document["ends_ms"]
    assert access_of(team).renew(PASSWORD) == "The session goes on."
    assert run("--json", "auth", "status").document["ends_ms"] >= before + 3_500_000
    assert (tmp_path / "token").read_text() == token


def test_a_session_that_has_ended_is_begun_anew_and_kept_where_the_old_one_was(team: Team, tmp_path: Path):
    first_login(team)
    token = (tmp_path / "token").read_text()
    team.clock.ahead += 13 * 3_600_000
    access = access_of(team)
    with pytest.raises(BackendRejected, match="do not go together"):
        access.renew("not the password")
    assert (tmp_path / "token").read_text() == token
    assert "readable by you alone" in access.renew(PASSWORD)
    assert (tmp_path / "token").read_text() != token
    assert access.reach().session().agent == "ana"


def test_a_token_file_that_holds_somebody_elses_session_is_not_renewed_in_their_name(team: Team, tmp_path: Path):
    first_login(team)
    bo = team.signs_in("bo", team.hires("bo")["bo"]).json()["token"]
    (tmp_path / "token").write_text(bo)
    access = access_of(team)
    assert access.renew(PASSWORD).startswith("Signed in")
    assert access.reach().session().agent == "ana"


def test_where_nothing_keeps_it_the_console_goes_on_from_memory(team: Team, monkeypatch: pytest.MonkeyPatch):
    first_login(team)
    monkeypatch.setenv("AGENTCONSOLE_TOKEN", "acs_" + "0" * 64)
    access = access_of(team)
    assert "in memory only: the variable AGENTCONSOLE_TOKEN is set" in access.renew(PASSWORD)
    assert access.reach().session().agent == "ana"
    assert run("--json", "auth", "status").document["signed_in"] is False


def test_a_keyring_that_is_silent_for_a_while_is_no_logout(team: Team, monkeypatch: pytest.MonkeyPatch):
    first_login(team)
    token = Path(os.environ["AGENTCONSOLE_TOKEN_FILE"]).read_text().strip()
    monkeypatch.delenv("AGENTCONSOLE_TOKEN_FILE")
    monkeypatch.setattr(access_module, "FRESH_SECONDS", -1.0)

    def silent(*_: object) -> Kept:
        raise KeyringUnusable("the keyring did not answer within 3 s")

    monkeypatch.setattr(places, "ask", lambda *_: Kept(token, "a keyring"))
    access = access_of(team)
    assert access.reach().session().agent == "ana"
    monkeypatch.setattr(places, "ask", silent)
    assert access.reach().session().agent == "ana"
    monkeypatch.setattr(places, "ask", lambda *_: Kept("", "a keyring"))
    with pytest.raises(NotSignedIn):
        access.reach()


def test_what_stands_between_here_and_the_server_is_said(team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    first_login(team)
    monkeypatch.setenv("HTTPS_PROXY", "http://me:secret@proxy.example.org:3128")
    told = run("auth", "status").out
    assert "way: through the proxy proxy.example.org" in told
    assert "secret" not in told


def test_a_copy_is_never_begun_with_somebody_elses_session(team: Team, tmp_path: Path):
    first_login(team)
    (tmp_path / "token").write_text(team.signs_in("bo", team.hires("bo")["bo"]).json()["token"])
    access = access_of(team)
    access.team.store.parent.mkdir(parents=True, mode=0o700)
    with pytest.raises(Misused, match="bo is signed in here, and not ana"):
        prepare(access)
    with closing(open_store(access.team.store)) as db:
        assert db.execute("SELECT count(*) FROM event").fetchone()[0] == 0


def test_lines_that_read_show_the_teams_copy_and_those_about_a_store_say_where_one_works(team: Team):
    first_login(team)
    assert run("--plain", stdin=b"quit\n").code == 0
    assert run("--json", "queue").document == []
    assert "Nothing found" in run("search", "certificate").out
    told = {each["id"]: each["words"] for each in run("--json", "doctor").document}
    assert told["server"] == f"ana works at {team.url}; this is their copy"
    assert told["path"].endswith("ana.db")
    assert "everything is as it was written" in run("verify").out


@pytest.mark.parametrize(
    ("words", "todo"),
    [
        (("backup", "a.db"), "server backup FILE"),
        (("restore", "a.db"), "server restore FILE"),
        (("export",), "server backup FILE`, then `agentconsole --store FILE export"),
        (("import", "."), "POST /v1/intake/ticket"),
    ],
)
def test_what_is_about_the_teams_store_says_which_command_of_the_server_does_it(
    team: Team, tmp_path: Path, words: tuple[str, ...], todo: str
):
    assert run("agent", "add", "ana").code == 0, "a store of one's own must not be taken for the team's"
    first_login(team)
    refused = run(*words)
    told = " ".join(refused.err.split())
    assert (refused.code, team.url in told, todo in told) == (2, True, True), told
    own = tmp_path / "own.db"
    assert run("--store", str(own), "agent", "add", "ana").code == 0
    assert run("--store", str(own), "export").code == 0


def test_the_prompt_takes_the_password_and_the_session_goes_on(team: Team):
    first_login(team)
    done = run("--plain", stdin=f"renew\n{PASSWORD}\nquit\n".encode())
    assert (done.code, "The session goes on." in done.out) == (0, True)
    wrong = run("--plain", stdin=b"renew\nsome other words\nquit\n")
    assert (wrong.code, "That is not the password" in wrong.out) == (1, True)
    ended = run("--plain", stdin=b"renew\n")
    assert ended.code == 1


def test_the_password_is_typed_unseen_at_the_prompt(team: Team):
    first_login(team)
    with Terminal([sys.executable, "-m", "agentconsole", "--plain"], env=dict(os.environ)) as terminal:
        terminal.wait_for("? helps", timeout=60)
        terminal.send("renew\n")
        terminal.wait_for("Password: ", timeout=30)
        terminal.send(f"{PASSWORD}\n")
        terminal.wait_for("The session goes on.", timeout=30)
        terminal.send("who\n")
        terminal.wait_for("who", timeout=30)
        terminal.send("quit\n")
        assert terminal.wait_exit(timeout=30) == 0
        assert PASSWORD.encode() not in terminal.raw


def test_lines_on_a_team_wait_for_the_server_s_answer_to_the_lines_before_them(team: Team):
    first_login(team)
    number = team.chat()
    lines = ("next", "> hello", "wrap-up solved --category mail", "quit")
    ran = subprocess.run(
        [sys.executable, "-m", "agentconsole", "--plain"],
        input="".join(f"{line}\n" for line in lines),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    told = [ran.stdout.find(f"{done} #{number}: done") for done in ("claim", "reply", "wrap up")]
    assert told == sorted(told)
    assert told[0] > 0


def test_what_login_says_breaks_between_words(team: Team, monkeypatch: pytest.MonkeyPatch):
    assert first_login(team).code == 0
    whole = run("login", stdin=f"{PASSWORD}\n".encode()).out.splitlines()[-1]
    width = max(map(len, whole.split()))
    monkeypatch.setattr(breaking, "columns", lambda _stream: width)
    rows = run("login", stdin=f"{PASSWORD}\n".encode()).out.splitlines()
    assert max(map(len, rows)) <= width < len(whole)
    assert " ".join(rows).endswith(whole)


def test_a_damaged_copy_of_a_team_s_is_ended_at_with_what_was_not_sent_safe_and_how_to_copy_anew(team: Team):
    assert first_login(team).code == 0
    assert run("--plain", stdin=b"quit\n").code == 0
    here = team_place.current()
    assert here is not None
    with closing(open_store(here.store)) as db:
        save(db, Draft(team.url, "ana", "1001", Visibility.PUBLIC, "Dear Mara,", 0, 1))
    whole = here.store.read_bytes()
    here.store.write_bytes(whole[:4096] + b"\x55" * 4096 * 2 + whole[4096 * 3 :])
    ran = run("--plain", stdin=b"quit\n")
    assert (ran.code, "copies the team's conversations anew" in " ".join(ran.err.split())) == (3, True)
    (kept,) = here.store.parent.glob("salvage-*.jsonl")
    assert str(kept) in ran.err
    here.store.unlink()
    assert run("--plain", stdin=b"quit\n").code == 0
