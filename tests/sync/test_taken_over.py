"""An agent without a line writes on; a lead has taken over meanwhile: no word is lost, and the lead is offered it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.domain.commands import Claim, Reply
from agentconsole.domain.leads.commands import HandBack, HandInText, SeenSummary, TakeOver
from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.team.commands import AddAgent, SetPresence
from agentconsole.domain.terms import WITHHELD, Voice
from agentconsole.domain.words.wording import aside
from agentconsole.store.sqlite import open_store
from agentconsole.sync import handing_in, other_computers
from agentconsole.sync.courier import LocalCourier, Posted
from agentconsole.sync.other_computers import OtherComputers
from agentconsole.wire import Envelope
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.lead_reader import LeadReader
from tests.support.fault_proxy import fault_proxy
from tests.support.team_server import Team
from tests.sync.consoles import a_console as a_local_console
from tests.sync.consoles import submit
from tests.sync.test_team_line import Console, a_console, all_settled, ids, token_of, until

pytestmark = pytest.mark.usefixtures("hurried")

NEVER = 3_600_000


def unsent(team: Team) -> list[tuple[str, str]]:
    with team.db() as db:
        return db.execute("SELECT author, body FROM message WHERE voice = 'unsent' ORDER BY n").fetchall()


def came_along(team: Team) -> list[tuple[str, str]]:
    with team.db() as db:
        return db.execute("SELECT author, body FROM message WHERE voice = 'along' ORDER BY n").fetchall()


def told(team: Team) -> list[str]:
    with team.db() as db:
        return [row[0] for row in db.execute("SELECT body FROM own_draft")]


def withheld(console: Console, chat: str) -> list[str]:
    return [line.body for line in console.workspace.transcript(chat) if line.voice in WITHHELD]


def touched(team: Team) -> list[tuple[str]]:
    with team.db() as db:
        return db.execute("SELECT agent_id FROM unsent").fetchall()


def tells_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Consoles keep their texts to themselves: when the first word about one goes out is anybody's guess."""
    monkeypatch.setattr(OtherComputers, "_tell", lambda *_: None)


def replies(team: Team) -> list[str]:
    with team.db() as db:
        return [row[0] for row in db.execute("SELECT body FROM message WHERE kind = 'reply' AND author_kind = 'agent'")]


def takes(ana: Console, chat: str) -> None:
    ana.does(SetPresence(Presence.AVAILABLE))
    until(lambda: chat in ids(ana))
    ana.does(Claim(chat))
    until(lambda: all_settled(ana) and ana.workspace.row(chat).assignee == "ana")


def a_chat_of_the_teams(team: Team) -> tuple[str, str]:
    """A waiting chat, and the token of ana, who is going to take it; mo leads."""
    codes = team.hires("ana", lead="mo")
    return team.chat(), token_of(team, "ana", codes["ana"])


def mo_takes_over(team: Team, chat: str) -> None:
    """The lead comes in and takes it."""
    team.does(SetPresence(Presence.AVAILABLE), "mo")
    team.does(TakeOver(chat), "mo")


def test_replies_that_arrive_after_a_take_over_are_refused_kept_and_offered_to_the_lead(team: Team, tmp_path: Path):
    chat, token = a_chat_of_the_teams(team)
    with fault_proxy(team.url) as proxy, a_console(team, "ana", token, tmp_path, proxy.url) as ana:
        takes(ana, chat)
        proxy.is_down = True
        until(lambda: not ana.courier.is_reachable())
        ana.does(Reply(chat, "First thought."))
        ana.does(Reply(chat, "Second thought."))
        team.does(TakeOver(chat), "mo")
        proxy.is_down = False
        until(lambda: len(unsent(team)) == 2)
        until(lambda: all_settled(ana))
        assert unsent(team) == [("ana", "First thought."), ("ana", "Second thought.")]
        assert replies(team) == []
        draft = ana.workspace.drafts.text(chat, "public")
        assert "First thought." in draft
        assert "Second thought." in draft
        (refusal, *_) = ana.workspace.refusals()
        assert "Mo took" in refusal.words
        team.does(HandBack(chat, "A month free is agreed."), "mo")
        until(lambda: ana.workspace.conversation(chat).conversation.oversight.summary)
        ana.does(SeenSummary(chat))
        until(lambda: all_settled(ana))
        ana.does(Reply(chat, draft))
        until(lambda: all_settled(ana))
    assert replies(team) == [draft]


def test_on_one_machine_the_same_and_the_same_text_is_handed_in_once(tmp_path: Path):
    with a_local_console(tmp_path / "store.db") as dana:
        given = (dana.clock, dana.ids)
        submit(dana.store, "system", AddAgent("mo", "Mo", Role.LEAD), *given)
        dana.workspace.perform(SetPresence(Presence.AVAILABLE))
        dana.workspace.perform(Claim("1001"))
        dana.settle()
        submit(dana.store, "mo", TakeOver("1001"), *given)
        # Pressed before the take-over was seen, carried after it.
        now = dana.clock.now()
        dana.courier.hand_over(Envelope(dana.ids.command_id(now), "dana", "test", Reply("1001", "Too late."), now))
        dana.settle()
        until(lambda: any(line.voice is Voice.UNSENT for line in dana.workspace.transcript("1001")))
        lines = [(line.voice.value, line.body) for line in dana.workspace.transcript("1001")]
        assert ("unsent", "Too late.") in lines
        assert dana.workspace.drafts.text("1001", "public") == "Too late."
        again = submit(dana.store, "dana", HandInText("1001", "Too late."), *given)
        assert again.receipt.code == "unchanged"


def test_what_was_typed_on_a_console_that_is_gone_comes_when_it_is_back_and_once(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    tells_nobody(monkeypatch)
    codes = team.hires("ana", lead="mo")
    chat = team.chat()
    token, lead = token_of(team, "ana", codes["ana"]), token_of(team, "mo", codes["mo"])
    with a_console(team, "ana", token, tmp_path) as ana:
        takes(ana, chat)
        ana.workspace.drafts.save(chat, "public", "Dear Mara, we will")
        until(ana.courier.drafts_settled)
        until(lambda: touched(team))
    with a_console(team, "mo", lead, tmp_path) as mo:
        until(lambda: mo.workspace.row(chat).assignee == "ana")
        assert mo.workspace.leads.unsent_touched_at(chat).result(60) > 0
        mo.does(SetPresence(Presence.AVAILABLE))
        mo.does(TakeOver(chat))
        until(lambda: all_settled(mo) and mo.workspace.row(chat).assignee == "mo")
        assert not any("Dear Mara" in str(row) for row in mo.db.execute("SELECT * FROM event_body"))
    assert unsent(team) == []
    for _ in range(2):
        with a_console(team, "ana", token, tmp_path) as ana:
            until(lambda: unsent(team) == [("ana", "Dear Mara, we will")])
            until(lambda: all_settled(ana))
            assert ana.workspace.drafts.text(chat, "public") == "Dear Mara, we will"
    assert unsent(team) == [("ana", "Dear Mara, we will")]


def test_a_take_over_the_first_pull_did_not_tell_of_is_seen_by_a_later_one_without_any_screen(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    tells_nobody(monkeypatch)
    monkeypatch.setattr(handing_in, "SOON", NEVER)
    chat, token = a_chat_of_the_teams(team)
    with a_console(team, "ana", token, tmp_path) as ana:
        takes(ana, chat)
        ana.workspace.drafts.save(chat, "public", "Dear Mara, we will")
        until(ana.courier.drafts_settled)
    with a_console(team, "ana", token, tmp_path) as ana:
        # As when another process of the server had answered with what it knew a moment before.
        until(ana.courier.knows_where_it_stands)
        mo_takes_over(team, chat)
        until(lambda: unsent(team) == [("ana", "Dear Mara, we will")])
        until(lambda: all_settled(ana))


def test_what_the_server_knew_goes_along_at_once_and_the_newest_words_stand_in_its_place(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    chat, token = a_chat_of_the_teams(team)
    monkeypatch.setattr(other_computers, "TELL_EVERY", 0)
    with a_console(team, "ana", token, tmp_path) as ana:
        takes(ana, chat)
        ana.workspace.drafts.save(chat, "public", "Dear Mara, we will")
        until(lambda: told(team) == ["Dear Mara, we will"])
        monkeypatch.setattr(other_computers, "TELL_EVERY", NEVER)
    mo_takes_over(team, chat)
    assert came_along(team) == [("ana", "Dear Mara, we will")]
    for newest in ("Dear Mara, we will", "Dear Mara, we shall refund it."):
        with a_console(team, "ana", token, tmp_path) as ana:
            until(lambda: ana.workspace.row(chat).assignee == "mo")
            until(lambda newest=newest: withheld(ana, chat) == [newest])
            until(lambda: all_settled(ana))
            # Typed while it is the lead's, and brought along by the next start.
            assert ana.workspace.drafts.for_editor(chat, "public") == newest
            ana.workspace.drafts.save(chat, "public", "Dear Mara, we shall refund it.")
            until(ana.courier.drafts_settled)
    assert unsent(team) == [("ana", "Dear Mara, we shall refund it.")]


def test_a_reply_set_aside_on_a_console_that_is_closed_goes_along_and_is_not_told_again(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    chat, token = a_chat_of_the_teams(team)
    monkeypatch.setattr(other_computers, "TELL_EVERY", 0)
    with a_console(team, "ana", token, tmp_path) as ana:
        takes(ana, chat)
        ana.workspace.drafts.save(aside(chat), "public", "Dear Mara, we will")
        ana.workspace.drafts.save(chat, "public", "Still looking.")
        until(lambda: sorted(told(team)) == ["Dear Mara, we will", "Still looking."])
    mo_takes_over(team, chat)
    whole = "Still looking.\n\nDear Mara, we will"
    assert came_along(team) == [("ana", whole)]
    for _ in range(2):
        with a_console(team, "ana", token, tmp_path) as ana:
            until(lambda: ana.workspace.row(chat).assignee == "mo" and withheld(ana, chat) == [whole])
            until(lambda: all_settled(ana))
            assert ana.workspace.drafts.text(aside(chat), "public") == "Dear Mara, we will"
    assert unsent(team) == []


def test_a_reply_set_aside_that_the_server_had_not_heard_of_comes_when_its_console_is_back(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    tells_nobody(monkeypatch)
    chat, token = a_chat_of_the_teams(team)
    with a_console(team, "ana", token, tmp_path) as ana:
        takes(ana, chat)
        ana.workspace.drafts.save(aside(chat), "public", "Dear Mara, we will")
        until(ana.courier.drafts_settled)
    mo_takes_over(team, chat)
    for _ in range(2):
        with a_console(team, "ana", token, tmp_path) as ana:
            until(lambda: unsent(team) == [("ana", "Dear Mara, we will")])
            until(lambda: all_settled(ana))


def test_a_line_that_is_down_knows_of_nobody_who_types(team: Team, tmp_path: Path):
    codes = team.hires(lead="mo")
    chat = team.chat()
    token = token_of(team, "mo", codes["mo"])
    with fault_proxy(team.url) as proxy, a_console(team, "mo", token, tmp_path, proxy.url) as mo:
        proxy.is_down = True
        until(lambda: not mo.courier.is_reachable())
        assert mo.workspace.leads.unsent_touched_at(chat).result(60) == 0


def test_on_one_machine_a_lead_sees_that_somebody_types_and_the_text_goes_along_in_the_same_step(tmp_path: Path):
    with a_local_console(tmp_path / "store.db") as dana:
        given = (dana.clock, dana.ids)
        submit(dana.store, "system", AddAgent("mo", "Mo", Role.LEAD), *given)
        dana.workspace.perform(SetPresence(Presence.AVAILABLE))
        dana.workspace.perform(Claim("1001"))
        dana.workspace.drafts.save("1001", "public", "Dear Mara, we will")
        dana.settle()
        with closing(open_store(dana.store, read_only=True)) as db:
            seen = Desk(db, "mo", dana.clock, dana.courier, "local")
            assert LeadReader(seen).unsent_touched_at("1001").result(0) == dana.clock.now()
    taken = submit(dana.store, "mo", TakeOver("1001"), *given)
    posted = Posted(lambda: open_store(dana.store), "dana", dana.clock, dana.ids)
    for _ in range(2):
        courier = LocalCourier(posted)
        courier.start()
        courier.stop()
    with closing(open_store(dana.store, read_only=True)) as db:
        lines = db.execute("SELECT voice, author, body, seq FROM message WHERE voice <> ''").fetchall()
    assert lines == [("along", "dana", "Dear Mara, we will", taken.receipt.seq)]
