"""Words that were erased are not in the file any more, rows, index and all; whatever else is written meanwhile."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from agentconsole.domain.commands import Claim, Reply
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import LimitQueues, SetPresence
from agentconsole.engine.passing import go
from agentconsole.store.searching import erased, indexing
from agentconsole.store.searching.search import search
from agentconsole.store.sqlite import open_store, unit_of_work
from tests.store.builders import contact, conversation, message
from tests.support.full_text import index_agrees
from tests.support.team_server import a_team
from tests.sync.test_team_line import a_console, ids, token_of, until

SECRETS = ("qzxsecretword", "vbkontonummer")
ENDS = tuple(secret[2:].encode() for secret in SECRETS)
"""The index writes only what a word does not share with the one before it."""


def left(path: Path) -> list[int]:
    """How often each secret stands in the store's files."""
    data = b""
    for each in path.parent.glob(f"{path.name}*"):
        # A journal comes and goes while somebody writes.
        with suppress(FileNotFoundError):
            data += each.read_bytes()
    return [data.count(end) for end in ENDS]


def written(db: sqlite3.Connection, luck: random.Random, count: int, first: int) -> None:
    with unit_of_work(db):
        for n in range(first, first + count):
            message(db, n, " ".join(f"w{luck.randrange(3_000):04}" for _ in range(30)))


@pytest.fixture
def store(tmp_path: Path, first_seed: int) -> Iterator[tuple[sqlite3.Connection, Path, random.Random]]:
    """Messages in several pieces of the index, and one conversation that holds what is to be erased."""
    path, luck = tmp_path / "s.db", random.Random(first_seed)
    with closing(open_store(path)) as db:
        for k in range(6):
            written(db, luck, 150, 1 + 200 * k)
            if k == 2:
                with unit_of_work(db):
                    contact(db, "p-1", SECRETS[0])
                    conversation(db, "c-2", f"about {SECRETS[1]}")
                    message(db, 9_000, " ".join(SECRETS), "c-2")
        yield db, path, luck


def erase(db: sqlite3.Connection, *, is_noted: bool = True) -> None:
    with unit_of_work(db):
        db.execute("DELETE FROM message WHERE conv_id = 'c-2'")
        db.execute("DELETE FROM conversation WHERE id = 'c-2'")
        db.execute("DELETE FROM contact WHERE id = 'p-1'")
        if is_noted:
            erased.note(db)


def test_without_it_they_stay_in_the_index(store):
    db, path, _ = store
    erase(db, is_noted=False)
    assert not erased.step(db)
    assert all(left(path)), "FTS5 forgets by itself: this module is needed no longer"
    assert search(db, SECRETS[0], 5).messages == ()


def test_erased_words_are_nowhere_in_the_file_and_the_others_are_found_as_before(store, monkeypatch):
    monkeypatch.setattr(erased, "PIECE", 2)
    db, path, luck = store
    erase(db)
    steps = 0
    while erased.step(db):
        steps += 1
        if steps % 7 == 0:
            # Who works meanwhile adds pieces of their own.
            written(db, luck, 3, 20_000 + 10 * steps)
    assert steps > 5
    assert left(path) == [0, 0]
    assert index_agrees(db)
    assert len(search(db, "w0001", 50).messages) >= 1
    assert db.execute("SELECT 1 FROM setting WHERE name = 'erased'").fetchone() is None


def test_it_goes_on_where_it_was_stopped_and_begins_anew_for_what_is_erased_meanwhile(store, monkeypatch):
    monkeypatch.setattr(erased, "PIECE", 2)
    db, path, _ = store
    with unit_of_work(db):
        message(db, 9_500, f"again {SECRETS[1]}", "c-3")
    erase(db)
    for _ in range(3):
        assert erased.step(db)
    with closing(open_store(path)) as other:
        with unit_of_work(other):
            other.execute("DELETE FROM message WHERE conv_id = 'c-3'")
            erased.note(other)
        while erased.step(other):
            pass
    assert left(path) == [0, 0]


def test_nothing_erased_writes_nothing(store):
    db, path, _ = store
    before = path.read_bytes()
    assert not erased.step(db)
    assert path.read_bytes() == before


@pytest.mark.parametrize("way", ["revoked", "moved away"])
def test_what_an_agent_may_not_see_any_more_is_gone_from_their_computer_to_the_byte(tmp_path: Path, way: str):
    with a_team(tmp_path) as team:
        codes = team.hires("ana", "bo")
        chat = team.chat(f"my password is {SECRETS[0]}")
        team.does(SetPresence(Presence.AVAILABLE), "bo")
        team.does(Claim(chat), "bo")
        team.does(Reply(chat, f"then change {SECRETS[1]} too"), "bo")
        home = tmp_path / "home"
        home.mkdir()
        with a_console(team, "ana", token_of(team, "ana", codes["ana"]), home) as ana:
            until(lambda: chat in ids(ana), 40)
            assert all(left(home / "ana.db"))
            if way == "revoked":
                assert team.does(LimitQueues("ana", ("billing",))).is_accepted
            else:
                go_now(home / "ana.db", chat)
            until(lambda: chat not in ids(ana), 40)
            until(lambda: left(home / "ana.db") == [0, 0], 60)


def go_now(path: Path, chat: str) -> None:
    """As the feed does it for a conversation that went to a queue out of sight."""
    with closing(open_store(path)) as db, unit_of_work(db):
        indexing.cover(db, chat)
        go(db, chat)
