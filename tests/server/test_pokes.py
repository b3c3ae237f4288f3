"""The streams that wake consoles: nobody keeps another waiting, and a place is free again once its console left."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from time import monotonic, sleep

import httpx
import pytest
from starlette.types import Message

from agentconsole.domain.commands import Claim, Note
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.server import accounts
from agentconsole.server.heads import Heads
from agentconsole.server.pokes import Listener, Pokes
from agentconsole.server.workers import Workers
from tests.support.team_server import PASSWORD, Team, an_envelope, send


@pytest.fixture
def ana(team: Team) -> Iterator[httpx.Client]:
    with team.signed_in("ana", team.hires("ana")["ana"]) as client:
        yield client


def heads_at(seq: int) -> Heads:
    def nowhere():
        raise AssertionError("nobody asks the store")

    heads = Heads(Workers(nowhere))
    heads.place = ("e", seq)
    return heads


def test_a_console_that_does_not_read_keeps_no_other_waiting():
    async def play() -> list[bytes]:
        heads, heard = heads_at(1), list[bytes]()
        pokes = Pokes(heads, 4)

        async def stuck(_message: Message) -> None:
            await asyncio.Event().wait()

        async def reads(message: Message) -> None:
            heard.append(message["body"])

        with pokes.listening(Listener("ana", "s-1"), stuck), pokes.listening(Listener("bo", "s-2"), reads):
            heads.moved("e", 2)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        return heard

    assert asyncio.run(play()) == [b"id: e:1\ndata: 0\n\n", b"id: e:2\ndata: 0\n\n"]


def heard_of(*turns: Callable[[Heads], None]) -> list[bytes]:
    """What one console hears of these turns of the server's loop, one after the other."""

    async def play() -> list[bytes]:
        heads, heard = heads_at(1), list[bytes]()

        async def reads(message: Message) -> None:
            heard.append(message["body"])

        with Pokes(heads, 4).listening(Listener("bo", "s-1"), reads):
            heard.clear()
            for turn in turns:
                turn(heads)
                await asyncio.sleep(0)
                await asyncio.sleep(0)
        return heard

    return asyncio.run(play())


def test_many_commits_at_once_are_one_poke_and_a_place_known_already_is_none():
    def many(heads: Heads) -> None:
        for seq in (2, 3, 4):
            heads.moved("e", seq)
        heads.moved("another epoch", 9)

    assert heard_of(many, lambda heads: heads.moved("e", 4)) == [b"id: e:4\ndata: 0\n\n"]


def test_a_place_is_free_again_when_its_console_has_left(team: Team, ana: httpx.Client):
    for _ in range(3):
        with ExitStack() as stack:
            streams = [stack.enter_context(ana.stream("GET", "/v1/poke")) for _ in range(4)]
            assert [each.status_code for each in streams] == [200] * 4
        until = monotonic() + 60
        while len(team.app.state.office.pokes) and monotonic() < until:
            sleep(0.01)
        assert len(team.app.state.office.pokes) == 0


@pytest.mark.parametrize("ended_by", ["another terminal", "another password", "another process"])
def test_a_stream_ends_with_its_session_and_no_other_does(team: Team, ana: httpx.Client, ended_by: str):
    with ExitStack() as stack:
        other = stack.enter_context(team.client(team.signs_in("ana", terminal="t-2").json()["token"]))
        lost = stack.enter_context(other.stream("GET", "/v1/poke"))
        kept = stack.enter_context(ana.stream("GET", "/v1/poke"))
        lines = kept.iter_lines()
        assert next(lines).startswith("id: ")
        match ended_by:
            case "another terminal":
                session_id = other.get("/v1/sessions/current").json()["id"]
                assert ana.delete(f"/v1/sessions/{session_id}").status_code == 204
            case "another password":
                new = {"password": PASSWORD, "new": "five other words entirely"}
                assert ana.post("/v1/sessions/current/password", json=new).status_code == 200
            case _:
                session_id = other.get("/v1/sessions/current").json()["id"]
                with team.db() as db:
                    db.execute("UPDATE session SET revoked_ms = 1 WHERE id = ?", (session_id,))
        began = monotonic()
        assert b"id: " in lost.read()
        assert monotonic() - began < 10, "the stream outlived its session"
        team.chat()
        assert any(line.startswith("id: ") for line in lines)
        assert len(team.app.state.office.pokes) == 1


def test_a_stream_ends_with_the_account_and_when_the_session_runs_out(team: Team, ana: httpx.Client):
    with ana.stream("GET", "/v1/poke") as stream:
        team.clock.ahead += 13 * 3_600_000
        assert stream.read()
    with team.client(team.signs_in("ana").json()["token"]) as again, again.stream("GET", "/v1/poke") as stream:
        with team.db() as db:
            accounts.disable(db, "ana", team.clock.now())
        assert stream.read()


def test_who_comes_while_the_server_ends_is_sent_away(team: Team, ana: httpx.Client):
    team.app.state.office.heads.is_stopping = True
    with contextlib.closing(ana), ana.stream("GET", "/v1/poke") as stream:
        assert stream.read() == b""
    team.app.state.office.heads.is_stopping = False


def test_whose_conversation_it_is_hears_first_and_everybody_else_is_asked_to_spread():
    async def play() -> list[tuple[str, bytes]]:
        heads, heard = heads_at(1), list[tuple[str, bytes]]()
        pokes = Pokes(heads, 4)

        def reads(name: str):
            async def read(message: Message) -> None:
                heard.append((name, message["body"]))

            return read

        with ExitStack() as stack:
            for n in range(30):
                stack.enter_context(pokes.listening(Listener(f"agent{n}", f"s-{n}"), reads(f"agent{n}")))
            heard.clear()
            heads.moved("e", 2, {"agent7", "agent21"})
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            first = list(heard)
            heard.clear()
            heads.moved("e", 3)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        assert {told for _, told in heard} == {b"id: e:3\ndata: 6\n\n"}, "whom the last one concerned is forgotten"
        return first

    first = asyncio.run(play())
    assert first[:2] == [("agent7", b"id: e:2\ndata: 0\n\n"), ("agent21", b"id: e:2\ndata: 0\n\n")]
    assert {told for _, told in first[2:]} == {b"id: e:2\ndata: 6\n\n"}
    assert len({name for name, _ in first}) == len(first) == 30


def test_a_poke_tells_traces_of_what_the_commits_were_about_once():
    def both(heads: Heads) -> None:
        heads.moved("e", 2, (), {17})
        # A look at the head may have been faster than what the commit was about.
        heads.moved("e", 2, (), {203})

    told = heard_of(both, lambda heads: heads.moved("e", 3))
    assert told == [b"id: e:2\nabout: 17 203\ndata: 0\n\n", b"id: e:3\ndata: 0\n\n"]


def test_a_command_concerns_the_agent_who_holds_the_conversation(team: Team):
    codes = team.hires("ana", "bo")
    with team.signed_in("ana", codes["ana"]) as ana, team.signed_in("bo", codes["bo"]) as bo:
        chat = team.chat()
        told = send(ana, an_envelope(SetPresence(Presence.AVAILABLE), "ana"), an_envelope(Claim(chat), "ana"))
        assert [json.loads(each["receipt"])["outcome"] for each in told] == ["accepted"] * 2
        seen: list[set[str]] = []
        team.app.state.office.heads.subscribe(lambda: seen.append(set(team.app.state.office.heads.concerned)))
        send(bo, an_envelope(Note(chat, "I know her"), "bo"))
        until = monotonic() + 60
        while {"ana"} not in seen and monotonic() < until:
            sleep(0.01)
        assert {"ana"} in seen
