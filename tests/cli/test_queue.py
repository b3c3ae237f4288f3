"""The queue as a line command, and its short way, which must answer byte for byte like the long one."""

import json
from pathlib import Path

import pytest

from agentconsole.__main__ import main
from agentconsole.cli import fast_queue
from agentconsole.cli.main import run as long_way
from tests.cli.line import Desk, jsonl, run

FIELDS = {
    *("id", "channel", "status", "contact_id", "contact_name", "subject", "category", "assignee", "last_line"),
    *("due_ms", "due_kind", "waiting_since_ms", "received_ms", "messages", "former_assignee", "incident", "waits_on"),
}

SHAPES = [
    ["queue", "--json"],
    ["--json", "queue"],
    ["queue", "--json", "--limit", "2"],
    ["queue", "--channel", "chat", "--json"],
    ["--as", "dana", "queue", "--json"],
    ["--as", "dana", "queue", "--mine", "--json"],
    ["--as", "dana", "queue", "--json", "--mine", "--channel", "ticket", "--limit", "1"],
]

IN_DOUBT = [
    ["queue", "--json", "--mine"],
    ["--as", "zoe", "queue", "--json"],
    ["--as", "zoe", "queue", "--mine", "--json"],
    ["queue", "--json", "--limit", "0"],
    ["queue", "--json", "--limit", "-1"],
    ["queue", "--json", "--limit", "١"],
    ["queue", "--json", "--channel", "fax"],
    ["queue", "--json", "--help"],
    ["queue", "--json", "--json"],
    ["--i-know", "queue", "--json"],
    ["search", "queue", "--json"],
    ["conversation", "note", "1001", "queue", "--json"],
]


def busy(desk: Desk) -> Desk:
    file = desk.store.parent / "more.jsonl"
    file.write_text(jsonl("a", "b", subject='"\\ \x7f\u202e\u2028 صباح 👋'), encoding="utf-8")
    desk.done("import", str(file))
    for each in ("1001", "1002"):
        desk.done("conversation", "claim", each)
    return desk


@pytest.mark.parametrize("words", SHAPES, ids=" ".join)
def test_the_short_way_answers_byte_for_byte_like_the_long_one(
    desk: Desk, words: list[str], capsys: pytest.CaptureFixture[str]
):
    arguments = ["--store", str(busy(desk).store), *words]
    assert fast_queue.answer(arguments)
    short = capsys.readouterr()
    assert long_way(arguments) == 0
    assert capsys.readouterr() == short
    assert json.loads(short.out)


@pytest.mark.parametrize("words", IN_DOUBT, ids=" ".join)
def test_whatever_is_in_doubt_is_left_to_the_parser(desk: Desk, words: list[str], capsys: pytest.CaptureFixture[str]):
    arguments = ["--store", str(desk.store), *words]
    assert not fast_queue.answer(arguments)
    assert capsys.readouterr() == ("", "")


def test_the_short_way_does_not_look_past_settings(
    desk: Desk, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("AGENTCONSOLE_STORE", str(desk.store))
    assert not fast_queue.answer(["queue", "--json"])
    assert main(["queue", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 5


def test_rows_have_the_promised_fields_in_the_one_order(desk: Desk):
    rows = busy(desk).done("queue")
    assert all(row.keys() == FIELDS for row in rows)
    assert [row["due_ms"] for row in rows] == sorted(row["due_ms"] for row in rows)
    assert {row["id"] for row in rows} == {"1001", "1002", "1003", "1004", "1005", "1006", "1007"}


def test_mine_channel_and_limit_narrow_without_reordering(desk: Desk):
    everything = [row["id"] for row in busy(desk).done("queue")]
    assert [row["id"] for row in desk.done("queue", "--mine")] == [i for i in everything if i in ("1001", "1002")]
    assert {row["channel"] for row in desk.done("queue", "--channel", "chat")} == {"chat"}
    assert [row["id"] for row in desk.done("queue", "--limit", "3")] == everything[:3]


def test_for_a_person_it_is_one_line_a_conversation(desk: Desk):
    ran = desk.run("queue")
    assert (ran.code, ran.out.count("\n")) == (0, 5)
    assert "Mara x1" in ran.out


def test_an_empty_queue_says_so(tmp_path: Path):
    store = tmp_path / "empty.db"
    run("--store", store, "agent", "add", "dana")
    assert run("--store", store, "queue", "--json").document == []
    assert "Nothing is open" in run("--store", store, "queue").out
