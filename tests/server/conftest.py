"""A team's server for each test, on both kinds of store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.engines import ENGINES, a_team_on
from tests.support.team_server import Team


@pytest.fixture(params=ENGINES)
def team(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Team]:
    with a_team_on(request.param, tmp_path) as running:
        yield running
