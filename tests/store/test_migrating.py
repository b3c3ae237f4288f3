"""Bringing a store up to date: once, by one process, with a copy of what was there."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from agentconsole.store import migrations, schema
from agentconsole.store.errors import StoreReadOnly
from agentconsole.store.sqlite import MEMORY, open_store
from agentconsole.store.tables import CONSOLE_3, VERSION_3
from tests.store.builders import draft_texts, filled, mode_of

OPEN_AND_WRITE = """
import sys
from agentconsole.store.sqlite import open_store, unit_of_work
connection = open_store(sys.argv[1])
with unit_of_work(connection):
    connection.execute("INSERT INTO setting VALUES (?, '1')", (sys.argv[2],))
"""


def test_six_processes_make_one_store_at_once(tmp_path: Path, figure: Callable[[int, int], int]):
    for round_ in range(figure(3, 60)):
        path = tmp_path / f"{round_}.db"
        running = [
            subprocess.Popen(
                [sys.executable, "-c", OPEN_AND_WRITE, str(path), str(n)], stderr=subprocess.PIPE, text=True
            )
            for n in range(6)
        ]
        said = [process.communicate()[1] for process in running]
        assert said == [""] * 6
        with closing(open_store(path)) as connection:
            assert connection.execute("SELECT count(*) FROM setting").fetchone() == (6,)
            assert connection.execute("SELECT count(*) FROM head").fetchone() == (1,)
        assert not list(tmp_path.glob("*.before-*")), "one of them copied a store that was up to date"


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this program knew one step more than wrote the file."""
    longer = Migrations("agentconsole")
    for migration in migrations.migrations.pending(Database(memory=True)):
        longer()(migration.fn)

    @longer()
    def one_more(db: Database) -> None:
        db.execute("CREATE TABLE news(id TEXT PRIMARY KEY)")

    monkeypatch.setattr(migrations, "migrations", longer)
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)


def test_an_older_store_keeps_its_rows_and_a_copy_as_it_was(tmp_path: Path, request: pytest.FixtureRequest):
    path = tmp_path / "store.db"
    texts = filled(path)
    request.getfixturevalue("next_version")
    with closing(open_store(path)) as connection:
        assert draft_texts(connection) == texts
        assert connection.execute("SELECT count(*) FROM news").fetchone() == (0,)
        assert schema.version(connection) == schema.VERSION
    copy = tmp_path / f"store.db.before-{schema.VERSION}"
    assert mode_of(copy) == 0o600
    with closing(sqlite3.connect(copy)) as old:
        assert schema.version(old) == schema.VERSION - 1
        assert draft_texts(old) == texts


def test_an_older_store_is_not_changed_by_reading(tmp_path: Path, request: pytest.FixtureRequest):
    path = tmp_path / "store.db"
    filled(path, 3)
    before = path.read_bytes()
    request.getfixturevalue("next_version")
    with pytest.raises(StoreReadOnly, match="older agentconsole"):
        open_store(path, read_only=True)
    assert path.read_bytes() == before


def test_a_step_that_fails_leaves_the_store_as_it_was(tmp_path: Path, request: pytest.FixtureRequest):
    path = tmp_path / "store.db"
    texts = filled(path)
    request.getfixturevalue("next_version")

    @migrations.migrations()
    def broken(db: Database) -> None:
        db.execute("DELETE FROM draft")
        db.execute("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        open_store(path)
    with closing(sqlite3.connect(path)) as connection:
        assert draft_texts(connection) == texts
        assert schema.version(connection) == schema.VERSION - 1
        assert not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'news'").fetchall()


def test_only_the_two_newest_copies_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "store.db"
    filled(path, 1)
    for found in range(1, 5):
        schema._keep_copy(str(path), found)
    assert sorted(each.name for each in tmp_path.glob("*.before-*")) == ["store.db.before-4", "store.db.before-5"]


def test_a_store_in_memory_has_every_table():
    names = {row[0] for row in open_store(MEMORY).execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    wanted = "head event event_body receipt agent contact conversation message chat_slot call_slot tally tombstone"
    console = "outbox attempt my_receipt draft seen cursor setting message_fts contact_fts conversation_fts"
    assert set(wanted.split()) | set(console.split()) <= names


def go_back_to(version: int, connection: sqlite3.Connection) -> None:
    """Makes the store what the released steps up to `version` left."""
    if version < 3:
        for statement in reversed((*VERSION_3, *CONSOLE_3)):
            if added := re.match(r"ALTER TABLE (\w+) ADD COLUMN (\w+)", statement):
                connection.execute("ALTER TABLE {} DROP COLUMN {}".format(*added.groups()))
                continue
            what, name = re.match(r"CREATE (?:VIRTUAL )?(TABLE|INDEX|TRIGGER) (\w+)", statement).groups()  # type: ignore[union-attr]
            connection.execute(f"DROP {what} {name}")
    if version < 2:
        for table in ("account", "session", "intake_key"):
            connection.execute(f"DROP TABLE {table}")
    names = [row[0] for row in connection.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]
    for name in names[version:]:
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = ?", (name,))
    connection.execute(f"PRAGMA user_version={version}")


def shape(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    return set(connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))


@pytest.mark.parametrize("version", range(1, schema.VERSION))
def test_a_store_of_an_earlier_version_gets_what_is_new_and_keeps_everything(tmp_path: Path, version: int):
    path = tmp_path / "store.db"
    filled(path, 3)
    with closing(open_store(path)) as connection:
        before, wanted = draft_texts(connection), shape(connection)
        go_back_to(version, connection)
        assert shape(connection) != wanted
    with closing(open_store(path)) as connection:
        assert schema.version(connection) == schema.VERSION
        assert draft_texts(connection) == before
        assert shape(connection) == wanted
    assert (tmp_path / f"store.db.before-{version + 1}").exists()
