"""Damaged stores: nothing more is lost than what the damage took, and the file itself is not touched."""

import json
import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.store.errors import StoreDamaged, StoreUnavailable
from agentconsole.store.files import check
from agentconsole.store.files.check import Checked
from agentconsole.store.files.salvage import Salvaged, salvage
from agentconsole.store.sqlite import MEMORY, open_store, unit_of_work
from tests.store.builders import NOW, draft, filled, mode_of

PAGE = 4096


def bodies(saved: Salvaged, table: str = "draft", column: str = "body") -> list[str]:
    with open(saved.path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row["row"][column] for row in rows if row["table"] == table]


def test_a_sound_store_is_salvaged_whole_and_readable_by_me_alone(tmp_path: Path):
    path = tmp_path / "store.db"
    texts = filled(path)
    with closing(open_store(path)) as connection, unit_of_work(connection):
        connection.execute("INSERT INTO my_receipt VALUES ('k-1', 1, 2, 3, 'proof')")
        connection.execute(
            "INSERT INTO receipt VALUES ('k-1', 'ana', 'reply', 'c-1', x'00ff', 'accepted', '', 1, 1, 1, 1, '{}')"
        )
    saved = salvage(str(path), NOW)
    assert os.path.basename(saved.path) == "salvage-20260921T141320Z.jsonl"
    assert mode_of(saved.path) == 0o600
    assert saved.damaged == ()
    assert set(bodies(saved)) == set(bodies(saved, "outbox", "wire")) == texts
    assert bodies(saved, "my_receipt") == ["proof"]
    assert bodies(saved, "receipt", "fp") == ["00ff"]
    assert saved.rows == {"outbox": 200, "draft": 200, "my_receipt": 1, "receipt": 1, "attempt": 0}


def test_a_second_salvage_in_the_same_second_keeps_the_first(tmp_path: Path):
    filled(tmp_path / "store.db", 1)
    first, second = (salvage(str(tmp_path / "store.db"), NOW).path for _ in range(2))
    assert first != second
    assert Path(first).read_bytes() == Path(second).read_bytes()


def pages_of(path: Path, table: str) -> tuple[int, set[int]]:
    """The root page of a table, and the pages that hold text of its rows."""
    with closing(sqlite3.connect(path)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
    content = path.read_bytes()
    count = len(content) // PAGE
    return root, {n for n in range(1, count + 1) if b"draft 1" in content[(n - 1) * PAGE : n * PAGE]}


def overwrite(path: Path, page: int, junk: bytes = b"\xff" * PAGE) -> None:
    with open(path, "r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(junk)


def test_one_ruined_page_costs_its_own_rows_only(tmp_path: Path):
    path = tmp_path / "store.db"
    texts = filled(path, 400)
    _, leaves = pages_of(path, "draft")
    for page in sorted(leaves)[3:20:6]:
        overwrite(path, page)
    saved = salvage(str(path), NOW)
    assert saved.damaged
    kept = set(bodies(saved)) | set(bodies(saved, "outbox", "wire"))
    assert kept <= texts
    assert len(bodies(saved)) > 300
    assert len(bodies(saved)) == len(set(bodies(saved)))


@pytest.mark.parametrize("which", [slice(1), slice(1, 3), slice(None)], ids=["first page", "others", "all"])
def test_a_ruined_list_of_tables_costs_nothing(tmp_path: Path, which: slice):
    path = tmp_path / "store.db"
    texts = filled(path)
    with closing(sqlite3.connect(path)) as connection:
        roots = {row[0] for row in connection.execute("SELECT rootpage FROM sqlite_schema")}
    pages_of_list = [page for page in range(1, max(roots)) if page not in roots]
    assert len(pages_of_list) > 3
    for page in pages_of_list[which]:
        overwrite(path, page)
    before = path.read_bytes()
    saved = salvage(str(path), NOW)
    assert set(bodies(saved)) == set(bodies(saved, "outbox", "wire")) == texts
    assert path.read_bytes() == before
    assert not list(tmp_path.glob(".salvage-*"))


def test_a_store_cut_short_gives_what_is_left(tmp_path: Path):
    path = tmp_path / "store.db"
    texts = filled(path, 400)
    os.truncate(path, path.stat().st_size // PAGE * 3 // 4 * PAGE)
    saved = salvage(str(path), NOW)
    assert 0 < len(bodies(saved)) < 400
    assert set(bodies(saved)) <= texts
    assert "draft" in saved.damaged


@pytest.mark.parametrize("content", [b"", b"x", b"not a database at all " * 1_000])
def test_rubbish_salvages_nothing_and_does_not_fail(tmp_path: Path, content: bytes):
    path = tmp_path / "store.db"
    path.write_bytes(content)
    saved = salvage(str(path), NOW)
    assert sum(saved.rows.values()) == 0
    assert path.read_bytes() == content


def test_no_store_is_said_and_leaves_no_file(tmp_path: Path):
    with pytest.raises(StoreUnavailable, match="no store to salvage"):
        salvage(str(tmp_path / "store.db"), NOW)
    assert list(tmp_path.iterdir()) == []


def test_journals_and_the_store_are_left_as_they_are(tmp_path: Path):
    path = tmp_path / "store.db"
    filled(path)
    overwrite(path, 30)
    for ending in ("", "-journal", "-wal"):
        if ending:
            (tmp_path / f"store.db{ending}").write_bytes(b"precious")
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    salvage(str(path), NOW)
    after = {each.name: each.read_bytes() for each in tmp_path.iterdir() if not each.name.startswith("salvage")}
    assert {name: after.get(name) for name in before} == before


def test_flipped_bits_never_stop_the_salvage_and_cost_few_rows(
    tmp_path: Path, first_seed: int, figure: Callable[[int, int], int]
):
    path = tmp_path / "store.db"
    texts = filled(path)
    sound = path.read_bytes()
    worst = len(texts)
    for seed in range(first_seed, first_seed + figure(120, 3_000)):
        chance = random.Random(seed)
        flipped = bytearray(sound)
        flipped[chance.randrange(len(sound))] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        saved = salvage(str(path), NOW)
        kept = len(texts & set(bodies(saved)))
        worst = min(worst, kept)
        assert kept >= len(texts) * 0.8, f"seed {seed}: {kept} of {len(texts)} drafts"
        assert path.read_bytes() == flipped
        os.remove(saved.path)
    print(f"worst case: {worst} of {len(texts)} drafts kept")


def test_a_damaged_page_is_found_by_both_checks(tmp_path: Path):
    path = tmp_path / "store.db"
    filled(path, 400)
    connection = open_store(path)
    assert check.quick(connection) is Checked.SOUND
    check.integrity(connection)
    connection.close()
    _, leaves = pages_of(path, "draft")
    overwrite(path, sorted(leaves)[5])
    with closing(open_store(path)) as connection:
        with pytest.raises(StoreDamaged, match="the store is damaged") as caught:
            check.quick(connection)
        assert "\n" not in str(caught.value)
        with pytest.raises(StoreDamaged):
            check.integrity(connection)


def test_a_reference_to_nothing_is_damage(tmp_path: Path):
    connection = open_store(tmp_path / "store.db")
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("INSERT INTO event_body VALUES (7, x'', '')")
    with pytest.raises(StoreDamaged, match="event_body"):
        check.integrity(connection)


def test_a_big_store_is_checked_only_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    connection = open_store(tmp_path / "store.db")
    monkeypatch.setattr(check, "BIGGEST_QUICK_CHECK", 1_000)
    assert check.quick(connection) is Checked.TOO_BIG
    assert check.quick(connection, thorough=True) is Checked.SOUND


def test_a_check_gives_up_when_patience_ends(tmp_path: Path):
    path = tmp_path / "store.db"
    filled(path, 2_000)
    connection = open_store(path)
    assert check.quick(connection, patience=-1) is Checked.CUT_SHORT
    assert check.quick(connection, thorough=True, patience=-1) is Checked.SOUND
    with unit_of_work(connection):
        connection.execute("DELETE FROM draft")


def test_a_store_in_memory_is_sound():
    connection = open_store(MEMORY)
    assert check.quick(connection) is Checked.SOUND
    assert draft("x").body == "x"
