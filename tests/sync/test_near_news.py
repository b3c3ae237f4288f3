"""News of the conversation an agent has open are pulled at once, whoever holds it; other news within the spread."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentconsole.backends.poke import trace
from agentconsole.domain.commands import Note
from agentconsole.server import pokes
from agentconsole.sync import ear, line
from tests.support.team_server import Team
from tests.sync.test_team_line import a_console, token_of, until

NEVER = 3_600.0


def test_a_note_in_the_conversation_somebody_looks_at_does_not_wait_for_the_spread(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    # Nothing but a poke that is near brings a pull: not the next look, and not the spread.
    monkeypatch.setattr(line, "LOOK_SECONDS", NEVER)
    monkeypatch.setattr(pokes, "SPREAD_EACH", 1_000)
    monkeypatch.setattr(ear, "seconds_until_pull", lambda spread, _luck: NEVER if spread else 0.0)
    monkeypatch.setattr(ear, "AGAIN_SECONDS", 0.05)
    codes, chat = team.hires("ana", "bo"), team.chat()
    with (
        a_console(team, "ana", token_of(team, "ana", codes["ana"]), tmp_path) as ana,
        a_console(team, "bo", token_of(team, "bo", codes["bo"]), tmp_path) as bo,
    ):
        until(lambda: len(team.app.state.office.pokes) == 2)
        ana.workspace.mark_seen(chat, 0)
        bo.does(Note(chat, "I know her"))
        until(lambda: "I know her" in [each.body for each in ana.workspace.transcript(chat)])


def test_a_line_is_near_to_what_is_open_alone(tmp_path: Path, team: Team):
    codes = team.hires("ana")
    with a_console(team, "ana", token_of(team, "ana", codes["ana"]), tmp_path) as ana:
        its = ana.courier._line
        assert its is not None
        assert not its._is_near(frozenset(range(256)))
        ana.courier.looks_at("1001")
        assert its._is_near(frozenset({trace("1001"), 300}))
        assert not its._is_near(frozenset(range(256)) - {trace("1001")})
