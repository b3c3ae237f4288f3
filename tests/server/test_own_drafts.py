"""What is typed on one computer and not sent is told to the agent's others, on either engine, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from agentconsole.domain.team.commands import LimitQueues
from agentconsole.store.own import own_drafts
from tests.support.engines import ENGINES, a_team_on
from tests.support.team_server import Team

Desk = tuple[Team, dict[str, httpx.Client], str]


@pytest.fixture(params=ENGINES)
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Ana on two computers, bo, and mo who leads."""
    with (
        a_team_on(request.param, tmp_path) as team,
        team.everybody("ana", "bo", lead="mo", twice="ana") as clients,
    ):
        yield team, clients, team.chat()


def tells(client: httpx.Client, chat: str, body: str, visibility: str = "public") -> None:
    answer = client.put("/v1/drafts", json={"conversation_id": chat, "visibility": visibility, "body": body})
    assert answer.status_code == 204, answer.text


def seen(client: httpx.Client) -> list[dict[str, Any]]:
    answer = client.get("/v1/drafts")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["drafts"]
    return found


def test_the_other_computer_of_the_same_agent_is_told_and_nobody_else(desk: Desk):
    team, clients, chat = desk
    tells(clients["ana"], chat, "I have looked")
    tells(clients["ana"], chat, "I have looked into it")
    tells(clients["ana"], chat, "asked Bo", "internal")
    told = {each["visibility"]: each for each in seen(clients["ana too"])}
    assert [told["public"][name] for name in ("body", "terminal", "label", "is_here")] == [
        *("I have looked into it", "t-1", "a test", False)
    ]
    assert told["internal"]["body"] == "asked Bo"
    assert abs(told["public"]["saved_ms"] - team.clock.now()) < 5_000
    assert [each["is_here"] for each in seen(clients["ana"])] == [True, True]
    assert seen(clients["bo"]) == seen(clients["mo"]) == []


def test_what_was_sent_or_deleted_is_not_offered_any_more(desk: Desk):
    _, clients, chat = desk
    tells(clients["ana"], chat, "words")
    tells(clients["ana too"], chat, "others")
    tells(clients["ana"], chat, " \n")
    assert [each["body"] for each in seen(clients["ana"])] == ["others"]


def test_of_what_the_agent_may_not_see_any_more_nothing_is_told(desk: Desk):
    team, clients, chat = desk
    tells(clients["ana"], chat, "words")
    assert team.does(LimitQueues("ana", ("billing",))).is_accepted
    assert seen(clients["ana too"]) == []
    tells(clients["ana"], chat, "more words")
    team.does(LimitQueues("ana", ()))
    assert [each["body"] for each in seen(clients["ana too"])] == ["words"]


def test_drafts_nobody_touches_and_too_many_of_them_are_forgotten(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    team, clients, chat = desk
    tells(clients["ana"], chat, "old")
    team.clock.ahead += own_drafts.KEPT + 1
    token = team.signs_in("ana", terminal="t-2").json()["token"]
    with team.client(token) as ana:
        tells(ana, chat, "new")
        assert [each["body"] for each in seen(ana)] == ["new"]
        monkeypatch.setattr(own_drafts, "MOST", 2)
        for n in range(4):
            team.clock.ahead += 1
            tells(ana, team.chat(name=f"Mara {n}"), f"{n}")
        assert [each["body"] for each in seen(ana)] == ["3", "2"]


@pytest.mark.parametrize(
    "body", [{}, {"conversation_id": "1001", "visibility": "secret", "body": "x"}, [], {"conversation_id": 1}]
)
def test_what_is_no_draft_is_a_problem_and_what_nobody_knows_is_nothing(desk: Desk, body: Any):
    _, clients, _ = desk
    answer = clients["ana"].put("/v1/drafts", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    tells(clients["ana"], "4711", "words")
    tells(clients["ana"], "\0", "\0")
    assert seen(clients["ana"]) == []
