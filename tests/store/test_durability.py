"""Which way of committing is chosen for which SQLite."""

import sqlite3
from pathlib import Path

import pytest

from agentconsole.store.files.durability import Durability, durability, why
from agentconsole.store.sqlite import open_store

BROKEN = [(3, 31, 1), (3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 6), (3, 51, 0), (3, 51, 2), (3, 52, 0)]
REPAIRED = [(3, 44, 6), (3, 44, 9), (3, 50, 7), (3, 51, 3), (3, 52, 1), (3, 53, 0), (4, 0, 0)]


@pytest.mark.parametrize("version", BROKEN)
def test_a_sqlite_with_the_shared_log_bug_gets_a_journal(version: tuple[int, ...]):
    assert durability(version) is Durability.JOURNAL
    assert "can damage" in why(version)


@pytest.mark.parametrize("version", REPAIRED)
def test_a_repaired_sqlite_gets_the_write_ahead_log(version: tuple[int, ...]):
    assert durability(version) is Durability.WAL
    assert "repaired" in why(version)


def test_an_open_store_has_the_mode_that_was_chosen(tmp_path: Path):
    connection = open_store(tmp_path / "store.db")
    chosen = durability(sqlite3.sqlite_version_info)
    levels = {"FULL": 2, "EXTRA": 3}
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == chosen.journal_mode
    assert connection.execute("PRAGMA synchronous").fetchone()[0] == levels[chosen.synchronous]


def test_a_write_ahead_store_opened_by_an_older_sqlite_goes_back_to_a_journal(tmp_path: Path):
    path = tmp_path / "store.db"
    open_store(path).close()
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA journal_mode=WAL")
    other.close()
    connection = open_store(path)
    chosen = durability(sqlite3.sqlite_version_info)
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == chosen.journal_mode


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("foreign_keys", 1), ("secure_delete", 1), ("cell_size_check", 1), ("busy_timeout", 5000), ("mmap_size", 0)],
)
def test_every_connection_has_the_operating_rules(tmp_path: Path, pragma: str, value: int):
    assert open_store(tmp_path / "store.db").execute(f"PRAGMA {pragma}").fetchone()[0] == value
