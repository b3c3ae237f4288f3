"""What is saved and cannot be read any more: everything else goes on, it stays as it is, and the agent is told."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.domain.commands import Claim, Note, Resolve, WrapUp
from agentconsole.domain.customer.commands import EraseContact
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.ids import uuid7
from agentconsole.reports.reading import read_journeys
from agentconsole.store.own.outbox import State, find
from agentconsole.store.own.outbox import add as put
from agentconsole.store.sqlite import open_store, unit_of_work
from agentconsole.sync import ledger, unreadable
from agentconsole.wire import Envelope, to_wire
from tests.support.team_server import Team, a_team
from tests.sync import consoles
from tests.sync.test_team_line import a_console, all_settled, bodies, ids, token_of, until

pytestmark = pytest.mark.usefixtures("hurried")
SECRET = "zebra crossing"


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with a_team(tmp_path) as running:
        yield running


def damaged(how: str, command_id: str, actor: str, about: str) -> bytes:
    whole = to_wire(Envelope(command_id, actor, "t-1", Note(about, SECRET), 1)).encode()
    return {
        "cut off": whole[:-20],
        "a newer version's": whole.replace(b"conversation.note", b"conversation.juggle"),
        "no text any more": whole.replace(b"zebra", b"zeb\xf2a"),
        "another's": whole.replace(command_id.encode(), uuid7(9).encode()),
    }[how]


HOW = ("cut off", "a newer version's", "no text any more", "another's")


def plant(store: Path, server: str, actor: str, about: str, how: str, now: int) -> str:
    """A damaged note in the conversation's lane, and a sound one behind it."""
    command_id = uuid7(now)
    with closing(open_store(store)) as db:
        with unit_of_work(db):
            put(db, command_id=command_id, server=server, actor=actor, lane=about, wire="", now=now)
            told = (damaged(how, command_id, actor, about), command_id)
            db.execute("UPDATE outbox SET wire = CAST(? AS TEXT) WHERE command_id = ?", told)
        ledger.put_out(db, server, Envelope(uuid7(now + 1), actor, "t-1", Note(about, "behind it"), now + 1), now + 1)
    return command_id


@pytest.mark.parametrize("how", HOW)
def test_in_a_team_everything_else_is_sent_and_the_agent_is_asked_about_what_nobody_can_read(
    team: Team, tmp_path: Path, how: str, caplog: pytest.LogCaptureFixture
):
    chat, token, store = team.chat(), token_of(team, "ana", team.hires("ana")["ana"]), tmp_path / "ana.db"
    with a_console(team, "ana", token, tmp_path) as ana:
        until(lambda: chat in ids(ana))
    command_id = plant(store, team.url, "ana", chat, how, team.clock.now())
    with closing(open_store(store)) as db:
        before = find(db, command_id).wire
        assert unreadable.count(db) == 1
    with caplog.at_level(logging.DEBUG), a_console(team, "ana", token, tmp_path) as ana:
        ana.does(Note(chat, "a new one"))
        until(lambda: bodies(team) == ["behind it", "a new one"] and all_settled(ana), 40)
        (question,) = ana.workspace.questions()
        assert (question.why, question.conversation_id, question.can_send) == ("unreadable", chat, False)
        assert question.text == before.encode(errors="surrogateescape").decode(errors="replace")
        assert ana.workspace.status().asks == "1 saved update cannot be read, and is not sent."
        assert [(each.words, each.asks) for each in ana.courier.returned()] == [(unreadable.WORDS, True)]
        assert find(ana.db, command_id).wire == before
        (first, *_) = read_journeys(ana.db, team.url, "ana")
        assert (first.kind, first.conversation, first.outcome) == ("command.unreadable", chat, "held")
        ana.workspace.answer((command_id,), is_sent=True)
        ana.does(Note(chat, "one more"))
        until(lambda: bodies(team)[-1] == "one more" and all_settled(ana))
        assert [each.command_id for each in ana.workspace.questions()] == [command_id]
        ana.workspace.answer((command_id,), is_sent=False)
        until(lambda: not ana.workspace.questions())
        row = find(ana.db, command_id)
        assert (row.state, row.wire) == (State.EXPIRED, before)
    assert SECRET not in caplog.text
    assert "failed" not in caplog.text


@pytest.mark.parametrize("how", HOW)
def test_on_a_store_of_ones_own_the_courier_goes_on(tmp_path: Path, how: str):
    with consoles.a_console(tmp_path / "own.db") as dana:
        command_id = plant(dana.store, "local", "dana", "1001", how, consoles.NOW)
        dana.workspace.perform(Note("1001", "a new one"))
        dana.settle()
        notes = "SELECT body FROM message WHERE kind = 'note' ORDER BY n"
        assert dana.workspace._desk.db.execute(notes).fetchall() == [("behind it",), ("a new one",)]
        assert [each.command_id for each in dana.workspace.questions()] == [command_id]
        dana.courier.stop()
        plant(dana.store, "local", "dana", "1002", how, consoles.NOW + 60_000)
        again = consoles.LocalCourier(dana.courier._posted)
        again.start()
        again.save_draft("1003", "public", "typed")
        until(again.drafts_settled)
        until(lambda: len(dana.workspace.questions()) == 2)
        assert again.stop()
        assert again.trouble() == ""


def test_a_version_that_can_read_it_asks_whether_it_is_still_meant_and_sends_it(team: Team, tmp_path: Path):
    chat, token, store = team.chat(), token_of(team, "ana", team.hires("ana")["ana"]), tmp_path / "ana.db"
    with a_console(team, "ana", token, tmp_path) as ana:
        until(lambda: chat in ids(ana))
        command_id = plant(store, team.url, "ana", chat, "a newer version's", team.clock.now())
        ana.courier.store_was_written()
        until(ana.workspace.questions)
        with closing(open_store(store)) as db, unit_of_work(db):
            db.execute("UPDATE outbox SET wire = replace(wire, 'juggle', 'note') WHERE command_id = ?", (command_id,))
        (question,) = ana.workspace.questions()
        assert (question.text, question.can_send) == (SECRET, True)
        ana.workspace.answer((command_id,), is_sent=True)
        until(lambda: SECRET in bodies(team) and all_settled(ana), 40)


def test_what_may_be_words_to_somebody_erased_goes_with_them(team: Team, tmp_path: Path):
    chat, token, store = team.chat(), token_of(team, "ana", team.hires("ana")["ana"]), tmp_path / "ana.db"
    team.hires(lead="mo")
    assert team.does(SetPresence(Presence.AVAILABLE), "ana").is_accepted
    with a_console(team, "ana", token, tmp_path) as ana:
        until(lambda: chat in ids(ana))
        plant(store, team.url, "ana", chat, "cut off", team.clock.now())
        ana.courier.store_was_written()
        until(ana.workspace.questions)
        for command, who in ((Claim(chat), "ana"), (Resolve(chat), "ana"), (WrapUp(chat, "done"), "ana")):
            assert team.does(command, who).is_accepted
        assert team.does(EraseContact(chat), "mo").is_accepted
        until(lambda: not ana.workspace.questions(), 40)
        assert ana.db.execute("SELECT count(*) FROM outbox WHERE instr(wire, 'zebra')").fetchone() == (0,)
        assert ana.courier.is_reachable()
