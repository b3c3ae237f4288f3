"""Every test of a line command has a home of its own: no setting, store or agent of this machine is looked at."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.line import Desk, a_desk
from tests.support.team_server import Team, a_team


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home folder, no variables of ours, and UTC as local time."""
    for name in [name for name in os.environ if name.startswith("AGENTCONSOLE_")]:
        monkeypatch.delenv(name)
    for name, folder in (("DATA", "data"), ("CONFIG", "config"), ("STATE", "state")):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / folder))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LOGNAME", "somebody-else")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield tmp_path
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A store with dana and bo, and a ticket, two chats, a third, and a ringing call."""
    return a_desk(tmp_path / "store.db")


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    """A team's server, and a terminal whose session lies in a file, as on a machine without a keyring."""
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("AGENTCONSOLE_TOKEN_FILE", str(tmp_path / "token"))
    server = tmp_path / "server"
    server.mkdir()
    with a_team(server) as running:
        yield running
