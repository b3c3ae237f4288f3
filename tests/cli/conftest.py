"""Every test of a line command has a home of its own: no setting, store or agent of this machine is looked at."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.line import Desk, a_desk


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
