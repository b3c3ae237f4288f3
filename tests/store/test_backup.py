"""Backups and restores: faithful, private, and never at the price of what is there."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.store.errors import NotAStore, StoreBusy, StoreDamaged, StoreError, StoreUnavailable
from agentconsole.store.files import copies
from agentconsole.store.files.backup import _move_aside, backup, daily, restore
from agentconsole.store.own import drafts
from agentconsole.store.sqlite import open_store, unit_of_work
from tests.store.builders import NOW, draft, draft_texts, filled, killed_while_writing, mode_of

DAY = 86_400_000


def texts_in(path: str | Path) -> set[str]:
    with closing(open_store(path)) as connection:
        return draft_texts(connection)


def epoch_of(path: str | Path) -> str:
    with closing(open_store(path)) as connection:
        return str(connection.execute("SELECT epoch FROM head").fetchone()[0])


def test_a_backup_taken_while_the_store_is_open_is_whole_and_private(tmp_path: Path):
    path, target = tmp_path / "store.db", tmp_path / "copy.db"
    texts = filled(path)
    connection = open_store(path)
    backup(str(path), str(target))
    assert mode_of(target) == 0o600
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy.db", "store.db", "store.db.reserve"]
    assert texts_in(target) == texts
    drafts.save(connection, draft("after the backup", "c-new"))
    assert texts_in(target) == texts


def test_a_backup_holds_what_a_killed_writer_left_in_the_journal_undone(tmp_path: Path):
    path = tmp_path / "store.db"
    texts = filled(path)
    killed_while_writing(path)
    backup(str(path), str(tmp_path / "copy.db"))
    assert texts_in(tmp_path / "copy.db") == texts


def test_only_stores_are_backed_up_and_never_onto_themselves(tmp_path: Path):
    path = tmp_path / "store.db"
    filled(path, 1)
    with pytest.raises(StoreUnavailable, match="own backup"):
        backup(str(path), str(path))
    with pytest.raises(StoreUnavailable, match="no such file"):
        backup(str(tmp_path / "missing.db"), str(tmp_path / "copy.db"))
    with closing(sqlite3.connect(tmp_path / "photos.db")) as other:
        other.execute("CREATE TABLE photo(id)")
    with pytest.raises(NotAStore):
        backup(str(tmp_path / "photos.db"), str(tmp_path / "copy.db"))
    assert not (tmp_path / "copy.db").exists()


def test_a_failed_backup_leaves_the_older_one(tmp_path: Path):
    path, target = tmp_path / "store.db", tmp_path / "copy.db"
    texts = filled(path)
    backup(str(path), str(target))
    os.truncate(path, 40_960)
    with pytest.raises(StoreError):
        backup(str(path), str(target))
    assert texts_in(target) == texts
    assert not list(tmp_path.glob("*.partial"))


def test_the_newest_seven_days_are_kept_and_nothing_else_is_touched(tmp_path: Path):
    path, folder = tmp_path / "store.db", tmp_path / "backups"
    filled(path, 1)
    for day in range(10):
        daily(str(path), str(folder), NOW + day * DAY)
        (folder / "my own notes.db").touch()
    kept = sorted(each.name for each in folder.iterdir())
    assert len(kept) == 8
    assert kept[0] == "agentconsole-2026-09-24.db"
    assert kept[6] == "agentconsole-2026-09-30.db"
    assert mode_of(folder) == 0o700


def test_a_restore_brings_back_the_backup_as_a_new_history_and_keeps_the_rest(tmp_path: Path):
    path, copy = tmp_path / "store.db", tmp_path / "copy.db"
    texts = filled(path, 20)
    backup(str(path), str(copy))
    with closing(open_store(path)) as connection:
        drafts.save(connection, draft("typed since", "c-new"))
    done = restore(str(copy), str(path), now=NOW, epoch="e2")
    assert texts_in(path) == texts
    assert (epoch_of(path), done.epoch) == ("e2", "e2")
    assert texts_in(done.kept) == texts | {"typed since"}
    assert "typed since" in Path(done.salvaged).read_text()
    assert epoch_of(copy) != "e2"
    assert {mode_of(each) for each in (path, done.kept, done.salvaged)} == {0o600}


def test_a_console_that_has_the_store_open_sees_the_restored_one(tmp_path: Path):
    path, copy = tmp_path / "store.db", tmp_path / "copy.db"
    texts = filled(path, 20)
    backup(str(path), str(copy))
    console = open_store(path)
    drafts.save(console, draft("typed since", "c-new"))
    restore(str(copy), str(path), now=NOW, epoch="e2")
    assert draft_texts(console) == texts
    assert console.execute("SELECT epoch FROM head").fetchone() == ("e2",)
    with unit_of_work(console):
        console.execute("DELETE FROM draft")
    assert texts_in(path) == set()


def test_a_damaged_store_is_moved_aside(tmp_path: Path):
    path, copy = tmp_path / "store.db", tmp_path / "copy.db"
    texts = filled(path)
    backup(str(path), str(copy))
    ruined = b"\xff" * 4096 + path.read_bytes()[4096:]
    path.write_bytes(ruined)
    done = restore(str(copy), str(path), now=NOW, epoch="e2")
    assert texts_in(path) == texts
    assert Path(done.kept).read_bytes() == ruined
    assert len(Path(done.salvaged).read_text().splitlines()) == 2 * len(texts)


def test_a_journal_is_moved_aside_with_its_store(tmp_path: Path):
    for ending in ("", "-journal", "-wal", "-shm"):
        (tmp_path / f"store.db{ending}").write_text(ending)
    _move_aside(str(tmp_path / "store.db"), str(tmp_path / "kept"))
    left = {each.name: each.read_text() for each in tmp_path.iterdir()}
    assert left == {"kept": "", "kept-journal": "-journal", "kept-wal": "-wal", "kept-shm": "-shm"}


def test_a_missing_store_is_simply_put_there(tmp_path: Path):
    filled(tmp_path / "copy.db", 3)
    done = restore(str(tmp_path / "copy.db"), str(tmp_path / "store.db"), now=NOW, epoch="e2")
    assert (done.kept, done.salvaged) == ("", "")
    assert epoch_of(tmp_path / "store.db") == "e2"
    assert mode_of(tmp_path / "store.db") == 0o600


def test_a_bad_backup_changes_nothing(tmp_path: Path):
    path, copy = tmp_path / "store.db", tmp_path / "copy.db"
    filled(path)
    backup(str(path), str(copy))
    content = bytearray(copy.read_bytes())
    content[20 * 4096 : 40 * 4096] = b"\xff" * 20 * 4096
    copy.write_bytes(content)
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    with pytest.raises(StoreDamaged):
        restore(str(copy), str(path), now=NOW, epoch="e2")
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_another_programs_file_is_not_restored_over(tmp_path: Path):
    filled(tmp_path / "copy.db", 1)
    (tmp_path / "notes.txt").write_text("Dear diary, " * 500)
    with pytest.raises(NotAStore):
        restore(str(tmp_path / "copy.db"), str(tmp_path / "notes.txt"), now=NOW, epoch="e2")
    assert (tmp_path / "notes.txt").read_text() == "Dear diary, " * 500


def test_a_store_somebody_is_writing_to_is_not_waited_for_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path, copy = tmp_path / "store.db", tmp_path / "copy.db"
    filled(path, 3)
    backup(str(path), str(copy))
    monkeypatch.setattr(copies, "LOCK_TIMEOUT_SECONDS", 0.05)
    with closing(open_store(path)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO setting VALUES ('a', '1')")
        with pytest.raises(StoreBusy):
            restore(str(copy), str(path), now=NOW, epoch="e2")
        writer.execute("COMMIT")
    assert epoch_of(path) != "e2"
