"""Words to the whole team that are not taken come back to whoever wrote them, like those to one contact."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import Broadcast, SetRole
from agentconsole.store.own.questions import Why
from agentconsole.sync import holding
from agentconsole.sync.team_ledger import take_batch
from agentconsole.workspace.views import TEAM_WORDS
from tests.support.fault_proxy import fault_proxy
from tests.sync.consoles import NOW
from tests.sync.test_coming_back import TEAM, Desk, desk
from tests.sync.test_team_line import Team, a_console, all_settled, token_of, until

pytestmark = pytest.mark.usefixtures("hurried")

__all__ = ["desk"]


def told(team: Team) -> int:
    with team.db() as db:
        return int(db.execute("SELECT count(*) FROM event WHERE type = 'team.told'").fetchone()[0])


def test_the_words_of_somebody_who_leads_no_more_by_the_time_they_arrive_are_their_draft(team: Team, tmp_path: Path):
    codes = team.hires("bo", lead="mo")
    token = token_of(team, "mo", codes["mo"])
    assert team.does(SetRole("bo", Role.LEAD)).is_accepted
    with fault_proxy(team.url) as proxy, a_console(team, "mo", token, tmp_path, proxy.url) as mo:
        proxy.is_down = True
        until(lambda: not mo.courier.is_reachable())
        mo.does(Broadcast("The lights are back."))
        until(mo.courier.drafts_settled)
        assert mo.workspace.drafts.text(TEAM_WORDS, "internal") == ""
        assert team.does(SetRole("mo", Role.AGENT)).is_accepted
        proxy.is_down = False
        until(lambda: all_settled(mo))
        (refusal,) = mo.workspace.refusals()
        assert refusal.text_back == "The lights are back."
        assert mo.workspace.drafts.text(TEAM_WORDS, "internal") == "The lights are back."
        assert told(team) == 0
        assert team.does(SetRole("mo", Role.LEAD)).is_accepted
        until(lambda: mo.workspace.me.is_lead)
        mo.does(Broadcast("The lights are back."))
        until(lambda: all_settled(mo))
        assert (told(team), mo.workspace.drafts.text(TEAM_WORDS, "internal")) == (1, "")


@pytest.mark.parametrize("status", [200, 422])
def test_what_a_server_refuses_or_cannot_read_is_a_draft_again(desk: Desk, status: int):
    desk.sends(Broadcast("Lunch."))
    desk.hears(status)
    assert [each.text_back for each in desk.courier.returned()] == ["Lunch."]
    assert desk.courier.draft_for_editor(TEAM_WORDS, "internal") is None, "the disk has it"
    assert desk.db.execute("SELECT conv_id, visibility, body FROM draft").fetchall() == [
        (TEAM_WORDS, "internal", "Lunch.")
    ]


def test_what_is_held_is_a_draft_meanwhile_and_what_is_told_instead_is_the_answer(desk: Desk):
    desk.sends(Broadcast("Lunch."))
    (row,) = take_batch(desk.db, TEAM, "ana", NOW)
    holding.hold(desk.db, row, Why.NOT_TAKEN, "It always fails.", NOW, NOW)
    assert desk.db.execute("SELECT body FROM draft").fetchall() == [("Lunch.",)]
    desk.sends(Broadcast("Lunch."))
    assert desk.db.execute("SELECT body FROM draft").fetchall() == []
    assert desk.db.execute("SELECT state FROM outbox ORDER BY n").fetchall() == [("expired",), ("ready",)]
