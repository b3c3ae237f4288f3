"""The searching thread: the newest question is answered, an overtaken one is not, trouble is handed on."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from time import sleep

import pytest

from agentconsole.store.errors import StoreError
from agentconsole.store.sqlite import open_store, unit_of_work
from agentconsole.workspace import searching
from agentconsole.workspace.search_views import SearchPage
from agentconsole.workspace.searching import Searching
from tests.store.builders import NOW, conversation, message

PATIENCE = 60.0


@pytest.fixture
def store(tmp_path: Path) -> str:
    path = str(tmp_path / "store.db")
    db = open_store(path)
    with unit_of_work(db):
        conversation(db, "c-1", "Domain transfer")
        message(db, 1, "My domain is down")
    db.close()
    return path


def test_a_question_is_answered_from_a_connection_of_its_own(store: str):
    asking = Searching(lambda: open_store(store, read_only=True))
    assert [hit.kind for hit in asking.ask("domain", 9, NOW).result(PATIENCE).hits] == ["conversation", "message"]
    assert asking.ask("nowhere", 9, NOW).result(PATIENCE).hits == ()


def test_an_overtaken_question_is_interrupted_and_the_newest_answered(store: str, monkeypatch: pytest.MonkeyPatch):
    begun = searching.Condition()
    is_begun = False

    def find(db: sqlite3.Connection, text: str, *_: object) -> SearchPage:
        nonlocal is_begun
        if text == "for ever":
            with begun:
                is_begun = True
                begun.notify()
            db.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
        return SearchPage(())

    monkeypatch.setattr(searching, "find_hits", find)
    asking = Searching(lambda: open_store(store, read_only=True))
    slow = asking.ask("for ever", 9, NOW)
    with begun:
        assert begun.wait_for(lambda: is_begun, PATIENCE)
    asked = [asking.ask("domain", 9, NOW)]
    while not slow.done():
        # It may have been asked in the moment before the statement began, when nothing is there to interrupt.
        sleep(0.01)
        asked.append(asking.ask("domain", 9, NOW))
    assert slow.cancelled()
    assert asked[-1].result(PATIENCE).hits == ()


def test_a_store_that_cannot_be_opened_is_said_and_tried_again(store: str):
    asking = Searching(lambda: open_store(f"{store}.gone", read_only=True))
    for _ in range(2):
        with pytest.raises(StoreError):
            asking.ask("domain", 9, NOW).result(PATIENCE)


def test_a_thread_without_questions_ends_and_comes_back(store: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(searching, "IDLE_SECONDS", 0.01)
    asking = Searching(lambda: open_store(store, read_only=True))
    for _ in range(20):
        assert len(asking.ask("domain", 9, NOW).result(PATIENCE).hits) == 2
