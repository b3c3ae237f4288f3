"""A running server is tried out: contacts through its intake, agents at consoles, and every receipt looked at."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from agentconsole.__main__ import main
from agentconsole.backends.rest import RestBackend
from agentconsole.clock import ManualClock
from agentconsole.ids import epoch_id
from agentconsole.server import sources
from agentconsole.simulator.crew import CrewError, read_crew
from agentconsole.simulator.live_contacts import LiveContacts
from tests.simulator.test_customers import START, a_customer
from tests.support.backups import put_back
from tests.support.backups import taken as a_backup
from tests.support.team_server import Team, a_team


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with a_team(tmp_path) as running:
        yield running


def tried_out(team: Team, crew: Path, capsys: pytest.CaptureFixture[str], minutes: str = "0.1") -> dict[str, object]:
    with team.db() as db:
        key = sources.add(db, "trial", team.clock.now())
    words = ["simulate", "--server", team.url, "--key", key, "--agents", str(crew), "--minutes", minutes]
    code = main([*words, "--speed", "60", "--seed", "3", "--json"])
    out = capsys.readouterr()
    assert code == 0, out.err
    assert out.err.startswith(f"Contacts write and ring at {team.url} until ")
    found: dict[str, object] = json.loads(out.out)
    return found


@pytest.mark.slow
def test_contacts_come_agents_work_and_every_receipt_is_borne_out(
    team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    codes, crew = team.hires("ana", "bo"), tmp_path / "crew"
    crew.write_text("# who plays\n" + "".join(f"{name} {code}\n" for name, code in codes.items()))
    found = tried_out(team, crew, capsys)
    assert found["clean"]
    assert found["wrong"] == []
    assert int(str(found["contacts"])) > 1
    assert int(str(found["receipts"])) >= int(str(found["pressed"])) > 2
    with team.db() as db:
        (there,) = db.execute("SELECT count(*) FROM conversation WHERE source = 'trial'").fetchone()
        (open_sessions,) = db.execute("SELECT count(*) FROM session WHERE revoked_ms = 0").fetchone()
    assert there >= int(str(found["contacts"])) > 0
    assert open_sessions == 0
    kept = dict(line.split() for line in crew.read_text().splitlines()[1:])
    assert kept.keys() == codes.keys()
    assert not set(kept.values()) & set(codes.values()), "the codes are used up, and passwords stand in their place"
    assert stat.S_IMODE(crew.stat().st_mode) == 0o600
    assert int(str(tried_out(team, crew, capsys, "0.02")["pressed"])) >= 2


def test_contacts_whose_conversation_a_restored_server_lost_begin_anew(team: Team):
    with team.db() as db:
        key, before = sources.add(db, "trial", team.clock.now()), a_backup(db)
        clock = ManualClock(START)
        backend = RestBackend(team.url, key)
        contacts = LiveContacts(db, clock, backend.deliver, "1")  # type: ignore[arg-type]  # SQLite's, as a copy is
        contacts.expect(a_customer())
        contacts.step()
        contacts.step()
        put_back(db, before, epoch_id(), team.clock.now())
        team.hears()
        for _ in range(40):
            clock.advance(10_000)
            contacts.step()
        backend.close()
        (there,) = db.execute("SELECT count(*) FROM conversation WHERE source = 'trial'").fetchone()
        assert there == 1
        assert contacts.is_settled


@pytest.mark.parametrize("text", ["", "ana\n", "# nobody\n"])
def test_a_file_that_names_nobody_is_told_so(tmp_path: Path, text: str):
    (tmp_path / "crew").write_text(text)
    with pytest.raises(CrewError, match="one-time code"):
        read_crew(tmp_path / "crew")


@pytest.mark.parametrize(
    "words", [["--server", "http://127.0.0.1:9"], ["--key", "aci_1"], ["--server", "http://127.0.0.1:9", "--key", "x"]]
)
def test_what_is_missing_is_said(words: list[str], capsys: pytest.CaptureFixture[str]):
    assert main(["simulate", *words]) == 2
    told = capsys.readouterr().err
    assert "`" in told or "belong" in told
