"""Agents, levels, search, receipts, verify, simulate, backup, restore, doctor, keys: what they print and promise."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.cli.command_line import agentconsole
from agentconsole.cli.commands import doctor
from agentconsole.cli.commands.conversation import PANELS
from agentconsole.cli.line_mode import breaking
from tests.cli.line import Desk, run


def test_the_first_agent_begins_the_store(tmp_path: Path):
    store = tmp_path / "new" / "store.db"
    ran = run("--store", store, "agent", "add", "dana", "--full-name", "Dana Brook", "--role", "lead", "--json")
    assert (ran.code, ran.document["kind"], ran.document["outcome"]) == (0, "agent.add", "accepted")
    (dana,) = run("--store", store, "agent", "list", "--json").document
    assert (dana["id"], dana["full_name"], dana["role"], dana["presence"]) == ("dana", "Dana Brook", "lead", "offline")


def test_an_agent_is_added_once_and_by_a_lead(desk: Desk):
    assert run("--store", desk.store, "agent", "add", "dana").code == 1
    assert run("--store", desk.store, "agent", "add", "Dana!").code == 1
    assert desk.run("agent", "add", "zoe").code == 1
    assert run("--store", desk.store, "--as", "lea", "agent", "add", "zoe").code == 0


def test_levels_are_shown_and_changed_but_not_switched_off(desk: Desk):
    before = {each["id"]: each["ms"] for each in desk.done("team", "levels")}
    assert before["breach_after"] == 300_000
    assert desk.run("team", "levels", "breach_after=6m").code == 1
    assert run("--store", desk.store, "--as", "lea", "team", "levels", "breach_after=5m30s", "lead_after=1h").code == 0
    after = {each["id"]: each["ms"] for each in desk.done("team", "levels")}
    assert after == before | {"breach_after": 330_000, "lead_after": 3_600_000}


def test_search_finds_words_and_names_the_conversation(desk: Desk):
    hits = desk.done("search", "mail arr")
    assert hits[0].keys() == {"id", "kind", "contact_name", "subject", "at", "snippet", "spans"}
    assert "1001" in {hit["id"] for hit in hits}
    assert desk.done("search", '"*(' * 50) == []
    assert "Nothing found." in desk.run("search", "zzz").out


def test_a_search_for_a_misspelt_word_names_the_nearest_one_there_is(desk: Desk):
    desk.done("conversation", "note", "1001", "a wildcard certificate")
    assert "did you mean certificate?" in desk.run("search", "certifcate").out
    assert desk.done("search", "certifcate") == []


def test_receipts_carry_every_instant_and_both_outcomes(desk: Desk):
    desk.done("conversation", "claim", "1001")
    desk.run("conversation", "claim", "1001")
    receipts = desk.done("receipts", "--from", "1h")
    assert [each["outcome"] for each in receipts] == ["refused", "accepted"]
    assert {"id", "client_ms", "saved_ms", "settled_ms", "at_ms", "seq", "hash", "words"} <= receipts[0].keys()
    assert desk.done("receipts", "--to", "2020-01-01") == []
    assert len(desk.done("receipts", "--all")) == 10


def test_verify_is_clean_until_a_row_is_changed_by_hand(desk: Desk):
    assert desk.done("verify")["clean"] is True
    with closing(sqlite3.connect(desk.store, isolation_level=None)) as db:
        db.execute("UPDATE conversation SET assignee = 'bo' WHERE id = '1001'")
    ran = desk.run("verify", "--json")
    assert (ran.code, ran.document["clean"]) == (4, False)
    assert "1001" in ran.err


def test_a_shift_can_be_simulated_and_gives_the_same_again():
    first = run("simulate", "--shifts", "1", "--seed", "7", "--hours", "0.2", "--json")
    assert (first.code, first.document["clean"], first.document["first_seed"]) == (0, True, 7)
    assert run("simulate", "--shifts", "1", "--seed", "7", "--hours", "0.2", "--json").out == first.out


def test_a_backup_is_restored_and_what_was_there_is_kept(desk: Desk, tmp_path: Path):
    copy = tmp_path / "copy.db"
    assert desk.done("backup", str(copy))["bytes"] == copy.stat().st_size
    desk.done("conversation", "claim", "1001")
    before = desk.store.read_bytes()
    refused = desk.run("restore", str(copy))
    assert (refused.code, "--replace" in refused.err) == (3, True)
    assert desk.store.read_bytes() == before
    done = desk.done("restore", str(copy), "--replace")
    assert done.keys() == {"id", "epoch", "kept", "salvaged"}
    assert desk.done("conversation", "show", "1001")["assignee"] == ""
    assert run("--store", done["kept"], "conversation", "show", "1001", "--json").document["assignee"] == "dana"
    assert Path(done["salvaged"]).exists()


def test_a_backup_that_is_none_is_not_restored(desk: Desk, tmp_path: Path):
    file = tmp_path / "letter.txt"
    file.write_text("Dear Sir or Madam, " * 100)
    before = desk.store.read_bytes()
    assert desk.run("restore", str(file), "--replace").code == 3
    assert desk.run("restore", str(tmp_path / "none.db"), "--replace").code == 3
    assert desk.store.read_bytes() == before


def test_a_backup_goes_without_asking_where_nothing_is_and_never_in_the_place_of_a_strangers_file(
    desk: Desk, tmp_path: Path
):
    copy, letter = tmp_path / "copy.db", tmp_path / "letter.txt"
    desk.done("backup", str(copy))
    assert run("--store", str(tmp_path / "new.db"), "restore", str(copy)).code == 0
    letter.write_text("Dear Sir or Madam, " * 100)
    for how in ((), ("--replace",)):
        ran = run("--store", str(letter), "restore", str(copy), *how)
        assert (ran.code, "not an agentconsole store" in " ".join(ran.err.split())) == (3, True)
    assert letter.read_text().startswith("Dear Sir")


def test_what_a_backup_says_breaks_between_words(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    whole = desk.run("backup", str(tmp_path / "copy.db")).out.strip()
    width = max(map(len, whole.split()))
    monkeypatch.setattr(breaking, "columns", lambda _stream: width)
    rows = desk.run("backup", str(tmp_path / "copy.db")).out.splitlines()
    assert max(map(len, rows)) <= width < len(whole)
    assert " ".join(rows) == whole


def test_a_server_s_restore_names_what_was_restored(desk: Desk, tmp_path: Path):
    team = tmp_path / "team.db"
    told = run("server", "restore", str(desk.store), "--database", f"sqlite:///{team}").out
    assert told.startswith(f"{team} is restored to event ")


def test_doctor_says_where_everything_is(desk: Desk):
    findings = {each["id"]: each for each in desk.done("doctor")}
    assert findings["path"]["words"] == str(desk.store)
    assert {"version", "settings", "durability", "disk", "store", "team"} <= findings.keys()
    assert findings["store"]["ok"] is True


def test_doctor_says_that_the_disk_is_full(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    plenty = {each["id"]: each for each in desk.done("doctor")}["room"]
    monkeypatch.setattr(doctor, "LITTLE", 1 << 62)
    scarce = {each["id"]: each for each in desk.done("doctor")}["room"]
    assert (plenty["ok"], scarce["ok"], "make room" in scarce["words"]) == (True, False, True)


def test_keys_lists_ids_and_tells_of_bad_ones(home: Path):
    (home / "config" / "agentconsole").mkdir(parents=True)
    (home / "config" / "agentconsole" / "config.toml").write_text(
        '[keymap]\n"conversation.resolve" = "ctrl+e"\n"conversation.fly" = "y"\n'
    )
    ran = run("keys", "--json")
    keys = {each["id"]: each["keys"] for each in ran.document}
    assert keys["conversation.resolve"] == ["ctrl+e"]
    assert "conversation.fly" in ran.err


def test_every_command_stands_in_the_help_and_each_has_an_example():
    listed = run("--help").out
    for name in agentconsole.list_commands(None):
        assert name in listed
        assert run(name, "--help").code == 0


@pytest.mark.parametrize("name", ["agent", "call", "callback", "presence", "team", "conversation"])
def test_every_verb_of_a_noun_has_an_example(name: str):
    group = agentconsole.get_command(None, name)
    for verb, command in group.commands.items():
        assert command.example.startswith(f"{name} {verb}"), command.example
        assert f"agentconsole {name} {verb}" in " ".join(run(name, verb, "--help").out.split())


def test_the_help_of_a_conversation_names_each_verb_in_one_of_its_parts():
    group = agentconsole.get_command(None, "conversation")
    placed = [verb for verbs in PANELS.values() for verb in verbs]
    assert sorted(placed) == sorted(group.commands)
    shown = run("conversation", "--help").out
    assert [shown.index(title) for title in PANELS] == sorted(shown.index(title) for title in PANELS)
    assert "─ Commands ─" not in shown


def test_help_calls_a_field_as_it_is_typed():
    assert "goes on in `INTO`" in " ".join(run("conversation", "merge", "--help").out.split())
    assert "when `--to-agent` is empty" in " ".join(run("conversation", "transfer", "--help").out.split())


def test_the_version_is_the_packages():
    from agentconsole import __version__

    assert run("--version").out == f"agentconsole {__version__}\n"
