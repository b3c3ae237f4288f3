"""The promised exit codes: usage 2, store 3, invalid data 4, interrupted 130, and never a traceback."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.cli.commands import doctor
from agentconsole.cli.records import bringing_in
from agentconsole.store import sqlite as store_sqlite
from tests.cli.line import Desk, Ran, jsonl, run

USAGE = [
    ["frobnicate"],
    ["queue", "--frobnicate"],
    ["queue", "--channel", "fax"],
    ["queue", "--limit", "0"],
    ["queue", "--limit", "many"],
    ["conversation"],
    ["conversation", "frobnicate"],
    ["conversation", "claim"],
    ["conversation", "claim", "1001", "1002"],
    ["conversation", "claim", "#"],
    ["conversation", "reply", "1001"],
    ["conversation", "reply", "1001", "--file", "missing.txt"],
    ["conversation", "snooze", "1001", "yesterdayish"],
    ["conversation", "snooze", "1001", "2026-13-45"],
    ["conversation", "snooze", "1001", "25:00"],
    ["conversation", "progress", "1001", "half"],
    ["conversation", "identity", "1001", "how", "maybe"],
    ["callback", "complete", "1005", "9m", "2m"],
    ["presence", "set", "asleep"],
    ["team", "levels", "breach_after=soon"],
    ["team", "levels", "breach_after=0s"],
    ["team", "levels", "coffee=5m"],
    ["import", "missing.jsonl"],
    ["export", "--format", "pdf"],
    ["simulate", "--shifts", "0"],
    ["--demo", "queue"],
    ["--smoke", "queue"],
    ["--demo", "--speed", "0"],
]


def is_one_sentence(ran: Ran) -> bool:
    return ran.err.startswith("agentconsole: ") and ran.err.count("\n") == 1 and "Traceback" not in ran.err


@pytest.mark.parametrize("words", USAGE, ids=" ".join)
def test_what_is_typed_wrong_exits_2_with_one_sentence_and_changes_nothing(desk: Desk, words: list[str]):
    events = desk.events()
    ran = desk.run(*words)
    assert (ran.code, is_one_sentence(ran)) == (2, True), ran
    assert (ran.out, desk.events()) == ("", events)


def test_nobody_in_particular_is_told_how_to_say_who_they_are(desk: Desk):
    ran = run("--store", desk.store, "conversation", "claim", "1001")
    assert ran.code == 2
    assert "--as" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ["queue"],
        ["queue", "--mine"],
        ["conversation", "show", "1001"],
        ["search", "mail"],
        ["export"],
        ["agent", "list"],
    ],
    ids=" ".join,
)
def test_nothing_is_read_for_an_agent_nobody_knows(desk: Desk, words: list[str]):
    for asked in (words, [*words, "--json"]):
        ran = run("--store", desk.store, "--as", "zoe", *asked)
        assert (ran.code, is_one_sentence(ran), "No agent is called zoe" in ran.err) == (2, True, True)
        assert "1001" not in ran.out
    assert run("--store", desk.store, *words).code == (2 if "--mine" in words else 0)


def test_the_agent_may_come_from_the_environment_the_settings_or_the_user(
    desk: Desk, home: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("LOGNAME", "bo")
    assert run("--store", desk.store, "conversation", "note", "1001", "a", "--json").document["actor"] == "bo"
    (home / "config" / "agentconsole").mkdir(parents=True)
    (home / "config" / "agentconsole" / "config.toml").write_text('agent = "lea"')
    assert run("--store", desk.store, "conversation", "note", "1001", "a", "--json").document["actor"] == "lea"
    monkeypatch.setenv("AGENTCONSOLE_AS", "dana")
    assert run("--store", desk.store, "conversation", "note", "1001", "a", "--json").document["actor"] == "dana"


@pytest.mark.parametrize(
    "words",
    [["queue"], ["queue", "--json"], ["conversation", "claim", "1"], ["export"], ["verify"], ["receipts"], ["doctor"]],
    ids=" ".join,
)
def test_a_store_that_is_not_there_exits_3_and_is_not_made(tmp_path: Path, words: list[str]):
    store = tmp_path / "none.db"
    ran = run("--store", store, "--as", "dana", *words)
    assert (ran.code, is_one_sentence(ran), store.exists()) == (3, True, False)


@pytest.mark.parametrize(
    "words", [["queue"], ["queue", "--json"], ["conversation", "claim", "1"], ["agent", "add", "x"]]
)
def test_a_file_that_is_no_store_exits_3_and_stays_as_it_was(tmp_path: Path, words: list[str]):
    file = tmp_path / "letter.txt"
    file.write_bytes(b"Dear Sir or Madam, " * 100)
    file.chmod(0o600)
    ran = run("--store", file, "--as", "dana", *words)
    assert (ran.code, is_one_sentence(ran)) == (3, True), ran
    assert file.read_bytes() == b"Dear Sir or Madam, " * 100


def test_a_store_damaged_where_the_team_stands_is_ended_at_with_what_was_not_sent_safe(desk: Desk):
    with closing(store_sqlite.open_store(str(desk.store))) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'agent'").fetchone()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = desk.store.read_bytes()
    desk.store.write_bytes(whole[: (page - 1) * 4096] + b"\x55" * 4096 + whole[page * 4096 :])
    ran = desk.run("--plain", stdin=b"quit\n")
    (kept,) = desk.store.parent.glob("salvage-*.jsonl")
    assert (ran.code, str(desk.store) in ran.err, str(kept) in ran.err) == (3, True, True)


def test_a_damaged_store_exits_3(desk: Desk):
    whole = bytearray(desk.store.read_bytes())
    for at in range(4096, len(whole), 4096):
        whole[at : at + 64] = b"\xff" * 64
    desk.store.write_bytes(whole)
    for words in (["queue", "--json"], ["conversation", "claim", "1001"], ["doctor"]):
        ran = desk.run(*words)
        assert (ran.code, is_one_sentence(ran)) == (3, True), ran


def test_a_locked_store_exits_3_and_can_be_read_meanwhile(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(store_sqlite, "BUSY_TIMEOUT_SECONDS", 0.05)
    with closing(sqlite3.connect(desk.store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ran = desk.run("conversation", "claim", "1001")
        assert (ran.code, is_one_sentence(ran)) == (3, True)
        assert len(desk.done("queue")) == 5


def test_data_that_is_not_what_it_should_be_exits_4(desk: Desk, tmp_path: Path):
    file = tmp_path / "latin.txt"
    file.write_bytes(b"caf\xe9")
    ran = desk.run("conversation", "note", "1001", "--file", str(file))
    assert (ran.code, is_one_sentence(ran)) == (4, True)
    ran = desk.run("conversation", "note", "1001", "-", stdin=b"caf\xe9")
    assert (ran.code, is_one_sentence(ran)) == (4, True)


def test_settings_that_cannot_be_used_exit_2_and_name_the_file_and_the_key(desk: Desk, home: Path):
    folder = home / "config" / "agentconsole"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("bell = 'loud'")
    ran = run("--store", desk.store, "conversation", "claim", "1001")
    assert ran.code == 2
    assert "config.toml" in ran.err
    assert "bell" in ran.err


def test_an_interrupted_import_exits_130_keeps_what_is_committed_and_can_go_on(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = tmp_path / "many.jsonl"
    file.write_text(jsonl(*(f"n{n}" for n in range(30))), encoding="utf-8")
    monkeypatch.setattr(bringing_in, "SHARED_UNIT", 10)
    submit, units = bringing_in._submit, []

    def interrupted(*arguments: object) -> None:
        units.append(1)
        if len(units) == 2:
            raise KeyboardInterrupt
        submit(*arguments)

    monkeypatch.setattr(bringing_in, "_submit", interrupted)
    ran = desk.run("import", str(file))
    assert (ran.code, is_one_sentence(ran)) == (130, True)
    assert "10 conversations are imported and stay" in ran.err
    again = desk.done("import", str(file))
    assert (again["imported"], again["unchanged"]) == (20, 10)


def test_ctrl_c_anywhere_exits_130(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(doctor, "quick", interrupted)
    assert desk.run("doctor").code == 130


def test_a_bug_leaves_a_report_and_no_traceback(desk: Desk, home: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("the words of a contact")

    monkeypatch.setattr(doctor, "quick", broken)
    ran = desk.run("doctor")
    assert (ran.code, is_one_sentence(ran)) == (70, True)
    (report,) = (home / "state").rglob("crash-*.txt")
    assert "ZeroDivisionError" in report.read_text()
    assert "the words of a contact" not in report.read_text() + ran.err


def test_the_console_without_a_terminal_is_a_sentence(desk: Desk, tmp_path: Path):
    for words in (["--store", desk.store], ["--demo"]):
        ran = run(*words)
        assert (ran.code, is_one_sentence(ran)) == (2, True)


def test_a_misspelt_command_is_told_what_was_meant():
    ran = run("converstion", "show", "1001")
    assert (ran.code, "did you mean conversation?" in " ".join(ran.err.split())) == (2, True)
    assert "did you mean" not in run("zebra").err


def test_a_verb_without_its_noun_is_told_where_it_belongs():
    ran = run("reply", "1001", "hello")
    assert (ran.code, is_one_sentence(ran)) == (2, True)
    assert "`agentconsole conversation reply`" in ran.err


@pytest.mark.parametrize(
    ("line", "package", "module", "extra"),
    [
        (["web"], "textual_serve.server", "agentconsole.cli.browser", "web"),
        (["serve"], "uvicorn", "agentconsole.server.running", "server"),
        (["server", "verify", "--database", "postgresql://x/y"], "psycopg", "agentconsole.store.postgres", "postgres"),
    ],
)
def test_what_comes_with_an_extra_names_the_line_that_installs_it(monkeypatch, line, package, module, extra):
    monkeypatch.setitem(sys.modules, package, None)
    # Both places an import looks at, as another test may have loaded it.
    monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.delattr(module, raising=False)
    ran = run(*line)
    assert ran.code == 2
    assert f"the extra {extra}. In the checkout: python3 -m pip --python " in ran.err
    assert f"install -e '.[{extra}]'" in ran.err
