"""What a team's server does not have yet is told where a console ends, and a server that is away keeps none shut."""

from __future__ import annotations

from tests.cli.line import run
from tests.cli.prompts import at_the_prompt
from tests.cli.test_team_lines import done, line, patient, waiting
from tests.support.fault_proxy import FaultProxy
from tests.support.team_server import PASSWORD, Team

__all__ = ["line", "patient"]


def test_what_is_not_sent_is_told_when_the_console_ends(team: Team, line: FaultProxy):
    chat = team.chat()
    done("conversation", "claim", chat)
    assert at_the_prompt("quit").err == ""
    line.is_down = True
    told = at_the_prompt(f"i {chat} seen in the dark", f"r {chat}", "and half of a rep")
    assert told.err == (
        "agentconsole: 1 update is safe here, and goes out at the next start. 1 draft is kept here.\n"
    ), told
    line.is_down = False
    at_the_prompt("q")
    assert waiting() == []


def test_a_reply_that_waits_for_the_server_is_shown_with_its_conversation(team: Team, line: FaultProxy):
    chat = team.chat()
    done("conversation", "claim", chat)
    line.is_down = True
    done("conversation", "reply", chat, "It is being looked into.")
    (kept,) = run("--json", "conversation", "show", chat).document["not_sent"]
    assert (kept["author"], kept["kind"], kept["body"]) == ("ana", "reply", "It is being looked into.")
    assert "ana (reply, not sent yet)\nIt is being looked into." in run("conversation", "show", chat).out
    line.is_down = False
    done("conversation", "note", chat, "seen")
    assert run("--json", "conversation", "show", chat).document["not_sent"] == []


def test_a_session_that_is_kept_nowhere_opens_while_the_server_is_away(team: Team, line: FaultProxy, monkeypatch):
    monkeypatch.setenv("AGENTCONSOLE_TOKEN_FILE", "")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    chat = team.chat()
    assert at_the_prompt(PASSWORD, f"a {chat}", "quit").code == 0
    line.is_down = True
    told = at_the_prompt(PASSWORD, f"i {chat} seen in the dark", "quit")
    assert "You are not signed in: what you do is kept here, and sent once you are." in told.out
    assert "1 update is safe here, and goes out at the next start once you have signed in." in told.err
    line.is_down = False
    at_the_prompt(PASSWORD, "quit")
    assert waiting() == []


def test_whoever_signs_out_is_told_of_drafts_and_wipes_none_unasked(team: Team, line: FaultProxy):
    assert not line.is_down
    chat = team.chat()
    done("conversation", "claim", chat)
    at_the_prompt(f"r {chat}", "half of a rep")
    refused = run("logout", "--wipe")
    assert (refused.code, "lost by this: 1 draft." in " ".join(refused.err.split())) == (2, True)
    assert run("--json", "unsent", "list").document[0]["body"] == "half of a rep"
    assert "1 draft is kept here." in run("logout").out
