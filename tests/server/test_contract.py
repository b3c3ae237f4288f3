"""The OpenAPI document is the truth: whatever is asked, right or wrong, is answered as it says, never with a fault."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis import Case, GenerationMode
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.specs.openapi.checks import positive_data_acceptance

from agentconsole.server import sessions, sources
from agentconsole.server.policy import ROUTES, Need
from agentconsole.server.sessions import Lasting
from agentconsole.server.settings import LimitSettings, ServerSettings
from agentconsole.store.sqlite import unit_of_work
from tests.support.team_server import Team, a_team

STREAM = ("GET", "/v1/poke")
"""It never ends; `test_pokes.py` and `test_feed.py` listen to it."""
PATIENCE = 60
"""Seconds a request may take on a machine that has much else to do; schemathesis alone gives up after ten."""
OPERATORS_KEY = "a key for the metrics"
GENEROUS = ServerSettings(limits=LimitSettings(1_000_000, 1_000_000, 100), metrics_key=OPERATORS_KEY)
RULED = {
    ("GET", "/v1/changes"): "a cursor may be of another history: 410",
    ("POST", "/v1/sessions"): "what a new password has to be depends on the code and the name: 422",
    ("POST", "/v1/sessions/current/password"): "what a new password has to be depends on the name: 422",
}
"""Routes that may refuse what is shaped as it should be, each with its reason."""


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    logging.getLogger("httpx").setLevel(logging.WARNING)
    with a_team(tmp_path_factory.mktemp("contract"), settings=GENEROUS) as running:
        running.hires("ana", lead="mo")
        running.chat("something to find")
        yield running


@pytest.fixture(scope="module")
def document(team: Team) -> Any:
    modes = GenerationConfig(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    config = SchemathesisConfig(projects=ProjectsConfig(default=ProjectConfig(generation=modes)))
    return schemathesis.openapi.from_url(f"{team.url}/openapi.json", config=config, timeout=PATIENCE)


@pytest.fixture(scope="module")
def key(team: Team) -> str:
    with team.db() as db:
        return sources.add(db, "website", team.clock.now())


def a_token(team: Team) -> str:
    """Of a lead, for one request: some end their own session."""
    with team.db() as db, unit_of_work(db):
        return sessions.begin(db, "mo", "t-1", "a test", team.clock.now(), Lasting())[0]


def credentials(team: Team, key: str, need: Need) -> dict[str, str]:
    match need:
        case Need.SOURCE:
            return {"Authorization": f"Bearer {key}"}
        case Need.OPERATOR:
            return {"Authorization": f"Bearer {OPERATORS_KEY}"}
        case Need.SESSION | Need.LEAD:
            return {"Authorization": f"Bearer {a_token(team)}"}
        case _:
            return {}


ASKED = sorted(each for each in ROUTES if each not in (STREAM, ("GET", "/openapi.json")))


@pytest.mark.parametrize(("method", "path"), ASKED)
def test_every_route_answers_as_the_document_says(
    team: Team, document: Any, key: str, method: str, path: str, figure: Callable[[int, int], int]
):
    operation = document[path][method]
    ends_itself = (method, path) == ("DELETE", "/v1/sessions/current")
    held = credentials(team, key, ROUTES[method, path])

    @hypothesis.settings(
        max_examples=figure(12, 2_000),
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy())
    def ask(case: Case) -> None:
        own = credentials(team, key, ROUTES[method, path]) if ends_itself else held
        if str(case.query.get("wait", "")).isdecimal():
            # Right as it is, and answered half a minute later.
            case.query["wait"] = 0
        spared = [positive_data_acceptance] if (method, path) in RULED else []
        case.call_and_validate(headers=own, timeout=PATIENCE, excluded_checks=spared)

    ask()
