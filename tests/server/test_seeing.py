"""I-29: what an agent may not see they can neither read nor change, by any route, id or place in the log."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import msgspec
import pytest

from agentconsole.backends.rest import RestBackend
from agentconsole.domain.commands import Claim, Note, OnConversation, Open, Release, Reply, Transfer
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.team.commands import LimitQueues
from agentconsole.domain.terms import Author
from agentconsole.domain.vocabulary import COMMANDS
from agentconsole.engine.logged import Window
from agentconsole.server import sources
from agentconsole.server.policy import ROUTES, Need, may_send
from agentconsole.store.sqlite import open_store
from agentconsole.sync.first_copy import bring
from tests.server.waiting import waiting
from tests.support.team_server import Team, an_envelope, send

SECRET = "my card is 4111"


@pytest.fixture
def ana(team: Team) -> Iterator[httpx.Client]:
    """Ana sees support; bo sees everything."""
    codes = team.hires("ana", "bo", lead="lea")
    team.does(LimitQueues("ana", ("support",)))
    with team.signed_in("ana", codes["ana"]) as client:
        yield client


def opens(team: Team, queue: str, words: str = "hello", name: str = "Mara") -> str:
    return str(team.does(an_opening(team, queue, words, name), "chat").conversation)


def an_opening(team: Team, queue: str, words: str, name: str = "Mara") -> Open:
    now = team.clock.now()
    said = (IncomingMessage(Author.CONTACT, "reply", now, words),)
    who = IncomingContact(name, f"{name.lower()}@secret.example")
    coming = IncomingConversation("w", f"x{now}{name}", "chat", words, "", who, now, "waiting", said)
    return Open(coming, queue)


def test_no_route_of_hers_tells_or_takes_anything_of_it(team: Team, ana: httpx.Client, tmp_path: Path):
    seen, hidden = opens(team, "support"), opens(team, "billing", SECRET, "Xaver")
    team.does(Note(hidden, f"{SECRET} too"), "bo")
    bodies: dict[tuple[str, str], bytes] = {}
    with team.db() as db:
        epoch = db.execute("SELECT epoch FROM head").fetchone()[0]
        refs = [row[0] for row in db.execute("SELECT command_id FROM event WHERE conv_id = ?", (hidden,)).fetchall()]
        here = db.execute("SELECT max(seq) FROM agent_scope").fetchone()[0]
    for method, path in sorted(ROUTES):
        if ROUTES[method, path] is Need.SOURCE or path in ("/v1/poke", "/v1/snapshot", "/v1/commands"):
            continue
        if method == "DELETE" or (method == "POST" and path.startswith("/v1/sessions")):
            continue
        for command_id in refs:
            for since in (f"{epoch}:{here}", f":{here}", f"{epoch}:{here + 1}"):
                url = path.format(command_id=command_id, conversation_id=hidden)
                query = {"since": since} if path == "/v1/changes" else {}
                given = {"ids": refs} if path == "/v1/receipts/known" else None
                bodies[method, f"{url}?{since}"] = ana.request(method, url, params=query, json=given).content
    assert len(bodies) > 20
    for asked, body in bodies.items():
        assert SECRET.encode() not in body, asked
        assert b"Xaver" not in body, asked
        assert f'"{hidden}"'.encode() not in body, asked
    news = msgspec.json.decode(ana.get(f"/v1/changes?since={epoch}:{here}").content, type=Window)
    assert {each.conv_id for each in news.events} == {seen}
    assert news.gaps[-1].seq == news.to == news.head_seq


def test_the_log_is_told_to_her_from_her_last_change_on_only(team: Team, ana: httpx.Client):
    opens(team, "billing", SECRET)
    with team.db() as db:
        epoch, here = db.execute("SELECT epoch, (SELECT max(seq) FROM agent_scope) FROM head").fetchone()
    for since in ("", f"{epoch}:0", f"{epoch}:1", f":{here - 1}"):
        answer = ana.get("/v1/changes", params={"since": since} if since else {})
        assert (answer.status_code, answer.json()["code"]) == (410, "scope")
    team.does(LimitQueues("ana", ("support", "billing")))
    assert ana.get(f"/v1/changes?since={epoch}:{here}").json()["code"] == "scope"


def test_her_snapshot_has_nothing_of_it_in_any_byte(team: Team, ana: httpx.Client, tmp_path: Path):
    opens(team, "support", "may be seen")
    opens(team, "billing", SECRET, "Xaver")
    token = ana.headers["authorization"].removeprefix("Bearer ")
    store = tmp_path / "console" / "ana.db"
    with closing(RestBackend(team.url, token)) as backend:
        bring(str(store), backend, "ana", lambda _: None)
    data = store.read_bytes()
    assert b"may be seen" in data
    assert SECRET.encode() not in data
    assert b"Xaver" not in data
    with closing(open_store(store)) as db:
        assert db.execute("SELECT DISTINCT queue FROM conversation").fetchall() == [("support",)]


def test_snapshots_of_different_queues_are_never_mixed_up(team: Team, ana: httpx.Client):
    opens(team, "billing", SECRET)
    with team.signed_in("bo", _code(team, "bo")) as bo:
        whole = bo.get("/v1/snapshot")
    own = ana.get("/v1/snapshot")
    assert (whole.status_code, own.status_code) == (200, 200)
    assert whole.headers["etag"] != own.headers["etag"]
    tag = {"Range": "bytes=10-", "If-Range": whole.headers["etag"]}
    assert ana.get("/v1/snapshot", headers=tag).content == own.content
    half = ana.get("/v1/snapshot", headers={"Range": "bytes=10-", "If-Range": own.headers["etag"]})
    assert (half.status_code, half.content) == (206, own.content[10:])


def _code(team: Team, name: str) -> str:
    from agentconsole.server import accounts

    with team.db() as db:
        return accounts.open_with_code(db, name, team.clock.now())


def kinds() -> list[str]:
    return sorted(kind for kind, each in COMMANDS.items() if issubclass(each, OnConversation) and may_send(kind))


def test_every_command_about_it_is_answered_as_about_none(team: Team, ana: httpx.Client):
    hidden = opens(team, "billing", SECRET)
    team.does(Claim(hidden), "bo")
    with team.db() as db:
        before = db.execute("SELECT * FROM conversation WHERE id = ?", (hidden,)).fetchall()
    tried = 0
    for kind in kinds():
        for number in (hidden, "999999"):
            args = _args(kind, number)
            (answer,) = send(ana, an_envelope(msgspec.convert(args, COMMANDS[kind]), "ana"))
            receipt = msgspec.json.decode(answer["receipt"])
            told = (receipt["outcome"], receipt["code"], receipt["rev"], receipt["words"].replace(number, "N"))
            assert told == ("refused", "unknown_conversation", 0, "There is no conversation #N."), kind
            tried += 1
    assert tried > 40
    with team.db() as db:
        assert db.execute("SELECT * FROM conversation WHERE id = ?", (hidden,)).fetchall() == before


def _args(kind: str, number: str) -> dict[str, object]:
    """Any arguments the command takes; none of them is looked at."""
    import dataclasses
    import typing
    from enum import Enum

    found: dict[str, object] = {}
    command = COMMANDS[kind]
    types = typing.get_type_hints(command)
    for each in dataclasses.fields(command):
        if each.name == "conversation_id":
            found[each.name] = number
        elif each.default is dataclasses.MISSING:
            kind_of = types[each.name]
            if isinstance(kind_of, type) and issubclass(kind_of, Enum):
                found[each.name] = next(iter(kind_of)).value
            else:
                found[each.name] = {str: "x", int: 1, bool: True}.get(kind_of, "x")
    return found


def test_a_change_counts_for_the_request_that_already_waits(team: Team, ana: httpx.Client):
    """Long waits are answered by what may be seen at their end."""
    with team.db() as db:
        epoch, here = db.execute("SELECT epoch, seq FROM head").fetchone()
    with waiting(team, ana, f"{epoch}:{here}") as answer:
        team.does_unheard(LimitQueues("ana", ("domains",)))
        team.does_unheard(an_opening(team, "support", SECRET), "chat")
        team.hears()
        told = answer.result(60)
    assert (told.status_code, told.json()["code"]) == (410, "scope")


def test_a_source_may_name_the_queue(team: Team):
    with team.db() as db:
        key = sources.add(db, "website", team.clock.now())
    with team.client(key) as source:
        for number, more in (("1", {}), ("2", {"queue": "billing"}), ("3", {"queue": " "})):
            given = {"conversation": number, "body": "hello", **more}
            assert source.post("/v1/intake/chat", json=given).status_code == 200
    with team.db() as db:
        told = db.execute("SELECT external_id, queue FROM conversation ORDER BY external_id").fetchall()
    assert [tuple(row) for row in told] == [("1", "support"), ("2", "billing"), ("3", "support")]


def test_nothing_is_left_beside_the_servers_store(team: Team, ana: httpx.Client):
    assert ana.get("/v1/snapshot").status_code == 200
    folder = team.app.state.office.snapshots._folder
    assert [name.endswith(".zst") for name in os.listdir(folder)] == [True]
    assert os.stat(folder).st_mode & 0o777 == 0o700
    team.app.state.office.snapshots.close()
    assert not os.path.exists(folder)


def test_what_was_written_before_it_moved_on_stays_on_record(team: Team, ana: httpx.Client):
    chat = opens(team, "support")
    for command in (Claim(chat), Reply(chat, "mine"), Transfer(chat, to_queue="billing")):
        (answer,) = send(ana, an_envelope(command, "ana"))
        assert msgspec.json.decode(answer["receipt"])["outcome"] == "accepted"
    (answer,) = send(ana, an_envelope(Release(chat), "ana"))
    assert msgspec.json.decode(answer["receipt"])["code"] == "unknown_conversation"
    assert len(ana.get("/v1/receipts").json()["receipts"]) == 4
