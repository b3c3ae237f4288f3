"""With --json stdout gets exactly one JSON document, whatever happens; the exit codes and stderr stay as they are."""

import json
from pathlib import Path

import pytest

from agentconsole.cli import fast_queue
from agentconsole.cli.commands import doctor
from agentconsole.cli.shape import asks_for_json
from tests.cli.line import Desk, Ran, jsonl, run
from tests.cli.test_exit_codes import USAGE
from tests.cli.test_import_export import exported


def error_of(ran: Ran) -> tuple[int, str]:
    """The exit code and the error's code; its words are those of stderr, and the document holds nothing else."""
    error = ran.document["error"]
    assert ran.document == {"error": {"code": error["code"], "words": error["words"]}}
    assert ran.err.endswith(f"agentconsole: {error['words']}\n")
    return ran.code, error["code"]


@pytest.mark.parametrize("words", USAGE, ids=" ".join)
def test_what_is_typed_wrong_is_a_document_wherever_json_stands(desk: Desk, words: list[str]):
    assert error_of(desk.run(*words, "--json")) == (2, "usage")
    assert error_of(desk.run("--json", *words)) == (2, "usage")


@pytest.mark.parametrize("words", [["show", "9999"], ["why", "9999"]], ids=" ".join)
def test_a_conversation_nobody_knows_is_a_document(desk: Desk, words: list[str]):
    assert error_of(desk.run("conversation", *words, "--json")) == (1, "refused")


def test_a_refusal_by_a_rule_prints_its_receipt_and_nothing_more(desk: Desk):
    ran = desk.run("conversation", "claim", "9999", "--json")
    assert (ran.code, ran.document["outcome"]) == (1, "refused")


@pytest.mark.parametrize("words", [["queue"], ["conversation", "show", "1"], ["export"], ["receipts"]], ids=" ".join)
def test_a_store_that_is_not_there_is_a_document(tmp_path: Path, words: list[str]):
    assert error_of(run("--store", tmp_path / "none.db", *words, "--json")) == (3, "store")


def test_the_short_way_of_the_queue_leaves_a_file_that_is_no_store_to_the_long_one(tmp_path: Path):
    file = tmp_path / "letter.txt"
    file.write_bytes(b"Dear Sir or Madam, " * 100)
    arguments = ["--store", str(file), "queue", "--json"]
    assert fast_queue.shape_of(arguments)
    assert error_of(run(*arguments)) == (3, "store")


def test_a_strict_import_that_is_refused_is_a_document(desk: Desk, tmp_path: Path):
    file = tmp_path / "in.jsonl"
    file.write_text(jsonl("a") + "garbage\n", encoding="utf-8")
    events = desk.events()
    assert error_of(desk.run("import", str(file), "--strict", "--json")) == (4, "invalid")
    assert desk.events() == events


def test_what_told_its_own_document_before_it_failed_prints_no_second_one(desk: Desk, tmp_path: Path):
    file = tmp_path / "in.jsonl"
    file.write_text("garbage\n", encoding="utf-8")
    ran = desk.run("import", str(file), "--json")
    assert (ran.code, ran.document["imported"], len(ran.document["bad"])) == (4, 0, 1)
    ran = run("--store", tmp_path / "none.db", "doctor", "--json")
    assert (ran.code, ran.document[-1]["ok"]) == (3, False)


@pytest.mark.parametrize(
    ("trouble", "ends"), [(KeyboardInterrupt, (130, "interrupted")), (ZeroDivisionError, (70, "bug"))]
)
def test_an_interruption_and_a_bug_are_documents(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, trouble: type[BaseException], ends: tuple[int, str]
):
    def broken(*_: object, **__: object) -> None:
        raise trouble

    monkeypatch.setattr(doctor, "quick", broken)
    assert error_of(desk.run("doctor", "--json")) == ends


def test_an_export_is_one_array_of_what_its_lines_hold(desk: Desk, tmp_path: Path):
    file = tmp_path / "in.jsonl"
    file.write_text(jsonl("a", subject="\u202e\x7f صباح"), encoding="utf-8")
    desk.done("import", str(file))
    ran = desk.run("export", "--json")
    assert (ran.code, ran.out.isascii()) == (0, True)
    assert ran.document == exported(desk)
    assert len(ran.document) == 6


def test_an_export_of_nothing_is_an_empty_array(tmp_path: Path):
    store = tmp_path / "empty.db"
    run("--store", store, "agent", "add", "dana")
    assert run("--store", store, "export", "--json").document == []


def test_an_export_as_csv_is_no_document(desk: Desk):
    assert error_of(desk.run("export", "--format", "csv", "--json")) == (2, "usage")


def test_json_behind_two_dashes_is_a_text_of_the_agents(desk: Desk):
    assert not asks_for_json(["conversation", "note", "1001", "--", "--json"])
    ran = desk.run("conversation", "note", "9999", "--", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert json.loads(desk.run("conversation", "note", "1001", "--json", "--", "--json").out)["outcome"] == "accepted"
