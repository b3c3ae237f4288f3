"""Lines that change something in a team: the server answers at once; while it is away they are kept in the outbox."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from agentconsole.cli.build import Opened, open_team_console
from agentconsole.cli.team import line as team_line
from agentconsole.cli.team import team_place
from agentconsole.cli.team.access import Access
from agentconsole.clock import ServerClock, SystemClock
from agentconsole.domain.commands import Claim, Release
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.ids import SystemIds
from agentconsole.store.sqlite import open_store
from agentconsole.sync.sender import copied_at
from agentconsole.sync.team_courier import TeamCourier
from agentconsole.wire import Envelope
from tests.cli.in_team import first_login
from tests.cli.line import Ran, run
from tests.support.fault_proxy import FaultProxy, fault_proxy
from tests.support.team_server import PASSWORD, Team
from tests.sync.test_team_line import bodies, until


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes of a line is looked at here, and not how fast this machine is."""
    monkeypatch.setattr(team_line, "LONGEST", 60)


@pytest.fixture
def line(team: Team) -> Iterator[FaultProxy]:
    """Ana is signed in over a line that can go down, and available."""
    with fault_proxy(team.url) as proxy:
        assert first_login(team, url=proxy.url).code == 0
        assert done("presence", "set", "available")["outcome"] == "accepted"
        yield proxy


def done(*words: str) -> dict[str, object]:
    ran = run("--json", *words)
    assert (ran.code, ran.err) == (0, ""), ran
    return dict(ran.document)


def refused(*words: str) -> Ran:
    ran = run(*words)
    assert ran.code == 1, ran
    return ran


def own_copy() -> Path:
    found = team_place.current()
    assert found is not None
    return found.store


def waiting() -> list[str]:
    with closing(open_store(own_copy(), read_only=True)) as db:
        sql = "SELECT command_id FROM outbox WHERE state IN ('ready', 'sending', 'held') ORDER BY created_ms"
        return [row[0] for row in db.execute(sql)]


@contextmanager
def an_open_console() -> Iterator[Opened]:
    """Another console of this agent's on the same file."""
    found = team_place.current()
    assert found is not None
    clock = ServerClock(SystemClock())
    with open_team_console(Access(found, clock), clock, SystemIds()) as opened:
        opened.begin()
        until(opened.courier.is_reachable)
        yield opened


def test_a_line_in_a_team_is_answered_with_the_receipt_the_servers_log_bears_out(team: Team, line: FaultProxy):
    chat = team.chat()
    for words in (("claim", chat), ("reply", chat, "We look into it."), ("note", chat, "--", "-- careful")):
        receipt = done("conversation", *words)
        with team.db() as db:
            row = db.execute("SELECT hash FROM event WHERE seq = ?", (receipt["seq"],)).fetchone()
        assert (row[0].hex(), receipt["outcome"], receipt["actor"]) == (receipt["hash"], "accepted", "ana")
    assert bodies(team) == ["We look into it.", "-- careful"]
    assert run("--json", "queue", "--mine").document[0]["id"] == chat
    assert "event" in run("conversation", "update", chat, "Still on it.").out
    assert waiting() == []


def test_the_queue_says_how_old_the_copy_is_that_it_shows(team: Team, line: FaultProxy):
    chat = team.chat()
    done("conversation", "claim", chat)
    now = int(SystemClock().now() / 1_000)
    found = team_place.current()
    assert found is not None
    assert copied_at(str(found.store)) >= (now - 60) * 1_000
    os.utime(f"{found.store}.sender", (now - 3_660, now - 3_660))
    shown = run("queue")
    assert "Your copy of the team is as of 20" in shown.err
    assert ", 1 h 1 min ago." in shown.err
    assert "as of" not in shown.out
    assert run("--json", "queue").err == ""


def test_what_the_server_refuses_is_told_and_the_words_are_a_draft(
    team: Team, line: FaultProxy, monkeypatch: pytest.MonkeyPatch
):
    chat = team.chat()
    done("conversation", "claim", chat)
    hand_over = TeamCourier.hand_over

    def a_moment_too_late(courier: TeamCourier, envelope: Envelope) -> None:
        team.does(Release(chat), "ana")
        hand_over(courier, envelope)

    monkeypatch.setattr(TeamCourier, "hand_over", a_moment_too_late)
    told = run("--json", "conversation", "reply", chat, "Mine.")
    assert (told.code, told.document["outcome"]) == (1, "refused")
    assert told.err.rstrip().endswith("Your words are a draft now.")
    with closing(open_store(own_copy(), read_only=True)) as db:
        assert db.execute("SELECT body FROM draft").fetchall() == [("Mine.",)]
    assert bodies(team) == []


def test_what_is_so_already_changes_nothing_and_is_no_failure(team: Team, line: FaultProxy):
    chat = team.chat()
    done("conversation", "claim", chat)
    done("conversation", "tag", chat, "--add", "vip")
    assert done("conversation", "tag", chat, "--add", "vip")["outcome"] == "unchanged"


def test_what_the_rules_refuse_is_told_with_their_words(team: Team, line: FaultProxy):
    chat = team.chat()
    told = refused("conversation", "reply", chat, "Hello")
    assert told.out == ""
    assert waiting() == []
    told = refused("--json", "conversation", "claim", "4711")
    assert json.loads(told.out)["error"]["code"] == "refused"


def test_words_written_while_the_server_is_away_are_kept_and_the_next_line_sends_them(team: Team, line: FaultProxy):
    chat = team.chat()
    done("conversation", "claim", chat)
    line.is_down = True
    kept = done("conversation", "reply", chat, "Written in the dark.")
    assert kept["outcome"] == "saved"
    said = run("conversation", "note", chat, "and this")
    assert (said.code, "saved on this computer and not sent yet (offline" in said.out) == (0, True)
    assert len(waiting()) == 2
    assert bodies(team) == []
    line.is_down = False
    done("conversation", "update", chat, "Here again.")
    assert bodies(team) == ["Written in the dark.", "and this", "Here again."]
    assert waiting() == []


def test_what_somebody_else_could_take_meanwhile_does_not_wait(team: Team, line: FaultProxy):
    chat = team.chat()
    done("presence", "set", "break")
    line.is_down = True
    told = run("conversation", "claim", chat)
    assert (told.code, "cannot be reached" in told.err) == (3, True)
    assert waiting() == []


def test_whoever_is_signed_out_keeps_their_words_and_hears_why(team: Team, line: FaultProxy, tmp_path: Path):
    chat = team.chat()
    done("conversation", "claim", chat)
    token = (tmp_path / "token").read_text()
    (tmp_path / "token").unlink()
    assert "signed out" in str(done("conversation", "note", chat, "later")["words"])
    told = run("conversation", "release", chat)
    assert told.code == 0, "who gives back waits for nobody's answer"
    told = run("conversation", "claim", team.chat())
    assert (told.code, "agentconsole login" in told.err) == (3, True)
    assert bodies(team) == []
    assert run("login", stdin=f"{PASSWORD}\n".encode()).code == 0
    assert (tmp_path / "token").read_text() != token
    done("presence", "set", "available")
    assert bodies(team) == ["later"]


def test_another_console_on_the_file_sends_for_the_line(
    team: Team, line: FaultProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(team_line, "ANOTHER", 60)
    chat = team.chat()
    with an_open_console() as console:
        done("conversation", "claim", chat)
        until(lambda: console.workspace.row(chat).is_mine)
        # Without a token the line itself cannot: whoever can has the file's one place of a sender.
        (tmp_path / "token").rename(tmp_path / "aside")
        assert done("conversation", "note", chat, "through the other")["outcome"] == "accepted"
        (tmp_path / "aside").rename(tmp_path / "token")
    assert bodies(team) == ["through the other"]
    with closing(open_store(own_copy(), read_only=True)) as db:
        assert db.execute("SELECT max(tries) FROM outbox").fetchone() == (1,)


def test_a_command_too_late_at_the_server_is_refused_by_it_and_its_words_are_a_draft(team: Team, line: FaultProxy):
    chat = team.chat()
    done("conversation", "claim", chat)
    line.is_down = True
    done("conversation", "reply", chat, "Too late.")
    team.does(Release(chat), "ana")
    line.is_down = False
    with an_open_console() as console:
        until(lambda: not console.courier.carried())
    with closing(open_store(own_copy(), read_only=True)) as db:
        assert db.execute("SELECT body FROM draft").fetchall() == [("Too late.",)]


def test_the_teams_numbers_people_and_responses_are_set_by_its_lead_and_read_by_all(team: Team):
    assert first_login(team, "mo", lead=True).code == 0
    team.hires("bo")
    assert done("team", "levels", "chat_first_reply=50s")["kind"] == "levels.set"
    assert {each["id"]: each["ms"] for each in run("--json", "team", "levels").document}["chat_first_reply"] == 50_000
    done("agent", "role", "bo", "lead")
    assert "lead" in next(row for row in run("agent", "list").out.splitlines() if row.startswith("bo"))
    done("canned", "save", "wait", "A moment, {{first}}.", "--team")
    assert run("--json", "canned", "list").document[0]["id"] == "wait"
    done("team", "broadcast", "Lunch.")
    assert not (Path(team_place.paths.default_store())).exists(), "no store of one's own is begun beside the team's"


def test_an_agent_may_not_set_the_teams_numbers(team: Team, line: FaultProxy):
    refused("team", "levels", "chat_first_reply=50s")
    refused("agent", "add", "eve")
    with team.db() as db:
        assert db.execute("SELECT count(*) FROM agent").fetchone() == (1,)


def test_a_line_with_a_store_of_its_own_does_not_go_to_the_team(team: Team, line: FaultProxy, tmp_path: Path):
    own = str(tmp_path / "own.db")
    assert run("--store", own, "agent", "add", "dana").code == 0
    with team.db() as db:
        assert db.execute("SELECT id FROM agent").fetchall() == [("ana",)]


def test_a_chat_taken_meanwhile_is_refused_with_who_has_it(team: Team, line: FaultProxy):
    chat = team.chat()
    team.hires("bo")
    team.does(SetPresence(Presence.AVAILABLE), "bo")
    team.does(Claim(chat), "bo")
    told = refused("conversation", "claim", chat)
    assert "Bo" in told.err


def test_the_audit_trail_is_the_teams_also_from_before_this_computers_copy(team: Team):
    team.hires("bo")
    assert first_login(team, "mo", lead=True).code == 0
    done("team", "broadcast", "Lunch.")
    told = [each["words"] for each in run("--json", "audit").document]
    assert told[0] == "told the team: Lunch."
    assert "added bo as agent" in told


def test_without_the_server_the_audit_trail_is_the_copys_and_says_so(team: Team, line: FaultProxy):
    assert run("--json", "audit").document
    line.is_down = True
    told = run("audit")
    assert (told.code, "what your copy of the team has" in told.err) == (0, True)


def test_a_session_that_was_kept_nowhere_ends_with_its_console(team: Team, line: FaultProxy):
    found = team_place.current()
    assert found is not None
    run("logout")
    clock = ServerClock(SystemClock())
    access = Access(found, clock)
    access.sign_in(PASSWORD)
    with open_team_console(access, clock, SystemIds()) as opened:
        opened.begin()
        until(opened.courier.is_reachable)
    with team.client(team.signs_in("ana", password=PASSWORD).json()["token"]) as client:
        assert len(client.get("/v1/sessions").json()["sessions"]) == 1
