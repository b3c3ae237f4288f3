"""What the engine may rely on, of both kinds of store: units, constraints, values and orders."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.store.connection import Connection
from agentconsole.store.postgres import PostgresConnection
from agentconsole.store.sqlite import unit_of_work
from tests.house.source import PACKAGE
from tests.support.engines import ENGINES, a_store_on


@pytest.fixture(params=ENGINES)
def db(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Connection]:
    store = a_store_on(request.param, tmp_path / "s.db")
    with closing(store) as connection:
        yield connection


def test_a_unit_is_written_whole_or_not_at_all(db: Connection):
    with unit_of_work(db):
        db.execute("INSERT INTO tally VALUES ('a', 1)")
        db.execute("INSERT INTO tally VALUES ('b', 2)")

    def fails(statement: str) -> None:
        with unit_of_work(db):
            db.execute("UPDATE tally SET n = 9")
            db.execute(statement)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails("DELETE FROM tally WHERE name = 'a'")
    with pytest.raises(sqlite3.IntegrityError):
        fails("INSERT INTO tally VALUES ('b', 3)")
    assert db.execute("SELECT name, n FROM tally ORDER BY name").fetchall() == [("a", 1), ("b", 2)]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO chat_slot VALUES ('ana', 3, 'c')",
        "INSERT INTO chat_slot VALUES ('ana', 1, 'c')",
        "INSERT INTO chat_slot VALUES ('bo', 1, 'a')",
        "INSERT INTO call_slot VALUES ('ana', 'other')",
        "INSERT INTO call_slot VALUES ('bo', 'call')",
        "INSERT INTO event_body VALUES (7, x'00', '{}')",
        "INSERT INTO agent VALUES ('eve', 'Eve', 'boss', '', '', 0)",
        "INSERT INTO tally VALUES ('x', NULL)",
    ],
)
def test_what_must_not_be_cannot_be_written(db: Connection, statement: str):
    with unit_of_work(db):
        db.execute("INSERT INTO chat_slot VALUES ('ana', 1, 'a'), ('ana', 2, 'b')")
        db.execute("INSERT INTO call_slot VALUES ('ana', 'call')")
    if not isinstance(db, sqlite3.Connection):
        statement = statement.replace("x'00'", "'\\x00'")
    with pytest.raises(sqlite3.IntegrityError), unit_of_work(db):
        db.execute(statement)


def test_values_come_back_as_they_went_in(db: Connection):
    sha = bytes(range(256))
    with unit_of_work(db):
        row = ("ana", "", 1, sha, 253_402_300_799_999, -1)
        db.execute("INSERT INTO account VALUES (?, ?, ?, ?, ?, ?)", row)
        db.execute("INSERT INTO account VALUES (?, ?, ?, ?, ?, ?)", ("bo", "Größe 100 % ?", 0, None, 0, 0))
    found = db.execute("SELECT * FROM account ORDER BY agent_id").fetchall()
    assert found == [row, ("bo", "Größe 100 % ?", 0, None, 0, 0)]
    assert [type(each) for each in found[0]] == [str, str, int, bytes, int, int]


def test_texts_are_ordered_byte_by_byte(db: Connection):
    names = ["a", "B", "ä", "Z", "_", "é", "aa", "-"]
    with unit_of_work(db):
        db.executemany("INSERT INTO tally VALUES (?, 0)", [(each,) for each in names])
    found = [row[0] for row in db.execute("SELECT name FROM tally ORDER BY name").fetchall()]
    assert found == sorted(names, key=str.encode)
    (above,) = db.execute("SELECT count(*) FROM tally WHERE name > 'Z'").fetchone()
    assert above == sum(each.encode() > b"Z" for each in names)
    if isinstance(db, PostgresConnection):
        # Whatever the cluster was made with: this one may have been made so that the rest holds by luck.
        where = "WHERE data_type = 'text' AND table_schema = ?"
        texts = f"SELECT DISTINCT collation_name FROM information_schema.columns {where}"
        assert db.execute(texts, (db._workspace,)).fetchall() == [("C",)]


def test_a_row_is_put_again_and_how_many_were_changed_is_told(db: Connection):
    put = "INSERT INTO tally VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET n = tally.n + excluded.n"
    with unit_of_work(db):
        for n in (1, 2, 3):
            assert db.execute(put, ("x", n)).rowcount == 1
        assert db.execute("UPDATE tally SET n = 0 WHERE name = 'nobody'").rowcount == 0
    assert db.execute("SELECT n FROM tally").fetchone() == (6,)


def test_what_was_read_in_a_unit_still_holds_at_its_commit(db: Connection):
    with unit_of_work(db):
        (before,) = db.execute("SELECT seq FROM head WHERE ws = 1").fetchone()
        db.execute("UPDATE head SET seq = ? WHERE ws = 1", (before + 1,))
        assert db.execute("SELECT seq FROM head WHERE ws = 1").fetchone() == (before + 1,)
    assert db.execute("SELECT seq FROM head").fetchone() == (before + 1,)


def test_the_server_asks_nothing_in_words_only_sqlite_knows():
    """The statements of the server and the engine, but for those of the snapshot's own files and the console's copy."""
    only_sqlite = re.compile(r"\b(json_extract|json_each|rowid|GLOB|INSERT OR|MATCH|strftime|total_changes)\b")
    console = re.compile(
        r"from agentconsole\.store(\.searching)?(\.| import )"
        r"(queries|queue_rows|search|filtered_search|snippets|newest_messages|similar)\b"
    )
    found = []
    for package in ("server", "engine"):
        for path in sorted((PACKAGE / package).glob("*.py")):
            text = path.read_text(encoding="utf-8")
            if not path.name.startswith("snapshot"):
                found += [f"{path.name}: {each[0]}" for each in only_sqlite.finditer(text)]
            found += [f"{path.name}: {each[0]}" for each in console.finditer(text)]
    assert found == []
