"""The server hears that somebody types and tells a lead so: never a word of it, and only of what the lead may see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from agentconsole.domain.commands import Claim, Reply
from agentconsole.domain.leads.commands import HandInText, TakeOver
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import LimitQueues, SetPresence
from tests.support.engines import ENGINES, a_team_on
from tests.support.team_server import Team

Desk = tuple[Team, dict[str, httpx.Client], str]


@pytest.fixture(params=ENGINES)
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """A chat that ana holds, on either engine."""
    with a_team_on(request.param, tmp_path) as team:
        codes = team.hires("ana", "bo", lead="mo")
        clients = {name: team.signed_in(name, code) for name, code in codes.items()}
        chat = team.chat()
        team.does(SetPresence(Presence.AVAILABLE), "ana")
        team.does(Claim(chat), "ana")
        yield team, clients, chat
        for each in clients.values():
            each.close()


def tells(client: httpx.Client, chat: str, *, is_there: bool = True) -> None:
    answer = client.post("/v1/unsent", json={"conversation_id": chat, "is_there": is_there})
    assert answer.status_code == 204, answer.text


def touched(client: httpx.Client, chat: str) -> int:
    answer = client.get(f"/v1/unsent/{chat}")
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"at_ms"}
    return int(answer.json()["at_ms"])


def test_a_lead_hears_that_the_holder_types_until_it_is_sent(desk: Desk):
    team, clients, chat = desk
    assert touched(clients["mo"], chat) == 0
    tells(clients["ana"], chat)
    assert abs(touched(clients["mo"], chat) - team.clock.now()) < 5_000
    team.clock.ahead += 1_000
    team.does(Reply(chat, "There you are."), "ana")
    assert touched(clients["mo"], chat) == 0


def test_what_was_deleted_is_not_there_any_more(desk: Desk):
    _, clients, chat = desk
    tells(clients["ana"], chat)
    tells(clients["ana"], chat, is_there=False)
    assert touched(clients["mo"], chat) == 0


def test_after_a_take_over_it_is_still_known_until_the_words_have_come(desk: Desk):
    team, clients, chat = desk
    tells(clients["ana"], chat)
    team.does(SetPresence(Presence.AVAILABLE), "mo")
    team.clock.ahead += 1_000
    assert team.does(TakeOver(chat), "mo").is_accepted
    assert touched(clients["mo"], chat) > 0
    assert team.does(HandInText(chat, "Dear Mara"), "ana").is_accepted
    assert touched(clients["mo"], chat) == 0


def test_of_what_somebody_does_not_hold_nothing_is_kept(desk: Desk):
    team, clients, chat = desk
    tells(clients["bo"], chat)
    tells(clients["bo"], "nothing of that number")
    tells(clients["bo"], "a\0b")
    with team.db() as db:
        assert db.execute("SELECT count(*) FROM unsent").fetchone()[0] == 0


def test_a_lead_who_may_not_see_it_hears_nothing(desk: Desk):
    team, clients, chat = desk
    tells(clients["ana"], chat)
    assert team.does(LimitQueues("mo", ("billing",)), "system").is_accepted
    assert touched(clients["mo"], chat) == 0


@pytest.mark.parametrize("body", [b"", b"[]", b'{"conversation_id":1,"is_there":true}', b'{"conversation_id":"1"}'])
def test_what_says_nothing_is_refused_in_plain_words(desk: Desk, body: bytes):
    answer = desk[1]["ana"].post("/v1/unsent", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert "unsent" in answer.json()["detail"]
