"""What is held until the agent has said yes, what a busy or a breaking server means, and outages as they are noted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from agentconsole.backends.api import TOO_NEW
from agentconsole.domain.commands import Claim, Note, Reply, Resolve, WrapUp
from agentconsole.domain.customer.commands import EraseContact
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.reports.reading import read_outages
from agentconsole.server import routes_commands
from agentconsole.store.own import questions
from agentconsole.store.own.questions import Why
from agentconsole.store.sqlite import open_store, unit_of_work
from agentconsole.sync import holding, sending
from tests.support.fault_proxy import FaultProxy, fault_proxy
from tests.support.team_server import Team, a_team
from tests.sync.test_team_line import Console, a_console, all_settled, bodies, ids, token_of, until

pytestmark = pytest.mark.usefixtures("hurried")

DAY = 24 * 3_600_000


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with a_team(tmp_path) as running:
        yield running


@pytest.fixture
def line(team: Team, tmp_path: Path) -> Iterator[tuple[FaultProxy, Console, str]]:
    """Ana with a chat, behind a line that can go down."""
    codes, chat = team.hires("ana"), team.chat()
    token = token_of(team, "ana", codes["ana"])
    with fault_proxy(team.url) as proxy, a_console(team, "ana", token, tmp_path, proxy.url) as ana:
        until(lambda: chat in ids(ana))
        ana.does(SetPresence(Presence.AVAILABLE))
        ana.does(Claim(chat))
        until(lambda: all_settled(ana) and ana.workspace.row(chat).is_mine, 30)
        yield proxy, ana, chat


def aged(folder: Path, by: int) -> None:
    with open_store(folder / "ana.db") as db, unit_of_work(db):
        db.execute("UPDATE outbox SET created_ms = created_ms - ?, tries = 0 WHERE state = 'ready'", (by,))


def in_the_dark(proxy: FaultProxy, ana: Console, *commands: Reply | Note) -> None:
    proxy.is_down = True
    until(lambda: not ana.courier.is_reachable())
    for command in commands:
        ana.does(command)
    until(lambda: saved(ana) == len(commands))


def saved(ana: Console) -> int:
    return int(ana.db.execute("SELECT count(*) FROM outbox WHERE state IN ('ready', 'sending')").fetchone()[0])


def test_a_reply_of_yesterday_is_asked_for_and_goes_out_with_the_agents_yes(team, line, tmp_path: Path):
    proxy, ana, chat = line
    in_the_dark(proxy, ana, Reply(chat, "Yesterday's words."), Note(chat, "behind it"))
    aged(tmp_path, DAY + 60_000)
    proxy.is_down = False
    until(lambda: ana.workspace.questions(), 40)
    (question,) = ana.workspace.questions()
    assert (question.why, question.text, question.words) == ("too_old", "Yesterday's words.", sending.TOO_OLD)
    assert ana.workspace.drafts.text(chat, "public") == "Yesterday's words."
    assert ana.workspace.status().asks == "1 message was held back. Still send it?"
    until(lambda: ana.workspace.refusals())
    assert ana.workspace.refusals()[0].asks
    assert bodies(team) == []
    ana.workspace.answer((question.command_id,), is_sent=True)
    until(lambda: bodies(team) == ["Yesterday's words.", "behind it"], 40)
    assert ana.workspace.drafts.text(chat, "public") == ""
    assert ana.workspace.questions() == ()


def test_a_no_leaves_the_words_in_the_draft_and_lets_the_next_ones_go(team, line, tmp_path: Path):
    proxy, ana, chat = line
    in_the_dark(proxy, ana, Reply(chat, "Old words."), Note(chat, "behind it"))
    aged(tmp_path, DAY + 60_000)
    proxy.is_down = False
    until(lambda: ana.workspace.questions(), 40)
    ana.workspace.answer((ana.workspace.questions()[0].command_id,), is_sent=False)
    until(lambda: bodies(team) == ["behind it"], 40)
    assert ana.workspace.drafts.text(chat, "public") == "Old words."


def test_new_words_in_their_place_are_the_answer(team, line, tmp_path: Path):
    proxy, ana, chat = line
    in_the_dark(proxy, ana, Reply(chat, "Old words."))
    aged(tmp_path, DAY + 60_000)
    proxy.is_down = False
    until(lambda: ana.workspace.questions(), 40)
    ana.does(Reply(chat, "Old words, mended."))
    until(lambda: bodies(team) == ["Old words, mended."], 40)
    assert ana.workspace.questions() == ()


def test_what_may_have_arrived_is_asked_of_the_server_and_not_of_the_agent(team, line, tmp_path: Path):
    proxy, ana, chat = line
    in_the_dark(proxy, ana, Reply(chat, "It did arrive."))
    ((wire,),) = ana.db.execute("SELECT wire FROM outbox WHERE state = 'ready'").fetchall()
    with team.client(ana.tokens[-1]) as client:
        headers = {"Content-Type": "application/json"}
        assert client.post("/v1/commands", content=f'{{"commands":[{wire}]}}', headers=headers).status_code == 200
    with open_store(tmp_path / "ana.db") as db, unit_of_work(db):
        db.execute("UPDATE outbox SET created_ms = created_ms - ?, tries = 1 WHERE state = 'ready'", (DAY + 1,))
    proxy.is_down = False
    until(lambda: all_settled(ana), 40)
    assert bodies(team) == ["It did arrive."]
    assert ana.workspace.questions() == ()


def test_a_command_the_server_always_breaks_at_is_held_and_the_others_go(
    team: Team, line, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(holding, "POISON", 3)
    monkeypatch.setattr(sending, "AGAIN", 20)
    _, ana, chat = line
    real = routes_commands._one

    def breaks(engine, office, db, caller, raw):
        if b"poison" in raw:
            raise RuntimeError("planted")
        return real(engine, office, db, caller, raw)

    monkeypatch.setattr(routes_commands, "_one", breaks)
    other = team.chat(name="Bea")
    until(lambda: other in ids(ana))
    ana.does(Note(chat, "poison"))
    ana.does(Note(other, "one"))
    ana.does(Note(other, "two"))
    until(lambda: bodies(team) == ["one", "two"], 30)
    until(lambda: [each.why for each in ana.workspace.questions()] == ["not_taken"], 40)
    assert ana.workspace.drafts.text(chat, "internal") == "poison"
    assert ana.courier.is_reachable()
    monkeypatch.setattr(routes_commands, "_one", real)
    ana.workspace.answer((ana.workspace.questions()[0].command_id,), is_sent=True)
    until(lambda: bodies(team) == ["one", "two", "poison"], 30)


def test_words_to_somebody_erased_are_not_held_however_often_the_server_breaks_at_them(
    team: Team, line, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(holding, "POISON", 3)
    monkeypatch.setattr(sending, "AGAIN", 20)
    proxy, ana, chat = line
    team.hires(lead="mo")
    for command in (Resolve(chat), WrapUp(chat, "done")):
        assert team.does(command, "ana").is_accepted
    until(lambda: chat in {row[0] for row in ana.db.execute("SELECT id FROM conversation WHERE open = 0")})
    in_the_dark(proxy, ana, Note(chat, "poison and a secret"))
    assert team.does(EraseContact(chat), "mo").is_accepted

    def breaks(engine, office, db, caller, raw):
        raise RuntimeError("planted")

    monkeypatch.setattr(routes_commands, "_one", breaks)
    proxy.is_down = False
    until(lambda: all_settled(ana), 40)
    assert ana.workspace.questions() == ()
    assert ana.db.execute("SELECT count(*) FROM outbox WHERE instr(wire, 'secret')").fetchone() == (0,)
    assert ana.db.execute("SELECT count(*) FROM draft WHERE instr(body, 'secret')").fetchone() == (0,)


def test_a_busy_store_refuses_nothing_however_long_it_lasts(team: Team, line, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sending, "AGAIN", 20)
    _, ana, chat = line
    real, seen = routes_commands._one, []

    def busy(engine, office, db, caller, raw):
        seen.append(1)
        if len(seen) < 30:
            return routes_commands.Answered(json.loads(raw)["id"], 503, code="unavailable", words="busy")
        return real(engine, office, db, caller, raw)

    monkeypatch.setattr(routes_commands, "_one", busy)
    ana.does(Note(chat, "patience"))
    until(lambda: bodies(team) == ["patience"], 60)
    assert ana.workspace.questions() == ()


def test_what_an_older_server_leaves_to_a_newer_one_is_tried_once_more_at_once_and_then_later(
    team: Team, line, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sending, "AGAIN", 25_000)
    _, ana, chat = line
    other = team.chat(name="Bea")
    until(lambda: other in ids(ana))
    real, seen = routes_commands._one, []

    def older(engine, office, db, caller, raw):
        told = json.loads(raw)
        body = told["args"].get("body", "")
        seen.append(body)
        if body == "never" or (body == "in turns" and seen.count(body) == 1):
            return routes_commands.Answered(told["id"], 503, code=TOO_NEW, words="newer")
        return real(engine, office, db, caller, raw)

    monkeypatch.setattr(routes_commands, "_one", older)
    ana.does(Note(chat, "in turns"))
    until(lambda: bodies(team) == ["in turns"], 15)
    ana.does(Note(chat, "never"))
    until(lambda: seen.count("never") == 2, 15)
    ana.does(Note(other, "meanwhile"))
    until(lambda: bodies(team) == ["in turns", "meanwhile"])
    assert seen.count("never") == 2


def test_an_outage_is_noted_when_it_begins_and_reported_when_the_server_is_back(
    team: Team, line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    proxy, ana, chat = line
    began = ana.workspace.now()
    in_the_dark(proxy, ana, Note(chat, "meanwhile"))
    until(lambda: ana.db.execute("SELECT count(*) FROM outage WHERE ended_ms IS NULL").fetchone()[0] == 1)
    ((noted_at,),) = ana.db.execute("SELECT began_ms FROM outage").fetchall()
    until(lambda: ana.workspace.now() - noted_at > 6_000)
    proxy.is_down = False

    def told() -> list[object]:
        with team.db() as db:
            return list(read_outages(db, began - 60_000))

    until(told, 90)
    (outage,) = told()
    assert (outage.kind, outage.agent, outage.is_seen) == ("console_offline", "ana", False)
    assert began <= outage.began_at < outage.ended_at <= ana.workspace.now()
    assert outage.seq > 0
    until(lambda: ana.db.execute("SELECT state FROM outbox WHERE lane = 'outages'").fetchall() == [("accepted",)])


def test_what_a_console_that_died_had_noted_is_reported_by_the_next(team: Team, tmp_path: Path):
    codes, chat = team.hires("ana"), team.chat()
    token = token_of(team, "ana", codes["ana"])
    with a_console(team, "ana", token, tmp_path) as ana:
        until(lambda: chat in ids(ana))
        now = ana.workspace.now()
    with open_store(tmp_path / "ana.db") as db, unit_of_work(db):
        row = ("dead-console-1", team.url, "ana", "t-old", "signed_out", now - 600_000, now - 400_000)
        db.execute("INSERT INTO outage VALUES (?, ?, ?, ?, ?, ?, ?, NULL)", row)
    with a_console(team, "ana", token, tmp_path):
        until(lambda: bool(outages_of(team)), 30)
    (told,) = outages_of(team)
    assert (told.kind, told.console, told.ended_at - told.began_at) == ("signed_out", "t-old", 200_000)


def outages_of(team: Team) -> tuple:
    with team.db() as db:
        return read_outages(db, 0)


def test_questions_are_the_agents_own(tmp_path: Path):
    with open_store(tmp_path / "a.db") as db, unit_of_work(db):
        sql = "INSERT INTO outbox VALUES ('c-1', 's', 'ana', 'l', 1, '{}', 'held', 0, 0, NULL, 5)"
        db.execute(sql)
        questions.ask(db, questions.Question("c-1", "s", "ana", Why.TOO_OLD, "w", "", 9))
        assert [each.command_id for each in questions.open_questions(db, "s", "ana")] == ["c-1"]
        assert questions.open_questions(db, "s", "bo") == questions.open_questions(db, "t", "ana") == []
        assert questions.close(db, "c-1", questions.Reply.KEEP, 10)
        assert not questions.close(db, "c-1", questions.Reply.SEND, 11)
