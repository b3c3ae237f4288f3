"""A team's server for each test, on both kinds of store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.postgres import a_workspace, opened
from tests.support.team_server import Team, a_team


@pytest.fixture(params=["sqlite", "postgresql"])
def team(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Team]:
    workspace = a_workspace()
    with a_team(tmp_path, None if request.param == "sqlite" else lambda: opened(workspace)) as running:
        yield running
