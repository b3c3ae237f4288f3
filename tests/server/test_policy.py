"""Who may ask for what, over every route there is: generated from the application, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter

from agentconsole.domain.team.agent import Role
from agentconsole.domain.vocabulary import COMMANDS
from agentconsole.server.app import ROUTERS, require_policy, routes_of
from agentconsole.server.policy import NOT_BY_CONSOLES, ROUTES, Need, may_call, may_end_session, may_send
from tests.support.team_server import Team, a_team

Who = dict[str, httpx.Client]


@pytest.fixture(scope="module")
def who(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Team, Who]]:
    folder: Path = tmp_path_factory.mktemp("policy")
    with a_team(folder) as team, ExitStack() as stack:
        codes = team.hires("ana", "eve", lead="mo")
        clients = {name: stack.enter_context(team.signed_in(name, code)) for name, code in codes.items()}
        clients["eve"].delete("/v1/sessions/current")
        clients["nobody"] = stack.enter_context(team.client())
        clients["forger"] = stack.enter_context(team.client("acs_" + "0" * 64))
        yield team, clients


def test_the_policy_names_every_route_and_no_other(who: tuple[Team, Who]):
    routes = routes_of(ROUTERS)
    served = {(m.upper(), path) for path, methods in who[0].app.openapi()["paths"].items() for m in methods}
    assert served == routes
    assert routes <= set(ROUTES)
    named = {path for _, path in ROUTES} - {"/openapi.json"}
    assert named <= {path for _, path in routes}


def test_a_route_nobody_has_decided_about_stops_the_start():
    planted = APIRouter()
    planted.add_api_route("/v1/everything", lambda: None)
    with pytest.raises(LookupError, match="/v1/everything"):
        require_policy([*ROUTERS, planted])


DENIED = {Need.SESSION: 401, Need.LEAD: 401}
ASKED = sorted((method, path, need) for (method, path), need in ROUTES.items() if need in DENIED)


@pytest.mark.parametrize("name", ["nobody", "forger", "eve"])
@pytest.mark.parametrize(("method", "path", "need"), ASKED)
def test_nobody_gets_in_without_a_session_that_holds(who, name: str, method: str, path: str, need: Need):
    answer = who[1][name].request(method, path.replace("{", "").replace("}", ""), json={})
    assert answer.status_code == 401, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("method", "path", "need"), [each for each in ASKED if each[2] is Need.LEAD])
def test_what_is_a_leads_is_refused_to_an_agent(who, method: str, path: str, need: Need):
    assert who[1]["ana"].request(method, path).status_code == 403
    assert who[1]["mo"].request(method, path).status_code == 200


@pytest.mark.parametrize("need", list(Need))
@pytest.mark.parametrize("role", [None, *Role])
def test_the_table_of_roles(need: Need, role: Role | None):
    allowed = {
        Need.NOTHING: {None, *Role},
        Need.SESSION: set(Role),
        Need.LEAD: {Role.LEAD},
        Need.SOURCE: set(),
        Need.OPERATOR: set(),
    }
    assert may_call(need, role) == (role in allowed[need])


def test_what_consoles_may_not_send_is_what_contacts_and_the_house_do():
    assert {
        *("contact.left", "conversation.close_request", "conversation.open", "message.receive", "promise.record"),
        *("handback.complete", "monitoring.lapse", "store.export", "contact.describe"),
    } == NOT_BY_CONSOLES
    assert [kind for kind in COMMANDS if not may_send(kind)] == [kind for kind in COMMANDS if kind in NOT_BY_CONSOLES]


@pytest.mark.parametrize(
    ("role", "owner", "may"),
    [(Role.AGENT, "ana", True), (Role.AGENT, "bo", False), (Role.LEAD, "bo", True), (Role.LEAD, "", False)],
)
def test_whose_terminals_one_may_sign_out(role: Role, owner: str, may: bool):
    assert may_end_session(role, "ana", owner) is may
