"""What the server knows of an unsent reply goes along in the take-over's own transaction, on either engine, once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from agentconsole.domain.commands import Claim, Reply, Update
from agentconsole.domain.leads.commands import HandBack, HandInText, SeenSummary, TakeOver
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.domain.words.wording import aside
from agentconsole.store.queries import OVERTAKEN
from tests.server.test_own_drafts import seen, tells
from tests.support.engines import ENGINES, a_team_on
from tests.support.team_server import Team

Desk = tuple[Team, dict[str, httpx.Client], str]


@pytest.fixture(params=ENGINES)
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """A chat that ana holds; she has two computers, and mo leads."""
    with (
        a_team_on(request.param, tmp_path) as team,
        team.everybody("ana", "bo", lead="mo", twice="ana") as clients,
    ):
        chat = team.chat()
        for each in ("ana", "mo"):
            team.does(SetPresence(Presence.AVAILABLE), each)
        team.does(Claim(chat), "ana")
        yield team, clients, chat


def takes_over(team: Team, chat: str) -> None:
    team.clock.ahead += 1_000
    assert team.does(TakeOver(chat), "mo").is_accepted


def withheld(team: Team) -> list[tuple[str, str]]:
    """What a reader of the conversation sees of texts nobody sent."""
    sql = f"SELECT author, body FROM message m WHERE voice IN ('along', 'unsent') AND NOT {OVERTAKEN} ORDER BY n"
    with team.db() as db:
        return [(str(author), str(body)) for author, body in db.execute(sql).fetchall()]


def test_it_goes_along_by_the_take_overs_own_command(desk: Desk):
    team, clients, chat = desk
    tells(clients["ana"], chat, "Dear Mara, we will\n")
    tells(clients["ana"], chat, "asked Bo", "internal")
    tells(clients["bo"], chat, "I would say")
    takes_over(team, chat)
    assert withheld(team) == [("ana", "Dear Mara, we will")]
    with team.db() as db:
        sql = (
            "SELECT type, command_id FROM event WHERE command_id = "
            "(SELECT command_id FROM event WHERE type = 'conversation.taken_over') ORDER BY part"
        )
        assert [row[0] for row in db.execute(sql).fetchall()] == ["conversation.taken_over", "unsent.taken_along"]


def test_the_newest_of_two_computers_goes_along(desk: Desk):
    team, clients, chat = desk
    tells(clients["ana"], chat, "at home")
    team.clock.ahead += 1_000
    tells(clients["ana too"], chat, "at the office")
    takes_over(team, chat)
    assert withheld(team) == [("ana", "at the office")]


def test_what_was_sent_or_deleted_since_does_not(desk: Desk):
    team, clients, chat = desk
    tells(clients["ana too"], chat, "deleted again")
    tells(clients["ana too"], chat, "")
    tells(clients["ana"], chat, "There you")
    team.clock.ahead += 1_000
    assert team.does(Reply(chat, "There you are."), "ana").is_accepted
    takes_over(team, chat)
    assert withheld(team) == []


def test_the_same_text_handed_in_changes_nothing_and_a_newer_one_stands_in_its_place(desk: Desk):
    team, clients, chat = desk
    tells(clients["ana"], chat, "Dear Mara, we will")
    takes_over(team, chat)
    assert team.does(HandInText(chat, "Dear Mara, we will"), "ana").code == "unchanged"
    assert withheld(team) == [("ana", "Dear Mara, we will")]
    for _ in range(2):
        team.does(HandInText(chat, "Dear Mara, we shall"), "ana")
        assert withheld(team) == [("ana", "Dear Mara, we shall")]


def test_a_second_take_over_brings_it_again_for_it_is_still_in_the_editor(desk: Desk):
    team, clients, chat = desk
    tells(clients["ana"], chat, "Dear Mara, we will")
    takes_over(team, chat)
    team.clock.ahead += 1_000
    assert team.does(HandBack(chat, "A month free."), "mo").is_accepted
    takes_over(team, chat)
    assert withheld(team) == [("ana", "Dear Mara, we will")] * 2
    assert team.does(HandInText(chat, "Dear Mara, we will"), "ana").code == "unchanged"


def test_the_same_text_handed_in_follows_the_take_over_it_is_in(desk: Desk):
    team, _, chat = desk
    takes_over(team, chat)
    assert team.does(HandInText(chat, "Dear Mara, we will"), "ana").code == ""
    team.clock.ahead += 1_000
    assert team.does(HandBack(chat, "A month free."), "mo").is_accepted
    takes_over(team, chat)
    for code in ("", "unchanged"):
        assert team.does(HandInText(chat, "Dear Mara, we will"), "ana").code == code
    assert withheld(team) == [("ana", "Dear Mara, we will")] * 2


def test_typed_just_before_it_was_given_back_and_taken_again_it_is_asked_about(desk: Desk):
    team, clients, chat = desk
    assert clients["ana"].post("/v1/unsent", json={"conversation_id": chat, "is_there": True}).status_code == 204
    takes_over(team, chat)
    assert touched(clients["mo"], chat) > 0
    team.does(HandInText(chat, "Dear Mara, we will"), "ana")
    assert touched(clients["mo"], chat) == 0
    team.clock.ahead += 1_000
    assert team.does(HandBack(chat, "A month free."), "mo").is_accepted
    assert touched(clients["mo"], chat) > 0


def touched(client: httpx.Client, chat: str) -> int:
    return int(client.get(f"/v1/unsent/{chat}").json()["at_ms"])


def test_a_reply_that_was_set_aside_goes_along_below_what_stands_in_its_place(desk: Desk):
    team, clients, chat = desk
    tells(clients["ana"], aside(chat), "Dear Mara, we will\n")
    tells(clients["ana"], chat, "Still looking.")
    tells(clients["bo"], aside(chat), "I would say")
    assert [each["conversation_id"] for each in seen(clients["ana too"])] == [chat, aside(chat)]
    takes_over(team, chat)
    assert withheld(team) == [("ana", "Still looking.\n\nDear Mara, we will")]
    assert team.does(HandInText(chat, "Still looking.\n\nDear Mara, we will"), "ana").code == "unchanged"


def test_an_update_leaves_a_reply_that_was_set_aside_unsent_and_a_reply_does_not(desk: Desk):
    team, clients, chat = desk
    assert team.does(Reply(chat, "Hello."), "ana").is_accepted
    team.clock.ahead += 1_000
    tells(clients["ana"], aside(chat), "Dear Mara, we will")
    tells(clients["ana"], chat, "Still looking.")
    team.clock.ahead += 1_000
    assert team.does(Update(chat, "Still looking."), "ana").is_accepted
    takes_over(team, chat)
    assert withheld(team) == [("ana", "Dear Mara, we will")]
    assert team.does(HandBack(chat, "A month free."), "mo").is_accepted
    tells(clients["ana"], aside(chat), "Dear Mara, it is")
    team.clock.ahead += 1_000
    assert team.does(SeenSummary(chat), "ana").is_accepted
    assert team.does(Reply(chat, "Dear Mara, it is free."), "ana").is_accepted
    takes_over(team, chat)
    assert withheld(team) == [("ana", "Dear Mara, we will")]


def test_what_was_set_aside_on_another_computer_stays_there(desk: Desk):
    team, clients, chat = desk
    tells(clients["ana"], aside(chat), "at home")
    team.clock.ahead += 1_000
    tells(clients["ana too"], chat, "at the office")
    takes_over(team, chat)
    assert withheld(team) == [("ana", "at the office")]


def test_what_is_still_to_be_filled_in_goes_along_as_well(desk: Desk):
    team, clients, chat = desk
    tells(clients["ana"], chat, "Dear Mara, it costs {{?amount}}.")
    takes_over(team, chat)
    assert withheld(team) == [("ana", "Dear Mara, it costs {{?amount}}.")]


def test_a_text_too_long_to_be_sent_stands_in_no_take_overs_way(desk: Desk):
    team, clients, chat = desk
    tells(clients["ana"], chat, "x" * 100_001)
    takes_over(team, chat)
    assert withheld(team) == []
