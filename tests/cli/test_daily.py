"""The console's daily backup, on real stores in real threads."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event

from agentconsole.cli.starting.daily import Daily
from agentconsole.clock import SystemClock
from agentconsole.store.files import copies
from agentconsole.store.sqlite import open_store

DAY = 86_400
PATIENCE = 60.0


class ToldOrDone:
    """A daily backup at work until it has told something or a backup lies there."""

    def __init__(self, store: Path) -> None:
        self.daily = Daily(str(store), SystemClock(), first_look=0.0)
        self.words: list[str] = []
        self._told = Event()

    def tell(self, words: str) -> None:
        self.words.append(words)
        self._told.set()

    def run(self, until: int) -> list[Path]:
        folder = Path(self.daily.folder)
        self.daily.begin(self.tell)
        for _ in range(int(PATIENCE / 0.05)):
            if len(found := sorted(folder.glob("agentconsole-*.db")) if folder.is_dir() else []) >= until:
                break
            if self._told.wait(0.05):
                break
        self.daily.end()
        return found


def test_a_store_without_a_backup_gets_one_that_can_be_opened(tmp_path: Path):
    store = tmp_path / "store.db"
    open_store(str(store)).close()
    at_work = ToldOrDone(store)
    (made,) = at_work.run(1)
    with closing(sqlite3.connect(made)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT count(*) FROM head").fetchone() == (1,)
    assert (made.stat().st_mode & 0o777, at_work.words) == (0o600, [])


def test_a_backup_younger_than_a_day_is_enough_and_an_older_one_is_not(tmp_path: Path):
    store = tmp_path / "store.db"
    open_store(str(store)).close()
    (made,) = ToldOrDone(store).run(1)
    before = made.rename(made.with_name("agentconsole-2020-01-01.db"))
    daily = Daily(str(store), SystemClock())
    assert daily._trouble() == ""
    assert list(Path(daily.folder).iterdir()) == [before]
    long_ago = before.stat().st_mtime - DAY - 1
    os.utime(before, (long_ago, long_ago))
    assert len(ToldOrDone(store).run(2)) == 2


def test_a_backup_that_cannot_be_made_is_told_in_one_sentence(tmp_path: Path):
    store = tmp_path / "store.db"
    open_store(str(store)).close()
    Path(f"{store}.backups").write_text("a file where the folder should be")
    at_work = ToldOrDone(store)
    assert at_work.run(1) == []
    (words,) = at_work.words
    assert words.startswith("No backup was made today: ")


def test_leaving_gives_a_copy_up_and_leaves_nothing_behind(tmp_path: Path):
    store, target = tmp_path / "store.db", tmp_path / "copy.db"
    open_store(str(store)).close()
    try:
        copies.copy_database(str(store), str(target), lambda: True)
    except copies.StoreBusy:
        assert [each.name for each in tmp_path.iterdir() if "copy" in each.name] == []
    else:
        raise AssertionError("the copy was finished although it was given up")
