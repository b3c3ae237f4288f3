"""Opening a store that is missing, foreign, newer, broken or badly placed: nothing lost, a plain message."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.store import schema
from agentconsole.store.errors import (
    NotAStore,
    StoreDamaged,
    StoreError,
    StoreReadOnly,
    StoreRefused,
    StoreTooNew,
    StoreUnavailable,
)
from agentconsole.store.files import place, reserve
from agentconsole.store.sqlite import open_store
from tests.store.builders import draft_texts, filled, killed_while_writing, mode_of


def test_a_new_store_and_its_folder_are_mine_alone(tmp_path: Path):
    path = tmp_path / "deep" / "er" / "store.db"
    before = os.umask(0)
    try:
        open_store(path).close()
    finally:
        os.umask(before)
    assert mode_of(path) == 0o600
    assert mode_of(path.parent) == 0o700
    assert mode_of(reserve.path_of(str(path))) == 0o600


def test_a_new_store_starts_its_history_and_its_numbers(tmp_path: Path):
    connection = open_store(tmp_path / "store.db")
    head = connection.execute("SELECT ws, seq, chain, clock_ms, next_number FROM head").fetchall()
    assert head == [(1, 0, bytes(32), 0, 1001)]
    assert len(connection.execute("SELECT epoch FROM head").fetchone()[0]) == 16


def test_a_loosened_mode_is_tightened_at_the_next_start(tmp_path: Path):
    path = tmp_path / "store.db"
    open_store(path).close()
    os.chmod(path, 0o644)
    open_store(path).close()
    assert mode_of(path) == 0o600


def test_names_that_mean_something_in_an_address_are_names(tmp_path: Path):
    path = tmp_path / "50%41 who? #1 & žluť.db"
    open_store(path).close()
    assert path.exists()
    open_store(path, read_only=True).close()


def _refusal(path: Path, kind: type[StoreError], **options: bool) -> str:
    with pytest.raises(kind) as caught:
        open_store(path, **options)
    words = str(caught.value)
    assert caught.value.exit_code == 3
    assert path.name in words or str(path.parent) in words
    assert words.endswith(".")
    assert "\n" not in words
    return words


def test_a_link_is_refused_and_its_target_untouched(tmp_path: Path):
    target = tmp_path / "real.db"
    filled(target, 3)
    digest = hashlib.sha256(target.read_bytes()).digest()
    (tmp_path / "link.db").symlink_to(target)
    assert "symbolic link" in _refusal(tmp_path / "link.db", StoreRefused)
    assert hashlib.sha256(target.read_bytes()).digest() == digest


def test_a_dangling_link_makes_no_file_elsewhere(tmp_path: Path):
    (tmp_path / "link.db").symlink_to(tmp_path / "elsewhere.db")
    _refusal(tmp_path / "link.db", StoreRefused)
    assert not (tmp_path / "elsewhere.db").exists()


def test_a_folder_and_a_pipe_are_no_stores(tmp_path: Path):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    assert "not a regular file" in _refusal(tmp_path / "folder", StoreRefused)
    assert "not a regular file" in _refusal(tmp_path / "pipe", StoreRefused)


def test_a_folder_others_may_write_to_is_refused_and_can_be_insisted_on(tmp_path: Path):
    shared = tmp_path / "shared"
    shared.mkdir()
    os.chmod(shared, 0o777)
    assert "others may write" in _refusal(shared / "store.db", StoreRefused)
    assert not (shared / "store.db").exists()
    open_store(shared / "store.db", i_know=True).close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_another_users_file_is_refused_and_keeps_its_mode(tmp_path: Path):
    path = tmp_path / "store.db"
    open_store(path).close()
    os.chown(path, 12345, -1)
    os.chmod(path, 0o644)
    assert "another user" in _refusal(path, StoreRefused)
    assert mode_of(path) == 0o644


def test_a_text_file_and_another_programs_database_are_left_alone(tmp_path: Path):
    text, foreign = tmp_path / "notes.txt", tmp_path / "photos.db"
    text.write_text("Dear diary, " * 500)
    with closing(sqlite3.connect(foreign)) as other:
        other.execute("CREATE TABLE photo(id)")
    for path in (text, foreign):
        before = path.read_bytes()
        os.chmod(path, 0o600)
        assert "not an agentconsole store" in _refusal(path, NotAStore)
        assert path.read_bytes() == before
        assert sorted(each.name for each in tmp_path.iterdir()) == ["notes.txt", "photos.db"]


def test_a_newer_store_is_refused_and_not_changed(tmp_path: Path):
    path = tmp_path / "store.db"
    filled(path, 3)
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA user_version={schema.VERSION + 1}")
    before = path.read_bytes()
    assert "newer agentconsole" in _refusal(path, StoreTooNew)
    assert "newer agentconsole" in _refusal(path, StoreTooNew, read_only=True)
    assert path.read_bytes() == before


def test_a_store_cut_to_nothing_is_not_taken_for_a_new_one(tmp_path: Path):
    path = tmp_path / "store.db"
    filled(path, 3)
    os.truncate(path, 0)
    assert "empty file" in _refusal(path, StoreDamaged)
    assert path.stat().st_size == 0


def test_an_empty_file_where_no_store_was_becomes_one(tmp_path: Path):
    path = tmp_path / "store.db"
    path.touch()
    open_store(path).close()
    assert path.stat().st_size > 0


@pytest.mark.parametrize("left", [1, 50, 100, 4096, 8192, 100_000])
def test_a_truncated_store_is_refused_and_not_changed(tmp_path: Path, left: int):
    path = tmp_path / "store.db"
    filled(path)
    os.truncate(path, left)
    before = path.read_bytes()
    _refusal(path, StoreError)
    assert path.read_bytes() == before


def test_a_missing_store_is_not_made_by_reading(tmp_path: Path):
    assert "there is no store" in _refusal(tmp_path / "store.db", StoreUnavailable, read_only=True)
    assert not (tmp_path / "store.db").exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        open_store(tmp_path / "file" / "store.db")


def test_a_read_only_connection_reads_and_does_not_write(tmp_path: Path):
    path = tmp_path / "store.db"
    texts = filled(path, 5)
    connection = open_store(path, read_only=True)
    assert draft_texts(connection) == texts
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM draft")


def test_what_only_reads_goes_on_when_somebody_else_is_killed_in_the_middle_of_a_commit(tmp_path: Path):
    path = tmp_path / "store.db"
    texts = filled(path)
    with closing(open_store(path, read_only=True)) as before:
        killed_while_writing(path)
        assert draft_texts(before) == texts
    killed_while_writing(path)
    with closing(open_store(path, read_only=True)) as after:
        assert draft_texts(after) == texts


def test_an_empty_database_cannot_be_opened_for_reading_only(tmp_path: Path):
    (tmp_path / "store.db").touch()
    assert "older agentconsole" in _refusal(tmp_path / "store.db", StoreReadOnly, read_only=True)


def test_a_file_with_a_strangers_trigger_is_not_run(tmp_path: Path):
    path = tmp_path / "store.db"
    filled(path, 3)
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TRIGGER evil AFTER INSERT ON draft BEGIN DELETE FROM outbox; END")
    assert "did not write" in _refusal(path, StoreRefused)


def test_every_trigger_in_a_store_is_one_of_ours_word_for_word(tmp_path: Path):
    from agentconsole.store.tables import TRIGGERS

    rows = open_store(tmp_path / "store.db").execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
    assert {row[0] for row in rows} == TRIGGERS


MOUNTS = """22 1 8:1 / / rw,relatime - ext4 /dev/root rw
30 22 0:50 / /home/ana/team rw shared:1 - nfs4 server:/team rw
31 22 0:51 / /mnt/two\\040words rw - cifs //nas/x rw
32 22 0:52 / /mnt/again rw - nfs server:/x rw
33 22 0:53 / /mnt/again rw - ext4 /dev/sdb1 rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/ana", "ext4"),
        ("/home/ana/team", "nfs4"),
        ("/home/ana/team/deep", "nfs4"),
        ("/home/ana/teammates", "ext4"),
        ("/mnt/two words/x", "cifs"),
        ("/mnt/again", "ext4"),
        ("/", "ext4"),
    ],
)
def test_the_innermost_and_last_mount_tells_the_file_system(folder: str, kind: str):
    assert place.kind_of(folder, MOUNTS) == kind


@pytest.mark.parametrize("kind", sorted(place.NETWORK_FILE_SYSTEMS))
def test_a_network_file_system_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str):
    monkeypatch.setattr(place, "file_system", lambda _folder: kind)
    assert f"({kind})" in _refusal(tmp_path / "store.db", StoreRefused)
    connection = open_store(tmp_path / "store.db", i_know=True)
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"


def test_synced_folders_are_recognised(tmp_path: Path):
    assert place.synced_folder("/home/ana/Dropbox/store.db") == "dropbox"
    assert place.synced_folder(str(tmp_path / "store.db")) == ""


def test_opening_an_up_to_date_store_loads_nothing_heavy(tmp_path: Path):
    path = tmp_path / "store.db"
    open_store(path).close()
    code = (
        "import sys; from agentconsole.store.sqlite import open_store; open_store(sys.argv[1]);"
        "print({'sqlite_utils', 'click', 'pathlib', 'dataclasses', 'typing', 'json'} & set(sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {os.getcwd()!r}); {code}", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "set()"


def test_a_text_shorter_than_a_page_is_not_written_over(tmp_path: Path):
    path = tmp_path / "note.txt"
    path.write_text("x")
    _refusal(path, NotAStore)
    assert path.read_text() == "x"
