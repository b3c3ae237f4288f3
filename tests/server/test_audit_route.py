"""The audit trail over HTTP: a lead reads all of it they may see, an agent what concerns them, on either engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from agentconsole.domain.commands import Claim, Transfer
from agentconsole.domain.leads.commands import Monitor, Remind, TakeOver
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import LimitQueues, SetPresence
from tests.support.engines import ENGINES, a_team_on
from tests.support.team_server import Team

Desk = tuple[Team, dict[str, httpx.Client], str]


@pytest.fixture(params=ENGINES)
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """A chat of ana's that mo has read along with and taken over."""
    with (
        a_team_on(request.param, tmp_path) as team,
        team.everybody("ana", "bo", lead="mo") as clients,
    ):
        chat = team.chat()
        for name in clients:
            team.does(SetPresence(Presence.AVAILABLE), name)
        team.does(Claim(chat), "ana")
        for command in (Monitor(chat), TakeOver(chat)):
            assert team.does(command, "mo").is_accepted
        yield team, clients, chat


def trail(client: httpx.Client, **narrowed: Any) -> list[tuple[str, str]]:
    answer = client.get("/v1/audit", params=narrowed)
    assert answer.status_code == 200, answer.text
    return [(each["actor"], each["words"]) for each in answer.json()["lines"]]


def test_a_lead_reads_all_of_it_and_an_agent_what_concerns_them(desk: Desk):
    _, clients, _ = desk
    told = trail(clients["mo"])
    assert told[0] == ("mo", "took it over from ana")
    assert ("system", "added bo as agent") in told
    assert ("mo", "took it over from ana") in trail(clients["ana"])
    assert trail(clients["bo"]) == [("system", "added bo as agent")]
    assert trail(clients["bo"], agent="ana") == []


def test_it_is_narrowed_by_time_conversation_and_agent(desk: Desk):
    team, clients, _ = desk
    team.clock.ahead += 60_000
    since = team.clock.now()
    other = team.chat(name="Bea")
    team.does(Claim(other), "bo")
    assert team.does(Remind(other, "she waits"), "mo").is_accepted
    assert [words for _, words in trail(clients["mo"], since=since)] == ["reminded bo"]
    assert "reminded bo" not in [words for _, words in trail(clients["mo"], until=since - 1)]
    assert [words for _, words in trail(clients["mo"], conversation=other)] == ["reminded bo"]
    assert all("bo" in words for _, words in trail(clients["mo"], agent="bo"))
    assert trail(clients["mo"], conversation="' OR 1=1 --") == []


def test_a_lead_of_some_queues_reads_of_no_other_and_who_sees_what_is_in_it(desk: Desk):
    team, clients, chat = desk
    assert team.does(Transfer(chat, to_queue="billing"), "mo").is_accepted
    assert team.does(LimitQueues("mo", ("domains", "mail"))).is_accepted
    told = [words for _, words in trail(clients["mo"])]
    assert "let mo see fewer queues: domains, mail" in told
    assert "handed it to billing" not in told
    assert team.does(LimitQueues("mo", ())).is_accepted
    assert "let mo see more queues: all" in [words for _, words in trail(clients["mo"])]


@pytest.mark.parametrize("narrowed", [{"since": -1}, {"until": "now"}, {"agent": "\0"}, {"agent": "x" * 200}])
def test_what_is_no_question_is_a_problem(desk: Desk, narrowed: dict[str, Any]):
    answer = desk[1]["mo"].get("/v1/audit", params=narrowed)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
