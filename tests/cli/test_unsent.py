"""Unsent texts in lines: all are listed, also of conversations that are gone, and none is thrown away unasked."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from agentconsole.domain.commands import Claim, Reply
from agentconsole.store.files.salvage import salvage
from agentconsole.store.own import outbox
from agentconsole.store.own.drafts import Draft, Visibility, save
from agentconsole.store.sqlite import open_store, unit_of_work
from agentconsole.sync import ledger
from agentconsole.wire import Envelope
from tests.cli.line import Desk


def type_in(desk: Desk, place: str, body: str, visibility: Visibility = Visibility.PUBLIC) -> None:
    with closing(open_store(desk.store)) as db:
        save(db, Draft("local", "dana", place, visibility, body, 0, 1_790_000_000_000))


def test_every_unsent_text_is_listed_with_whether_its_conversation_is_there(desk: Desk):
    assert "Nothing is unsent." in desk.run("unsent", "list").out
    type_in(desk, "1002", "Dear Mara,")
    type_in(desk, "aside:1003", "Set aside.")
    type_in(desk, "777", "Dear nobody,", Visibility.INTERNAL)
    found = {each["place"]: each for each in desk.done("unsent", "list")}
    assert {place: each["is_there"] for place, each in found.items()} == {
        "1002": True,
        "aside:1003": True,
        "777": False,
    }
    assert found["aside:1003"]["conversation_id"] == "1003"
    listed = desk.run("unsent", "list").out
    assert "is not here any more" in listed
    assert "12 characters" in listed


def test_one_of_them_is_shown_whole_and_thrown_away_only_by_a_yes(desk: Desk):
    type_in(desk, "777", "Dear nobody,\nwe have found it.")
    assert desk.run("unsent", "show", "777").out == "Dear nobody,\nwe have found it.\n"
    ran = desk.run("unsent", "discard", "777")
    assert (ran.code, "--yes says that it is meant" in " ".join(ran.err.split())) == (2, True)
    assert desk.done("unsent", "list")
    desk.done("unsent", "discard", "#777", "--yes")
    assert desk.done("unsent", "list") == []
    assert desk.run("unsent", "show", "777").code == 2


def test_what_was_not_sent_is_read_out_of_what_was_kept_of_a_store(desk: Desk, tmp_path: Path):
    type_in(desk, "1002", "Dear Mara,")
    type_in(desk, "1003", "for the team", Visibility.INTERNAL)
    waiting = Envelope("c-1", "dana", "t-1", Reply("1002", "on its way"), 1)
    with closing(open_store(desk.store)) as db, unit_of_work(db):
        ledger.add(db, "local", waiting, 1)
        outbox.add(db, command_id="c-2", server="local", actor="dana", lane="1001", wire='{"words', now=1)
        ledger.add(db, "local", Envelope("c-3", "dana", "t-1", Claim("1001"), 1), 1)
    kept = salvage(str(desk.store), 1_790_000_000_000).path
    desk.store.write_bytes(b"")
    found = {
        (each["place"], each["visibility"]): each["body"] for each in desk.done("unsent", "list", "--salvage", kept)
    }
    assert found == {
        ("1002", "public"): "on its way\n\nDear Mara,",
        ("1003", "internal"): "for the team",
        ("1001", "public"): '{"words',
    }
    assert desk.run("unsent", "show", "1003", "--note", "--salvage", kept).out == "for the team\n"
    strange = tmp_path / "notes.txt"
    strange.write_text("Dear Sir or Madam")
    ran = desk.run("unsent", "list", "--salvage", str(strange))
    assert (ran.code, "is not what was kept of a store" in " ".join(ran.err.split())) == (2, True)
