"""A team's server for each test, on both kinds of store, and a line to it that rests for less long."""

from __future__ import annotations

import pytest

from agentconsole.sync import ear, line
from tests.server.conftest import team as team


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line rests a tenth as long as it would: what it does between two rests is the same."""
    rest = line.pause
    monkeypatch.setattr(line, "pause", lambda *told, **named: rest(*told, **named) / 10)
    for where, name in ((line, "LOOK_SECONDS"), (line, "ASK_AGAIN_SECONDS"), (ear, "AGAIN_SECONDS")):
        monkeypatch.setattr(where, name, getattr(where, name) / 10)
