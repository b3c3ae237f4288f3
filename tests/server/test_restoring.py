"""Backup, restore and proof of a team's store: from either engine to either, nothing lost, a new history begun."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest

from agentconsole.cli.team.database import Place, opener
from agentconsole.domain.commands import Note
from agentconsole.server import sources
from agentconsole.simulator.shift import Shift
from agentconsole.store.sqlite import unit_of_work
from agentconsole.store.team.backup import NUMBERS_LEFT_OUT
from agentconsole.store.team.portable import TABLES, write_file
from tests.cli.line import Ran, run
from tests.support.postgres import a_workspace, server
from tests.support.team_server import a_team, an_envelope, send

ENGINES = ["sqlite", "postgresql"]


def a_place(folder: Path, engine: str) -> Place:
    """A team's store nobody uses yet."""
    name = a_workspace()
    return Place(f"sqlite:///{folder / 'team.db'}" if engine == "sqlite" else server(), name)


def asked(place: Place, *words: str) -> Ran:
    return run("--json", *words, "--database", place.address, "--workspace", place.workspace)


def contents(place: Place) -> dict[str, list[tuple[object, ...]]]:
    with closing(opener(place)()) as db:
        return {
            table: sorted(map(tuple, db.execute(f"SELECT * FROM {table}").fetchall()), key=repr) for table in TABLES
        }


@pytest.fixture(scope="module")
def a_shift(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of a simulated shift, with an account, a session and a source's key, as a server's file."""
    path = tmp_path_factory.mktemp("shift") / "shift.db"
    shift = Shift(3, 2)
    with closing(shift.db):
        shift.play()
        with closing(sqlite3.connect(path)) as file:
            shift.db.backup(file)
    with a_team(path.parent, opener(Place(f"sqlite:///{path}"))) as team:
        team.hires("zora")
        with team.db() as db:
            sources.add(db, "website", team.clock.now())
            db.execute("INSERT INTO session VALUES ('s', 'zora', x'01', 1, 1, 9, 0, 't', '')")
    return path


@pytest.mark.parametrize("after", ENGINES)
@pytest.mark.parametrize("before", ENGINES)
def test_a_backup_of_either_engine_is_put_in_place_on_either(a_shift: Path, tmp_path: Path, before: str, after: str):
    first, second = a_place(tmp_path / "1", before), a_place(tmp_path / "2", after)
    for folder in ("1", "2"):
        (tmp_path / folder).mkdir()
    assert asked(first, "server", "restore", str(a_shift)).code == 0
    backup = tmp_path / "backup.db"
    assert asked(first, "server", "backup", str(backup)).code == 0
    assert backup.stat().st_mode & 0o777 == 0o600
    restored = asked(second, "server", "restore", str(backup))
    assert restored.code == 0, restored.err
    here, there = contents(first), contents(second)
    assert len(here["event"]) > 100
    (head,), (head_after,) = here.pop("head"), there.pop("head")
    assert (head[2:-1], head[-1] + NUMBERS_LEFT_OUT) == (head_after[2:-1], head_after[-1])
    assert len({head[1], head_after[1], restored.document["epoch"]}) == 2, "the history is called anew"
    (noted,) = (each for each in there["restored"] if each[0] == head_after[1])
    assert noted[2:] == (head[1], head[2], head[5])
    del here["restored"], there["restored"]
    assert here.pop("session") == there.pop("session") == []
    assert here == there
    assert asked(second, "server", "verify").document["clean"] is True
    assert [row.name for row in tmp_path.iterdir() if row.name.startswith(".restoring")] == []


@pytest.mark.parametrize("engine", ENGINES)
def test_work_goes_on_after_a_restore_with_numbers_nobody_had(a_shift: Path, tmp_path: Path, engine: str):
    place = a_place(tmp_path, engine)
    assert asked(place, "server", "restore", str(a_shift)).code == 0
    with a_team(tmp_path, opener(place)) as team:
        codes = team.hires("nora")
        with team.signed_in("nora", codes["nora"]) as nora:
            chat = team.chat()
            send(nora, an_envelope(Note(chat, "after"), "nora"))
        with team.db() as db:
            assert ("after",) in db.execute("SELECT body FROM message WHERE conv_id = ?", (chat,)).fetchall()
    assert asked(place, "server", "verify").document["clean"] is True


@pytest.mark.parametrize("engine", ENGINES)
def test_a_lost_conversation_s_number_is_given_to_nobody_else(a_shift: Path, tmp_path: Path, engine: str):
    place = a_place(tmp_path, engine)
    assert asked(place, "server", "restore", str(a_shift)).code == 0
    backup = tmp_path / "backup.db"
    with a_team(tmp_path, opener(place)) as team:
        codes = team.hires("nora")
        with team.signed_in("nora", codes["nora"]) as nora:
            assert asked(place, "server", "backup", str(backup)).code == 0
            lost = team.chat("lost")
            assert asked(place, "server", "restore", str(backup), "--replace").code == 0
            assert int(team.chat("another contact's")) > int(lost)
            (answer,) = send(nora, an_envelope(Note(lost, "to the lost one"), "nora"))
            assert "unknown_conversation" in str(answer)
    assert asked(place, "server", "verify").document["clean"] is True


@pytest.mark.parametrize("engine", ENGINES)
def test_a_history_is_replaced_only_when_told_to_and_kept_aside(a_shift: Path, tmp_path: Path, engine: str):
    place = a_place(tmp_path, engine)
    with a_team(tmp_path, opener(place)) as team:
        code = team.hires("ana")["ana"]
        with team.signed_in("ana", code) as ana:
            team.chat("only here")
            before = contents(place)
            refused = asked(place, "server", "restore", str(a_shift))
            assert (refused.code, "--replace" in refused.err) == (3, True)
            assert contents(place) == before
            cursor = str(ana.get("/v1/changes").json()["epoch"])
            # The server goes on through it, and whoever is signed in stays so.
            done = asked(place, "server", "restore", str(a_shift), "--replace")
            assert done.code == 0, done.err
            assert done.document["keeps_sign_ins"] is True
            answer = ana.get("/v1/changes", params={"since": f"{cursor}:1"})
            assert (answer.status_code, answer.json()["code"]) == (410, "epoch")
            assert ana.get("/v1/sessions/current").status_code == 200
            again = team.signs_in("ana")
            assert again.status_code == 201
    after = contents(place)
    assert after["account"] == before["account"], "who may sign in is not set back"
    kept = str(done.document["kept"])
    aside = Place(f"sqlite:///{kept}") if engine == "sqlite" else Place(place.address, kept)
    assert contents(aside)["message"] == before["message"]


def test_a_restore_that_fails_leaves_a_workspace_on_postgresql_as_it_was(
    a_shift: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    place = a_place(tmp_path, "postgresql")
    with a_team(tmp_path, opener(place)) as team:
        team.chat("only here")
    before = contents(place)
    bad = tmp_path / "bad.db"
    bad.write_bytes(a_shift.read_bytes())
    with closing(sqlite3.connect(bad)) as db:
        db.execute("UPDATE message SET body = 'a' || char(0) WHERE n = (SELECT max(n) FROM message)")
        db.commit()
    failed = asked(place, "server", "restore", str(bad), "--replace")
    assert (failed.code, "a row of message cannot be held" in failed.err) == (3, True)
    assert contents(place) == before
    assert asked(place, "server", "verify").code == 0


def test_what_is_no_backup_is_put_in_nobodys_place(tmp_path: Path):
    for engine in ENGINES:
        place = a_place(tmp_path, engine)
        wrong = tmp_path / "notes.txt"
        wrong.write_text("not a store " * 100)
        assert asked(place, "server", "restore", str(wrong)).code == 3
        assert asked(place, "server", "restore", str(tmp_path / "none.db")).code == 3


@pytest.mark.parametrize("engine", ENGINES)
def test_verify_finds_a_word_changed_behind_the_engines_back(a_shift: Path, tmp_path: Path, engine: str):
    place = a_place(tmp_path, engine)
    assert asked(place, "server", "restore", str(a_shift)).code == 0
    with closing(opener(place)()) as db, unit_of_work(db):
        db.execute("UPDATE event_body SET body = replace(body, 'e', 'a') WHERE seq = 50")
    found = asked(place, "server", "verify")
    assert (found.code, found.document["clean"]) == (4, False)
    assert "event 50" in found.err


def test_a_copy_of_postgresql_is_of_one_instant(tmp_path: Path, figure: Callable[[int, int], int]):
    place, stop, copies = a_place(tmp_path, "postgresql"), Event(), 0
    with a_team(tmp_path, opener(place)) as team:
        chat = team.chat()
        team.hires("ana")

        def write() -> None:
            while not stop.wait(0.002):
                team.does(Note(chat, "one more"), "ana")

        writing = Thread(target=write)
        writing.start()
        try:
            until = monotonic() + figure(2, 60)
            while monotonic() < until or copies < 3:
                copy = tmp_path / "copy.db"
                with closing(opener(place)()) as db:
                    write_file(db, str(copy))
                copies += 1
                said = run("--json", "--store", str(copy), "verify")
                assert (said.code, said.document["clean"]) == (0, True), said.err
        finally:
            stop.set()
            writing.join()
