"""The composition root: a console that hears of others, does not echo itself, and works everything off at the end."""

import time
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from agentconsole.cli.build import open_console
from agentconsole.cli.starting.news import News, log_end
from agentconsole.clock import ManualClock
from agentconsole.domain.commands import Claim, Note
from agentconsole.ids import SeededIds
from agentconsole.store.sqlite import open_store, unit_of_work
from agentconsole.sync import watch
from tests.sync.consoles import NOW, a_store, submit, until


def test_what_was_handed_over_is_on_disk_when_the_console_has_closed(tmp_path: Path):
    clock, ids = ManualClock(NOW), SeededIds(1)
    store = a_store(tmp_path / "s.db", clock, ids)
    with open_console(str(store), "dana", clock, ids) as opened:
        for n in range(20):
            opened.workspace.perform(Note("1001", f"line {n}"))
        opened.workspace.drafts.save("1001", "public", "half a reply")
    with closing(open_store(store, read_only=True)) as db:
        assert db.execute("SELECT count(*) FROM message WHERE kind = 'note'").fetchone() == (20,)
        assert db.execute("SELECT body FROM draft").fetchall() == [("half a reply",)]


def test_what_another_program_does_reaches_the_listener(tmp_path: Path):
    clock, ids = ManualClock(NOW), SeededIds(1)
    store = a_store(tmp_path / "s.db", clock, ids)
    told: list[int] = []
    with open_console(str(store), "dana", clock, ids) as opened:
        opened.begin()
        opened.workspace.subscribe(lambda: told.append(1))
        submit(store, "bo", Claim("1001"), clock, ids)
        until(lambda: bool(told))
        assert opened.workspace.row("1001").assignee == "bo"


def test_what_another_program_does_before_the_kernel_tells_reaches_the_listener(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    clock, ids = ManualClock(NOW), SeededIds(1)
    store = a_store(tmp_path / "s.db", clock, ids)
    told: list[int] = []
    begin, is_done = watch._inotify, Event()

    def late(folder: str) -> int:
        until(lambda: bool(told))
        submit(store, "bo", Claim("1001"), clock, ids)
        told.clear()
        is_done.set()
        return begin(folder)

    monkeypatch.setattr(watch, "_inotify", late)
    with open_console(str(store), "dana", clock, ids) as opened:
        opened.workspace.subscribe(lambda: told.append(1))
        opened.begin()
        until(lambda: is_done.is_set() and bool(told))
        assert opened.workspace.row("1001").assignee == "bo"


def test_the_consoles_own_commits_are_no_news(tmp_path: Path):
    clock, ids = ManualClock(NOW), SeededIds(1)
    store = a_store(tmp_path / "s.db", clock, ids)
    told: list[int] = []
    with open_console(str(store), "dana", clock, ids) as opened:
        opened.begin()
        time.sleep(0.3)
        opened.workspace.subscribe(lambda: told.append(1))
        for n in range(5):
            opened.workspace.drafts.save("1001", "public", "x" * (n + 1))
            until(opened.workspace.drafts.are_settled)
        opened.workspace.perform(Note("1001", "a line"))
        until(lambda: not opened.courier.carried())
        time.sleep(0.5)
        # Of the note, and of no draft, nor of the file having changed.
        assert 1 <= len(told) <= 2


def no_drafts(_db: object) -> frozenset[object]:
    """Nobody types."""
    return frozenset()


def test_news_is_what_other_terminals_did_and_a_new_history(tmp_path: Path):
    clock, ids = ManualClock(NOW), SeededIds(1)
    store = a_store(tmp_path / "s.db", clock, ids)
    with closing(open_store(store, read_only=True)) as db:
        news = News(str(store), "mine", log_end(db), no_drafts)
    assert not news.is_foreign()
    submit(store, "bo", Claim("1001"), clock, ids)
    assert news.is_foreign()
    with closing(open_store(store)) as db, unit_of_work(db):
        db.execute("UPDATE head SET epoch = 'another'")
    assert news.is_foreign()
    assert not news.is_foreign()


def test_a_store_that_cannot_be_read_is_news(tmp_path: Path):
    assert News(str(tmp_path / "none.db"), "mine", ("an epoch", 0), no_drafts).is_foreign()


def test_news_is_each_text_that_another_console_leaves_in_a_draft(tmp_path: Path):
    store = a_store(tmp_path / "s.db", ManualClock(NOW), SeededIds(1))
    drafts: set[object] = set()
    with closing(open_store(store, read_only=True)) as db:
        news = News(str(store), "mine", log_end(db), lambda _: frozenset(drafts))
    assert not news.is_foreign()
    drafts.add("typed next door")
    assert news.is_foreign()
    assert not news.is_foreign()
    drafts.clear()
    assert not news.is_foreign(), "an editor here shows it"
    drafts.add("typed next door")
    assert news.is_foreign()


def test_a_draft_typed_in_one_console_is_told_to_the_other_and_leaves_it_when_it_is_sent(tmp_path: Path):
    clock, held = ManualClock(NOW), ""
    store = str(a_store(tmp_path / "s.db", clock, SeededIds(1)))
    with (
        open_console(store, "dana", clock, SeededIds(2)) as one,
        open_console(store, "dana", clock, SeededIds(3)) as two,
    ):
        told: list[int] = []
        one.courier.subscribe(lambda: told.append(1))
        for each in (one, two):
            each.begin()
            each.workspace.drafts.for_editor("1001", "internal")
        until(lambda: bool(told))

        def followed() -> str:
            nonlocal held
            if told:
                told.clear()
                held = one.workspace.drafts.followed("1001", "internal", held)
            return held

        two.workspace.drafts.save("1001", "internal", "AAA typed")
        until(lambda: followed() == "AAA typed")
        two.workspace.perform(Note("1001", "AAA typed"))
        two.workspace.drafts.save("1001", "internal", "")
        until(lambda: followed() == "")
