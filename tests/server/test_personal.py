"""What is an agent's own: colleagues hear that there was something, never what; its owner has it on every machine."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

import httpx
import msgspec

from agentconsole.backends.api import LONGEST_OWN, Own
from agentconsole.backends.base import BackendRejected
from agentconsole.backends.rest import RestBackend
from agentconsole.domain.commands import Note
from agentconsole.domain.knowledge.canned_commands import RemoveCanned, SaveCanned
from agentconsole.domain.saved_views import RemoveView, SaveView
from agentconsole.engine import mirror
from agentconsole.engine.log import window
from agentconsole.engine.logged import Window
from agentconsole.engine.snapshot_build import build
from agentconsole.engine.snapshot_renew import renew
from agentconsole.engine.verify import verify
from agentconsole.server.routes_own import own_of
from agentconsole.store.knowing.canned import canned_of, every_canned
from agentconsole.store.own.saved_views import every_view, views_of
from agentconsole.store.sqlite import open_store
from agentconsole.sync import own_things
from agentconsole.sync.first_copy import bring
from tests.store.test_erased import SECRETS, left
from tests.support.team_server import Team
from tests.sync.test_team_line import a_console, ids, token_of, until

HERS, HER_VIEW = SECRETS[0], f"tag:{SECRETS[1]}"


def some_of_hers(team: Team) -> None:
    """Ana's own response and view, and the team's of the same names."""
    for actor, is_shared, words, narrowed in (("mo", True, "Dear team", "tag:dns"), ("ana", False, HERS, HER_VIEW)):
        assert team.does(SaveCanned("hello", words, is_shared), actor).is_accepted
        assert team.does(SaveView("mine", narrowed, is_shared), actor).is_accepted


class Beside(RestBackend):
    """The server's answer to what is one's own, taken from its store."""

    def __init__(self, db: sqlite3.Connection, agent_id: str) -> None:
        self._db, self._agent_id = db, agent_id

    def own(self, after: str = "") -> Own:
        return own_of(self._db, self._agent_id, after)


class Older(Beside):
    def own(self, after: str = "") -> Own:
        raise BackendRejected(f"There is no such thing{after}.")


def test_a_colleague_hears_that_there_was_something_and_never_what(team: Team):
    with ExitStack() as stack:
        people = {n: stack.enter_context(team.signed_in(n, c)) for n, c in team.hires("ana", "bo", lead="mo").items()}
        some_of_hers(team)
        assert team.does(RemoveCanned("hello"), "ana").is_accepted
        told = {name: news(client) for name, client in people.items()}
        with team.db() as db:
            whole = window(db, "", 0)
        assert told["ana"] == whole
        for name in ("bo", "mo"):
            # Twice: the second answer is the page that was kept.
            for each in (told[name], news(people[name])):
                assert (each.to, each.to_hash) == (whole.to, whole.to_hash)
                assert [e.seq for e in each.events] == [e.seq for e in whole.events]
                hidden = [e for e in each.events if not e.body]
                assert [(e.type, e.actor) for e in hidden] == [
                    (kind, "ana") for kind in ("canned.saved", "view.saved", "canned.removed")
                ]
                assert all(e.sha and not e.salt for e in hidden)
        assert news(people["ana"]) == whole


def news(client: httpx.Client) -> Window:
    return msgspec.json.decode(client.get("/v1/changes?since=:0&limit=500").content, type=Window)


def test_a_colleagues_copy_is_whole_without_it(team: Team, tmp_path: Path):
    codes = team.hires("ana", "bo", lead="mo")
    some_of_hers(team)
    with (
        a_console(team, "bo", token_of(team, "bo", codes["bo"]), tmp_path) as bo,
        a_console(team, "ana", token_of(team, "ana", codes["ana"]), tmp_path) as ana,
    ):
        ana.does(SaveCanned("later", f"{HERS} again"))
        until(lambda: [each.name for each in canned_of(ana.db, "ana")] == ["hello", "later"])
        until(lambda: mirror.place(bo.db) == mirror.place(ana.db))
        assert [each.body for each in bo.workspace.canned()] == ["Dear team"]
        assert [each.filter for each in bo.workspace.saved_views()] == ["tag:dns"]
        assert {each.body for each in ana.workspace.canned()} == {HERS, f"{HERS} again"}
        for console, hidden in ((bo, 3), (ana, 0)):
            report = verify(console.db)
            assert (report.faults, report.withheld, report.erased) == ((), hidden, 0)
    assert left(tmp_path / "bo.db") == [0, 0]
    assert all(left(tmp_path / "ana.db"))
    with closing(open_store(tmp_path / "bo.db")) as db:
        db.execute("UPDATE canned SET body = 'Pay again' WHERE owner = ''")
        assert [fault.where for fault in verify(db).faults] == ["responses"]


def test_the_snapshot_holds_nothing_of_it_and_its_owner_has_it_on_a_new_machine(team: Team, tmp_path: Path):
    codes = team.hires("ana", "bo", lead="mo")
    some_of_hers(team)
    names = [f"more-{n:04}" for n in range(LONGEST_OWN + 20)]
    for name in names:
        assert team.does(SaveCanned(name, f"{HERS} of {name}"), "ana").is_accepted
    stores = {name: str(tmp_path / "new" / f"{name}.db") for name in ("ana", "bo")}
    for name, store in stores.items():
        with closing(RestBackend(team.url, token_of(team, name, codes[name]))) as backend:
            bring(store, backend, name, lambda _: None)
    with team.db() as db:
        build(db, str(tmp_path / "snapshot"))
        wanted = canned_of(db, "ana"), views_of(db, "ana")
    assert left(tmp_path / "snapshot") == [0, 0]
    with closing(open_store(stores["ana"])) as db:
        assert (canned_of(db, "ana"), views_of(db, "ana")) == wanted
        assert len(wanted[0]) == len(names) + 1
        assert verify(db).is_clean
    with closing(open_store(stores["bo"])) as db:
        assert {row[0] for row in every_canned(db)} == {row[0] for row in every_view(db)} == {""}
        assert verify(db).is_clean
    assert left(Path(stores["bo"])) == [0, 0]


def test_a_copy_made_anew_keeps_its_owners_and_is_told_what_became_of_them(team: Team, tmp_path: Path):
    team.hires("ana", "bo", lead="mo")
    some_of_hers(team)
    with team.db() as source, closing(open_store(tmp_path / "ana.db")) as copy:
        mirror.follow(copy, window(source, "", 0))
        assert own_things.bring(copy, Older(source, "ana"), "ana")
        team.does(RemoveView("mine"), "ana")
        team.does(SaveCanned("hello", "Good day"), "ana")
        build(source, str(tmp_path / "snapshot"))
        renew(copy, str(tmp_path / "snapshot"), lambda _: None)
        assert [each.body for each in canned_of(copy, "ana")] == [HERS]
        assert own_things.bring(copy, Beside(source, "ana"), "ana")
        assert ([each.body for each in canned_of(copy, "ana")], views_of(copy, "ana")) == (["Good day"], ())
        assert not own_things.bring(copy, Beside(source, "ana"), "ana")


def test_an_answer_older_than_the_copy_is_not_believed(team: Team, tmp_path: Path):
    team.hires("ana", lead="mo")
    some_of_hers(team)
    with team.db() as source, closing(open_store(tmp_path / "ana.db")) as copy:
        build(source, str(tmp_path / "snapshot"))
        mirror.follow(copy, window(source, "", 0))
        renew(copy, str(tmp_path / "snapshot"), lambda _: None)
        late = own_of(source, "ana")
        assert team.does(SaveCanned("hello", "Good day"), "ana").is_accepted
        mirror.follow(copy, window(source, *mirror.place(copy)))

        class Late(Beside):
            def own(self, after: str = "") -> Own:
                assert not after
                return late

        assert not own_things.bring(copy, Late(source, "ana"), "ana")
        assert [each.body for each in canned_of(copy, "ana")] == ["Good day"]


def test_what_an_older_server_has_told_a_copy_goes_out_of_it(team: Team, tmp_path: Path):
    codes = team.hires("ana", "bo", lead="mo")
    some_of_hers(team)
    with team.db() as source, closing(open_store(tmp_path / "bo.db")) as copy:
        mirror.follow(copy, window(source, "", 0))
    assert all(left(tmp_path / "bo.db"))
    with a_console(team, "bo", token_of(team, "bo", codes["bo"]), tmp_path) as bo:
        until(lambda: left(tmp_path / "bo.db") == [0, 0])
        assert verify(bo.db).is_clean
        assert verify(bo.db).withheld == 2
        chat = team.chat()
        until(lambda: chat in ids(bo))
        bo.does(Note(chat, "and it goes on"))
        until(lambda: not bo.courier.carried())
