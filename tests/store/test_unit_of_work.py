"""Writing: all of it or nothing, and the disk's troubles in plain words."""

import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.store.errors import DiskFull, StoreBusy, StoreLost, StoreReadOnly, as_store_error
from agentconsole.store.files import reserve
from agentconsole.store.own import drafts
from agentconsole.store.sqlite import MEMORY, file_of, open_store, unit_of_work
from tests.store.builders import draft, draft_texts, filled


def test_everything_inside_is_there_for_the_next_connection(tmp_path: Path):
    connection = open_store(tmp_path / "store.db")
    with unit_of_work(connection):
        connection.execute("INSERT INTO setting VALUES ('a', '1')")
    assert open_store(tmp_path / "store.db").execute("SELECT * FROM setting").fetchall() == [("a", "1")]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, GeneratorExit])
def test_an_error_inside_undoes_everything(error: type[BaseException]):
    connection = open_store(MEMORY)

    def fail_half_way() -> None:
        with unit_of_work(connection):
            connection.execute("INSERT INTO setting VALUES ('a', '1')")
            raise error

    with pytest.raises(error):
        fail_half_way()
    assert not connection.in_transaction
    assert connection.execute("SELECT * FROM setting").fetchall() == []


def test_a_broken_rule_of_the_tables_passes_through_as_it_is():
    connection = open_store(MEMORY)
    with pytest.raises(sqlite3.IntegrityError), unit_of_work(connection):
        connection.execute("INSERT INTO chat_slot VALUES ('ana', 3, 'c-1')")
    assert connection.execute("SELECT * FROM chat_slot").fetchall() == []


def test_a_third_chat_and_a_second_call_cannot_be_written_down():
    connection = open_store(MEMORY)
    connection.execute("INSERT INTO chat_slot VALUES ('ana', 1, 'c-1'), ('ana', 2, 'c-2')")
    connection.execute("INSERT INTO call_slot VALUES ('ana', 'p-1')")
    for slot in (0, 1, 2, 3, None, "1.5", "x"):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("INSERT INTO chat_slot VALUES ('ana', ?, 'c-3')", (slot,))
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO chat_slot VALUES ('bo', 1, 'c-1')")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO call_slot VALUES ('ana', 'p-2')")


def test_one_inside_another_is_refused_and_leaves_the_outer_one_alone():
    connection = open_store(MEMORY)
    with unit_of_work(connection):
        connection.execute("INSERT INTO setting VALUES ('a', '1')")
        with pytest.raises(sqlite3.OperationalError, match="within a transaction"), unit_of_work(connection):
            pass
        connection.execute("INSERT INTO setting VALUES ('b', '2')")
    assert connection.execute("SELECT count(*) FROM setting").fetchone() == (2,)


def test_a_lock_held_too_long_is_said_and_nothing_is_written(tmp_path: Path):
    holder, waiting = open_store(tmp_path / "store.db"), open_store(tmp_path / "store.db")
    waiting.execute("PRAGMA busy_timeout=10")
    words = "another program is writing"
    with unit_of_work(holder), pytest.raises(StoreBusy, match=words), unit_of_work(waiting):
        pytest.fail("the lock was not held")
    with unit_of_work(waiting):
        waiting.execute("INSERT INTO setting VALUES ('a', '1')")


def test_a_full_disk_is_said_and_everything_saved_before_is_there(tmp_path: Path):
    path = tmp_path / "store.db"
    texts = filled(path)
    connection = open_store(path)
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count={pages + 2}")
    with pytest.raises(DiskFull, match="disk is full") as caught, unit_of_work(connection):
        connection.execute("INSERT INTO setting VALUES ('big', ?)", ("x" * 100_000,))
    assert "store.db" in str(caught.value)
    assert not connection.in_transaction
    assert draft_texts(connection) == texts
    with unit_of_work(connection):
        connection.execute("DELETE FROM outbox")


def test_a_draft_on_a_full_disk_takes_the_reserve_and_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = str(tmp_path / "store.db")
    connection = open_store(path)
    limit = connection.execute("PRAGMA page_count").fetchone()[0] + 1
    connection.execute(f"PRAGMA max_page_count={limit}")
    freed = []

    def give_up(store: str) -> bool:
        freed.append(store)
        connection.execute(f"PRAGMA max_page_count={limit + reserve.RESERVE_BYTES // 4096}")
        return release(store)

    release = reserve.release
    monkeypatch.setattr(reserve, "release", give_up)
    drafts.save(connection, draft("x" * 200_000))
    assert draft_texts(connection) == {"x" * 200_000}
    assert freed == [path]
    assert Path(reserve.path_of(path)).stat().st_size == 0


def test_a_draft_that_even_the_reserve_cannot_save_is_said(tmp_path: Path):
    connection = open_store(tmp_path / "store.db")
    connection.execute("PRAGMA max_page_count=1")
    for _ in range(2):
        with pytest.raises(DiskFull):
            drafts.save(connection, draft("x" * 2_000_000))
    assert draft_texts(connection) == set()


def test_the_reserve_is_set_aside_again_at_the_next_start(tmp_path: Path):
    path = str(tmp_path / "store.db")
    open_store(path).close()
    assert reserve.release(path)
    assert not reserve.release(path)
    open_store(path).close()
    assert Path(reserve.path_of(path)).stat().st_size == reserve.RESERVE_BYTES


def test_a_write_the_disk_rejects_closes_the_connection_and_loses_nothing(tmp_path: Path):
    """A file-size limit makes the kernel refuse the write, which SQLite reports as a failed disk."""
    path = tmp_path / "store.db"
    texts = filled(path)
    code = f"""
        import resource, sqlite3, sys
        from agentconsole.store.errors import StoreLost
        from agentconsole.store.sqlite import open_store, unit_of_work
        connection = open_store({str(path)!r})
        resource.setrlimit(resource.RLIMIT_FSIZE, ({path.stat().st_size + 4096}, resource.RLIM_INFINITY))
        try:
            with unit_of_work(connection):
                connection.execute("INSERT INTO setting VALUES ('big', ?)", ("x" * 3_000_000,))
        except StoreLost as error:
            print(error)
        try:
            connection.execute("SELECT 1")
        except sqlite3.ProgrammingError:
            print("closed")
    """
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True)
    said, closed = ran.stdout.splitlines()
    assert "the disk failed" in said
    assert str(path) in said
    assert closed == "closed"
    with closing(open_store(path)) as connection:
        assert draft_texts(connection) == texts
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_store_that_may_not_be_written_says_so(tmp_path: Path):
    path = tmp_path / "store.db"
    texts = filled(path, 3)
    connection = open_store(path, read_only=True)
    with pytest.raises(StoreReadOnly, match="cannot be written"), unit_of_work(connection):
        connection.execute("DELETE FROM draft")
    assert draft_texts(connection) == texts


def test_every_code_about_the_file_has_words_and_none_about_a_statement():
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
    assert isinstance(as_store_error(error, "x"), StoreLost)
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY_SNAPSHOT
    assert isinstance(as_store_error(error, "x"), StoreBusy)
    error.sqlite_errorcode = sqlite3.SQLITE_ERROR
    assert as_store_error(error, "x") is None
    assert as_store_error(sqlite3.ProgrammingError("closed"), "x") is None


def test_a_connection_knows_its_file(tmp_path: Path):
    assert file_of(open_store(tmp_path / "store.db")) == str(tmp_path / "store.db")
    assert file_of(open_store(MEMORY)) == MEMORY
