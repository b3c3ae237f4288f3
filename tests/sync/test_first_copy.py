"""The first copy: a snapshot of what the team has, through cuts and hostile servers, and the log from there on."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest

from agentconsole.backends.base import BackendUnavailable
from agentconsole.backends.rest import RestBackend
from agentconsole.domain.commands import Claim, Note, Release, Resolve
from agentconsole.domain.knowledge.article_commands import SaveArticle
from agentconsole.domain.knowledge.incident_commands import DraftUpdate, OpenIncident
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS
from agentconsole.domain.team.commands import LimitQueues, SetLevels
from agentconsole.engine import mirror, origin
from agentconsole.engine.snapshot import TABLES
from agentconsole.engine.snapshot_adopt import adopt, is_free
from agentconsole.engine.snapshot_build import build
from agentconsole.engine.snapshot_check import check
from agentconsole.engine.verify import verify
from agentconsole.store.knowing.articles import search_articles
from agentconsole.store.knowing.incidents import linked_to
from agentconsole.store.searching import indexing
from agentconsole.store.sqlite import open_store
from agentconsole.sync.download import Download
from agentconsole.sync.first_copy import begin_anew, bring
from tests.support.full_text import index_agrees
from tests.support.team_server import Team


@pytest.fixture
def backend(team: Team) -> Iterator[RestBackend]:
    token = team.signs_in("ana", team.hires("ana", "bo")["ana"]).json()["token"]
    with closing(RestBackend(team.url, token)) as way:
        yield way


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(tmp_path / "console" / "ana.db")


def some_work(team: Team, count: int = 12) -> list[str]:
    chats = [team.chat(f"The mail of shop{n} bounces", name=f"Contact {n}") for n in range(count)]
    team.does(Claim(chats[0]), "ana")
    team.does(Note(chats[0], "looked at the logs"), "ana")
    team.does(Claim(chats[1]), "bo")
    team.does(Resolve(chats[1]), "bo")
    return chats


def visible(db: object) -> dict[str, list[tuple[object, ...]]]:
    """The rows of a store, table by table, without what each store numbers for itself."""
    found = {}
    for table in TABLES:
        if table in ("head", "setting"):
            continue
        rows = [tuple(row) for row in db.execute(f"SELECT * FROM {table}").fetchall()]  # type: ignore[attr-defined]
        found[table] = sorted(row[1:] if table == "message" else row for row in rows)
    found["tally"] = [row for row in found["tally"] if row[1]]
    sql = "SELECT epoch, seq, chain, next_number FROM head"
    found["head"] = [(e, s, bytes(c), n) for e, s, c, n in db.execute(sql).fetchall()]  # type: ignore[attr-defined]
    sql = "SELECT value FROM setting WHERE name = 'levels'"
    found["levels"] = [tuple(row) for row in db.execute(sql).fetchall()]  # type: ignore[attr-defined]
    return found


def caught_up(team: Team, db: sqlite3.Connection, backend: RestBackend) -> None:
    """Copies what is in the team's store by now: what tests write there past the server, it sees at its next look."""
    indexing.small_first(db)
    with team.db() as source:
        (end,) = source.execute("SELECT seq FROM head").fetchone()
    patience = monotonic() + 60
    while True:
        mirror.follow(db, backend.changes(*mirror.place(db)))
        if mirror.place(db)[1] >= end:
            return
        assert monotonic() < patience, "the server never told what is in its store"


def same_as_the_team(team: Team, db: sqlite3.Connection) -> None:
    with team.db() as source:
        assert visible(db) == visible(source)


def test_the_first_copy_has_the_teams_rows_without_its_log(team: Team, backend: RestBackend, store: str):
    some_work(team)
    told: list[int] = []
    bring(store, backend, "ana", told.append)
    with closing(open_store(store)) as db:
        same_as_the_team(team, db)
        assert db.execute("SELECT count(*) FROM event").fetchone() == (0,)
        assert db.execute("SELECT oldest_seq - seq FROM head").fetchone() == (1,)
    assert told[-1] == 100
    assert os.stat(store).st_mode & 0o777 == 0o600
    assert sorted(os.listdir(os.path.dirname(store))) == ["ana.db", "ana.db.copy.lock", "ana.db.reserve"]


def test_whoever_sees_some_queues_gets_a_copy_also_where_words_are_kept_and_no_copy_is(
    team: Team, backend: RestBackend, store: str
):
    seen = some_work(team)[0]
    assert team.does(LimitQueues("ana", ("support",))).is_accepted
    with closing(open_store(store)) as db:
        db.execute("INSERT INTO draft VALUES ('s', 'ana', ?, 'public', 'my words', 0, 0)", (seen,))
    bring(store, backend, "ana", lambda _: None)
    with closing(open_store(store)) as db:
        assert db.execute("SELECT 1 FROM conversation WHERE id = ?", (seen,)).fetchone()
        assert db.execute("SELECT body FROM draft").fetchall() == [("my words",)]


def knows_much(team: Team, chat: str) -> None:
    """An article, and a fault with an update to be told in a conversation that is linked to it."""
    for command in (
        SaveArticle("spf", "Mail lands in spam", "SPF comes first, **DNS** last.", "mail"),
        OpenIncident("Mail is delayed", "a long queue", about=chat),
        DraftUpdate("1", "Hello {{first}}, soon."),
    ):
        assert team.does(command, "ana").is_accepted


def test_articles_and_known_faults_come_with_the_first_copy_and_go_on_by_the_log(
    team: Team, backend: RestBackend, store: str
):
    (chat, *_) = some_work(team)
    knows_much(team, chat)
    bring(store, backend, "ana", lambda _: None)
    with closing(open_store(store)) as db:
        same_as_the_team(team, db)
        while indexing.step(db):
            pass
        assert [each.name for each in search_articles(db, "dns", 5)] == ["spf"]
        assert [each.id for each in linked_to(db, "1")] == [chat]
        assert team.does(SaveArticle("ttl", "DNS takes a while", "The TTL.", "dns"), "bo").is_accepted
        assert team.does(DraftUpdate("1", "It is over."), "bo").is_accepted
        caught_up(team, db, backend)
        same_as_the_team(team, db)
        assert {each.name for each in search_articles(db, "dns", 5)} == {"spf", "ttl"}
        # A copy that consoles have open takes them over the same way.
        db.execute("DELETE FROM article")
        db.execute("UPDATE incident SET title = 'another'")
        begin_anew(db, backend, "ana", lambda _: None)
        caught_up(team, db, backend)
        same_as_the_team(team, db)
        assert {each.name for each in search_articles(db, "dns", 5)} == {"spf", "ttl"}
        assert verify(db).faults == ()


def test_the_log_goes_on_from_the_snapshot_and_the_copy_verifies(team: Team, backend: RestBackend, store: str):
    chats = some_work(team)
    bring(store, backend, "ana", lambda _: None)
    team.does(Release(chats[0]), "ana")
    team.chat("A new one", name="Contact 3")
    with closing(open_store(store)) as db:
        caught_up(team, db, backend)
        same_as_the_team(team, db)
        while indexing.step(db):
            pass
        report = verify(db)
        assert report.faults == ()
        began = origin.find(db)
        assert began is not None
        assert (report.begins, report.taken) == (began.seq + 1, len(chats))
        assert (report.conversations, report.events) == (len(chats) + 1, 2)
        db.execute("UPDATE event SET actor = 'mallory' WHERE seq = (SELECT max(seq) FROM event)")
        assert any("not the ones that were hashed" in fault.words for fault in verify(db).faults)


def test_a_copy_whose_log_does_not_follow_from_its_snapshot_is_no_clean_one(
    team: Team, backend: RestBackend, store: str
):
    some_work(team)
    bring(store, backend, "ana", lambda _: None)
    team.chat("A new one")
    with closing(open_store(store)) as db:
        caught_up(team, db, backend)
        assert verify(db).is_clean
        db.execute("DELETE FROM event_body")
        db.execute("DELETE FROM event")
        assert not verify(db).is_clean


def test_a_row_that_adds_up_to_nothing_is_noticed_in_a_copy_too(team: Team, backend: RestBackend, store: str):
    some_work(team)
    bring(store, backend, "ana", lambda _: None)
    with closing(open_store(store)) as db:
        assert verify(db).is_clean
        db.execute("DELETE FROM chat_slot")
        assert not verify(db).is_clean


def test_a_copy_cut_anywhere_goes_on_where_it_was_cut(team: Team, backend: RestBackend, store: str):
    some_work(team, 40)
    os.makedirs(os.path.dirname(store))
    asked = []

    class Cut(Download):
        def take(self, piece: bytes) -> None:
            half = piece[: max(1, len(piece) // 3)]
            super().take(half)
            if len(half) < len(piece):
                raise BackendUnavailable("cut")

        def begin(self, tag: str, at: int, total: int) -> None:
            asked.append(at)
            super().begin(tag, at, total)

    while True:
        # Each try is another process: nothing but what is on the disk is known to it.
        coming = Cut(store, lambda _: None)
        try:
            assert backend.snapshot(coming)
            break
        except BackendUnavailable:
            coming.close()
    assert len(asked) > 5
    assert asked == sorted(asked)
    assert asked[0] == 0 < asked[1]
    assert check(coming.finish(), "ana").seq > 0


def test_a_snapshot_made_while_others_write_is_of_one_moment(
    team: Team, backend: RestBackend, tmp_path: Path, figure: Callable[[int, int], int], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("agentconsole.engine.snapshot_build.PAGE", 3)
    chats = some_work(team, 30)
    stop: list[bool] = []

    def write() -> None:
        n = 0
        while not stop:
            n += 1
            team.chat(f"while it is made {n}", name=f"Contact {n % 40}")
            team.does(Note(chats[n % 30], f"note {n}"), "ana")

    writer = Thread(target=write)
    writer.start()
    try:
        for n in range(figure(4, 60)):
            path = str(tmp_path / "snapshot")
            with team.db() as source:
                place = build(source, path)
            store = str(tmp_path / f"copy{n}.db")
            assert check(path, "ana") == place
            adopt(path, store)
            with closing(open_store(store)) as db:
                report = verify(db)
                assert report.faults == ()
                # Lived through again from the first event, up to the place of the snapshot.
                with closing(open_store(":memory:")) as lived:
                    while (here := mirror.place(lived)[1]) < place.seq:
                        mirror.follow(lived, backend.changes(place.epoch, here, min(50, place.seq - here)))
                    assert visible(db) == visible(lived)
    finally:
        stop.append(True)
        writer.join()


def test_new_numbers_while_a_snapshot_is_made_move_every_row(team: Team, backend: RestBackend, tmp_path: Path):
    from dataclasses import replace

    from agentconsole.engine import snapshot_build

    some_work(team)
    real, numbers = snapshot_build._Building._copy_pages, [4]

    def slow(self: object, table: str) -> None:
        real(self, table)  # type: ignore[arg-type]
        if numbers:
            team.does(SetLevels(replace(DEFAULT_LEVELS, chat_first_reply=numbers.pop() * 60_000)))

    snapshot_build._Building._copy_pages = slow  # type: ignore[method-assign]
    try:
        with team.db() as source:
            build(source, str(tmp_path / "snapshot"))
    finally:
        snapshot_build._Building._copy_pages = real  # type: ignore[method-assign]
    adopt(str(tmp_path / "snapshot"), str(tmp_path / "copy.db"))
    with closing(open_store(str(tmp_path / "copy.db"))) as db:
        same_as_the_team(team, db)


def test_a_copy_in_use_takes_over_a_snapshot_and_keeps_what_was_typed(team: Team, backend: RestBackend, store: str):
    chats = some_work(team)
    bring(store, backend, "ana", lambda _: None)
    with closing(open_store(store)) as db, closing(open_store(store, read_only=True)) as screen:
        caught_up(team, db, backend)
        db.execute("INSERT INTO draft VALUES ('s', 'ana', ?, 'public', 'my words', 0, 0)", (chats[0],))
        with team.db() as source:
            source.execute("UPDATE head SET epoch = 'feedfacefeedface'")
            # A number the restored history gives to another conversation.
            source.execute("DELETE FROM message WHERE conv_id = ?", (chats[5],))
            source.execute("DELETE FROM conversation WHERE id = ?", (chats[5],))
            source.execute("DELETE FROM contact WHERE name = 'Contact 5'")
            source.execute("DELETE FROM tally")
            source.execute("INSERT INTO tally SELECT 'open', 1 WHERE 1 = 0")
        team.chat("Only the restored one has this")
        open_rows = []
        begin_anew(db, backend, "ana", lambda _: open_rows.append(len(_queue(screen))))
        assert min(open_rows) >= 9
        caught_up(team, db, backend)
        found, wanted = visible(db), None
        with team.db() as source:
            wanted = visible(source)
        del found["tally"], wanted["tally"]
        assert found == wanted
        assert mirror.place(db)[0] == "feedfacefeedface"
        assert db.execute("SELECT body FROM draft").fetchall() == [("my words",)]
        assert index_agrees(db)


def _queue(db: sqlite3.Connection) -> list[object]:
    return db.execute("SELECT id FROM conversation WHERE open = 1").fetchall()


def test_a_store_with_anything_typed_in_it_is_never_replaced_as_a_file(store: str):
    assert is_free(store)
    os.makedirs(os.path.dirname(store), mode=0o700)
    with closing(open_store(store)) as db:
        assert is_free(store)
        db.execute("INSERT INTO draft VALUES ('s', 'ana', '1', 'public', 'my words', 0, 0)")
    assert not is_free(store)


def test_a_server_without_snapshots_is_copied_event_by_event(
    team: Team, backend: RestBackend, store: str, monkeypatch: pytest.MonkeyPatch
):
    some_work(team)
    monkeypatch.setattr(RestBackend, "snapshot", lambda *_: False)
    bring(store, backend, "ana", lambda _: None)
    with closing(open_store(store)) as db:
        caught_up(team, db, backend)
        same_as_the_team(team, db)
        assert verify(db).is_clean
