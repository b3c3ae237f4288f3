"""What a console was closed over is answered at the next start, and whoever wrote it is told."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from time import sleep

import pytest

from agentconsole.domain.commands import Reply
from agentconsole.ids import uuid7
from agentconsole.store.sqlite import open_store
from agentconsole.sync import ledger
from agentconsole.wire import Envelope
from tests.support.team_server import Team
from tests.sync.test_team_line import a_console, token_of, until

pytestmark = pytest.mark.usefixtures("hurried")


def test_a_reply_that_is_refused_at_the_next_start_is_told_however_slow_the_disk_is(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    chat, token = team.chat(), token_of(team, "ana", team.hires("ana")["ana"])
    with a_console(team, "ana", token, tmp_path) as ana:
        until(lambda: ana.workspace.row(chat).subject != "")
    now = team.clock.now()
    with closing(open_store(tmp_path / "ana.db")) as db:
        reply = Envelope(uuid7(now), "ana", "t-1", Reply(chat, "nobody has claimed it"), now)
        ledger.put_out(db, team.url, reply, now)
    read = ledger.left_over

    def slowly(db: sqlite3.Connection, server: str, actor: str) -> list[Envelope]:
        sleep(1)
        return read(db, server, actor)

    monkeypatch.setattr(ledger, "left_over", slowly)
    with a_console(team, "ana", token, tmp_path) as ana:
        until(lambda: not ana.courier.carried() and ana.courier.returned(), 20)
        assert [each.text_back for each in ana.courier.returned()] == ["nobody has claimed it"]
