"""The index of the first copy: made behind, in pieces, the newest messages first, and put together at the end."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from agentconsole.backends.rest import RestBackend
from agentconsole.store.message_rows import AUTOMERGE, merging_later
from agentconsole.store.searching import indexing
from agentconsole.store.searching.search import search
from agentconsole.store.sqlite import open_store, unit_of_work
from agentconsole.sync.first_copy import bring
from tests.support.full_text import index_agrees
from tests.support.team_server import Team
from tests.sync.test_first_copy import backend, caught_up, some_work, store

__all__ = ["backend", "store"]


def test_what_was_copied_can_be_searched_piece_by_piece_the_newest_first(
    team: Team, backend: RestBackend, store: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(indexing, "PIECE", 5)
    some_work(team, 30)
    bring(store, backend, "ana", lambda _: None)
    with closing(open_store(store)) as db:
        assert search(db, "bounces ", 50).messages == ()
        caught_up(team, db, backend)
        indexing.step(db)
        first = [found.conversation_id for found in search(db, "bounces ", 50).messages]
        assert first
        assert first == sorted(first, reverse=True)[: len(first)]
        shares = []
        while (missing := indexing.missing(db)) is not None:
            shares.append(missing.percent)
            team.chat("One more that bounces")
            caught_up(team, db, backend)
            indexing.step(db)
        assert shares == sorted(shares)
        assert index_agrees(db)
        assert len(search(db, "bounces ", 100).messages) == 30 + len(shares)


def test_everything_is_found_before_the_parts_of_the_index_are_put_together(
    team: Team, backend: RestBackend, store: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(indexing, "PIECE", 5)
    monkeypatch.setattr(indexing, "TIDIED", 1)
    some_work(team, 30)
    bring(store, backend, "ana", lambda _: None)
    with closing(open_store(store)) as db:
        grown = []
        while (left := indexing.missing(db)) and not left.finds_all:
            grown.append(how_it_grows(db))
            indexing.step(db)
        assert set(grown) == {(0, 1_000, 4 << 20)}
        many, found = parts(db), len(search(db, "bounces ", 50).messages)
        assert (many > 4, found) == (True, 30)
        assert left is not None
        assert left.percent == 100
        # Whoever writes meanwhile, in many statements or in one, leaves it so.
        with unit_of_work(db), merging_later(db):
            pass
        assert how_it_grows(db) == grown[0]
        while indexing.step(db):
            pass
        assert (parts(db) < many, len(search(db, "bounces ", 50).messages)) == (True, found)
        assert how_it_grows(db) == (AUTOMERGE, 16, 1 << 20)
        assert index_agrees(db)


def how_it_grows(db: sqlite3.Connection) -> tuple[int, ...]:
    """`automerge`, `crisismerge` and `hashsize`, by their names."""
    names = "('automerge', 'crisismerge', 'hashsize')"
    return tuple(v for (v,) in db.execute(f"SELECT v FROM message_fts_config WHERE k IN {names} ORDER BY k"))


def parts(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(DISTINCT segid) FROM message_fts_idx").fetchone()[0])
