"""Rows of a version to come: this one leaves them to it, and never writes them back without what it does not know."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import agentconsole
from agentconsole.backends.api import SignIn
from agentconsole.backends.rest import RestBackend
from agentconsole.clock import SystemClock
from agentconsole.domain.commands import Claim, Command, Note, Reply
from agentconsole.domain.customer.commands import DescribeContact
from agentconsole.domain.customer.products import Fact
from agentconsole.domain.events import Noted
from agentconsole.domain.incoming import IncomingContact
from agentconsole.domain.team.agent import Presence, Role
from agentconsole.domain.team.commands import AddAgent, SetPresence
from agentconsole.engine import mirror
from agentconsole.engine.engine import Engine
from agentconsole.engine.log import window
from agentconsole.ids import SystemIds
from agentconsole.server import accounts, sources
from agentconsole.store.connection import Connection
from agentconsole.store.newer_rows import RowTooNew
from agentconsole.store.postgres import open_postgres
from agentconsole.store.sqlite import open_store, unit_of_work
from agentconsole.wire import encode, to_wire
from tests.proof.test_mixed_versions import as_older, fed
from tests.proof.test_servers_side_by_side import a_server, delivered
from tests.support.engines import ENGINES, a_team_on
from tests.support.postgres import a_database
from tests.support.team_server import PASSWORD, Team, a_team, an_envelope, send

MORE: dict[str, dict[str, Any]] = {
    "a fact": {"mood": "calm"},
    "a part of a fact": {"stamps": {"mood_at": 3}},
    "an entry's part": {"checks": [{"how": "pin", "by": "ana", "at": 1, "mood": "calm"}]},
    "a value": {"waits_on": "the_weather"},
}
"""What a version to come may have put among a conversation's facts."""


@pytest.fixture(params=ENGINES)
def team(tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    with a_team_on(request.param, tmp_path) as running:
        yield running


def put(db: Connection, chat: str, more: dict[str, Any]) -> str:
    """Gives the conversation more facts; all of them as they stand then."""
    (facts,) = db.execute("SELECT facts FROM conversation WHERE id = ?", (chat,)).fetchone()
    now = json.dumps({**json.loads(facts), **more})
    with unit_of_work(db):
        db.execute("UPDATE conversation SET facts = ? WHERE id = ?", (now, chat))
    return now


def facts_of(db: Connection, chat: str) -> str:
    return str(db.execute("SELECT facts FROM conversation WHERE id = ?", (chat,)).fetchone()[0])


@pytest.mark.parametrize("more", MORE.values(), ids=MORE.keys())
def test_a_conversation_with_more_in_it_is_left_to_the_newer_version(team: Team, more: dict[str, Any]):
    codes, chat, other = team.hires("ana"), team.chat(), team.chat(name="Li")
    team.does(SetPresence(Presence.AVAILABLE), "ana")
    for each in (chat, other):
        assert team.does(Claim(each), "ana").is_accepted
    with team.db() as db:
        stood = put(db, chat, more)
    with team.signed_in("ana", codes["ana"]) as ana:
        answers = send(ana, *(an_envelope(Reply(each, "Here I am."), "ana") for each in (chat, other)))
    assert [each["status"] for each in answers] == [503, 200], "the other conversation does not wait for it"
    assert answers[0]["words"].startswith("a newer agentconsole wrote this")
    with team.db() as db:
        assert facts_of(db, chat) == stood
        assert db.execute("SELECT conv_id FROM message WHERE body = 'Here I am.'").fetchall() == [(other,)]
    # What has run out elsewhere is put on record all the same.
    team.clock.ahead += 3_600_000
    with team.db() as db:
        assert Engine(db, team.clock, SystemIds()).record_breaches() == 2
        kinds = {row[0] for row in db.execute("SELECT conv_id FROM event WHERE type = 'promise.broken'").fetchall()}
        assert kinds == {other}
        assert facts_of(db, chat) == stood


def test_facts_an_older_version_wrote_without_are_no_reason_to_refuse(team: Team):
    codes, chat = team.hires("ana"), team.chat()
    with team.db() as db:
        kept = json.loads(facts_of(db, chat))
        kept["stamps"] = {name: value for name, value in kept.get("stamps", {}).items() if value}
        with unit_of_work(db):
            sql = "UPDATE conversation SET facts = ? WHERE id = ?"
            db.execute(sql, (json.dumps({**kept, "disposition": "", "reopened": 0}), chat))
    with team.signed_in("ana", codes["ana"]) as ana:
        (answer,) = send(ana, an_envelope(Note(chat, "hm"), "ana"))
    assert answer["status"] == 200


def test_what_another_source_told_stays_to_the_letter(team: Team):
    who = IncomingContact("Mara", "mara@kovac.example")
    team.does(DescribeContact(who, "billing", (Fact("domain", "kovac.example"),)), "chat")
    with team.db() as db, unit_of_work(db):
        told = '[{"source":"billing","facts":[{"name":"domain","value":"kovac.example","since":7}],"mood":"calm"}]'
        db.execute("UPDATE product SET told = ?", (told,))
    assert team.does(DescribeContact(who, "hosting", (Fact("plan", "Start"),)), "chat").is_accepted
    with team.db() as db:
        now = json.loads(db.execute("SELECT told FROM product").fetchone()[0])
    assert now == [*json.loads(told), {"source": "hosting", "facts": [{"name": "plan", "value": "Start"}]}]


def test_a_copy_goes_on_without_it_and_is_made_anew_by_another_version(tmp_path: Path, monkeypatch: Any):
    with a_team(tmp_path) as team, closing(open_store(tmp_path / "copy.db")) as copy:
        team.hires("ana")
        chat = team.chat()
        with team.db() as db:
            mirror.follow(copy, window(db, "", 0))
        assert not mirror.is_outgrown(copy)
        more = json.dumps({**json.loads(encode(Noted(chat, "x"))), "mood": "calm"})
        mirror.follow(copy, fed(copy, chat, [(chat, Noted.type, more)]))
        assert [row[0] for row in copy.execute("SELECT body FROM message WHERE kind = 'note'")] == ["x"]
        assert not mirror.is_outgrown(copy), "this version could not do better the second time"
        monkeypatch.setattr(mirror, "__version__", "99.0")
        assert mirror.is_outgrown(copy)
        mirror.forget(copy)
        assert not mirror.is_outgrown(copy)


@pytest.mark.parametrize("more", MORE.values(), ids=MORE.keys())
def test_a_copys_row_with_more_in_it_stops_no_news(tmp_path: Path, monkeypatch: Any, more: dict[str, Any]):
    with a_team(tmp_path) as team, closing(open_store(tmp_path / "copy.db")) as copy:
        team.hires("ana")
        chat = team.chat()
        with team.db() as db:
            mirror.follow(copy, window(db, "", 0))
        put(copy, chat, more)
        told = [(chat, Noted.type, encode(Noted(chat, "x")))]
        assert mirror.follow(copy, fed(copy, chat, told)) == 1
        monkeypatch.setattr(mirror, "__version__", "99.0")
        assert mirror.is_outgrown(copy)


def test_the_engine_says_it_in_one_sentence(tmp_path: Path):
    with a_team(tmp_path) as team:
        team.hires("ana")
        chat = team.chat()
        with team.db() as db:
            put(db, chat, {"mood": "calm"})
        with pytest.raises(RowTooNew, match=rf"conversation #{chat}\. Nothing was changed"):
            team.does(Note(chat, "x"), "ana")


# A version to come for real: this package with one fact more, at work beside this one.

CHANGES = {
    "domain/conversation.py": ("    informed: int = 0\n", "    informed: int = 0\n    moods: int = 0\n"),
    "domain/effects.py": (
        "    return changed(said, promised_at=None,",
        "    return changed(said, moods=c.moods + 1, promised_at=None,",
    ),
}


@pytest.fixture(scope="module")
def newer_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this package in which every reply leaves a fact this one has never heard of."""
    folder: Path = tmp_path_factory.mktemp("newer")
    ours = Path(agentconsole.__file__).parent
    shutil.copytree(ours, folder / "agentconsole", ignore=shutil.ignore_patterns("__pycache__"))
    for name, (old, new) in CHANGES.items():
        path = folder / "agentconsole" / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, name
        path.write_text(text.replace(old, new), encoding="utf-8")
    for beside in ("themes", "fixtures"):
        (folder / beside).symlink_to(ours.parent / beside)
    return folder


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_beside_a_newer_server_nothing_it_knows_is_lost(
    newer_package: Path, tmp_path: Path, engine: str, figure: Callable[[int, int], int]
):
    """Every command goes to the older server first; what that one leaves alone, the same bytes at the newer one do."""
    count = figure(8, 300)
    file = tmp_path / "server.db"
    database = f"sqlite:///{file}" if engine == "sqlite" else a_database()

    def store() -> Connection:
        return open_store(file) if engine == "sqlite" else open_postgres(database)

    with closing(store()) as db:
        Engine(db, SystemClock(), SystemIds()).submit(an_envelope(AddAgent("ana", "Ana", Role.AGENT), "system"))
        now = SystemClock().now()
        code, key = accounts.open_with_code(db, "ana", now), sources.add(db, "web", now)
    with a_server(database) as older, a_server(database, newer_package) as newer:
        assert [delivered(newer, key, n) in (200, 201) for n in (1, 2)] == [True] * 2
        with closing(RestBackend(older)) as door:
            token = door.sign_in(SignIn("ana", PASSWORD, "t-1", "a test", code)).token
        with closing(RestBackend(older, token)) as first, closing(RestBackend(newer, token)) as second:

            def does(command: Command, *ways: RestBackend) -> list[str]:
                """What each of them answers to the same bytes."""
                wire = to_wire(an_envelope(command, "ana"))
                answers = [way.submit([wire])[0] for way in ways]
                return [each.code or str(each.status) for each in answers]

            does(SetPresence(Presence.AVAILABLE), first)
            for chat in ("1001", "1002"):
                assert does(Claim(chat), first) == ["200"], "before there is more in it, either decides"
                assert does(Reply(chat, f"first {chat}"), second) == ["200"]
            for n in range(count):
                reply = Reply(("1001", "1002")[n % 2], f"reply {n}")
                assert does(reply, first, second) == ["too_new", "200"]
                assert delivered(older, key, 3 + n) in (200, 201), "what is new is nobody's yet"
    with closing(store()) as db:
        told = [row[0] for row in db.execute("SELECT body FROM message WHERE author_kind = 'agent' ORDER BY n")]
        assert told == ["first 1001", "first 1002", *(f"reply {n}" for n in range(count))]
        assert [json.loads(facts_of(db, chat))["moods"] for chat in ("1001", "1002")] == [1 + count // 2] * 2
    as_older(newer_package, tmp_path, "-m", "agentconsole", "server", "verify", "--database", database)
