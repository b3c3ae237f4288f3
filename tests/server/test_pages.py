"""Pulls: one page for all who ask, never one that is too old, and the short way answers as the long way does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import httpx
import pytest

from agentconsole.engine.sight import EVERYTHING
from agentconsole.server.heads import Heads
from agentconsole.server.pages import Pages
from agentconsole.server.workers import Workers
from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import open_store
from tests.support.backups import put_back, taken
from tests.support.team_server import Team


@pytest.fixture
def ana(team: Team) -> Iterator[httpx.Client]:
    with team.signed_in("ana", team.hires("ana")["ana"]) as client:
        yield client


def here(client: httpx.Client) -> str:
    told = client.get("/v1/changes?since=:0&limit=500").json()
    return f"{told['epoch']}:{told['to']}"


def test_a_page_without_news_is_not_told_again_once_there_are_some(team: Team, ana: httpx.Client):
    place = here(ana)
    for _ in range(2):
        assert ana.get(f"/v1/changes?since={place}&limit=500").json()["events"] == []
    chat = team.chat("news")
    with ana.stream("GET", "/v1/poke") as stream:
        next(line for line in stream.iter_lines() if line.startswith("id:") and line != f"id: {place}")
    events = ana.get(f"/v1/changes?since={place}&limit=500").json()["events"]
    assert {each["conv_id"] for each in events} == {chat}


@pytest.mark.parametrize("since", ["", "00ff:0", ":999", ":0"])
def test_the_short_way_and_the_long_way_say_the_same(ana: httpx.Client, since: str):
    since = since or here(ana)
    short = ana.get(f"/v1/changes?since={since}&limit=500")
    long = ana.get(f"/v1/changes?limit=500&since={since}")
    assert (short.status_code, short.content) == (long.status_code, long.content)
    assert short.headers["content-type"] == long.headers["content-type"]
    assert short.headers.keys() == long.headers.keys()


def test_the_short_way_lets_nobody_in_whose_session_has_ended(team: Team, ana: httpx.Client):
    place = here(ana)
    path = f"/v1/changes?since={place}&limit=500"
    assert ana.get(path).status_code == 200
    assert ana.delete("/v1/sessions/current").status_code == 204
    assert (ana.get(path).status_code, ana.get(path).json()["code"]) == (401, "signed_out")
    assert team.client("acs_nobody").get(path).status_code == 401


def test_a_page_many_ask_for_at_once_is_read_once(team: Team, ana: httpx.Client):
    place = here(ana)
    epoch, _, seq = place.partition(":")
    reads = list[int]()

    async def play() -> set[bytes]:
        def opens() -> Connection:
            reads.append(1)
            return team.opens() if team.opens else open_store(team.store)

        workers = Workers(opens, threads=8)
        heads = Heads(workers)
        heads.place = (epoch, int(seq))
        pages = Pages(workers, heads)
        told = await asyncio.gather(*(pages.page(epoch, int(seq), 500, EVERYTHING) for _ in range(50)))
        workers.stop()
        return set(told)

    assert len(asyncio.run(play())) == 1
    assert len(reads) == 1


def test_a_log_set_back_to_another_one_of_the_same_length_is_told_anew(team: Team):
    with team.db() as db:
        backup = taken(db)
    team.chat("of the hours that were lost")

    async def play() -> tuple[bytes, bytes]:
        workers = Workers(team.opens or (lambda: open_store(team.store)))
        heads = Heads(workers)
        pages = Pages(workers, heads)
        await heads.look()
        epoch, seq = heads.place
        first = await pages.page(epoch, seq, 500, EVERYTHING)
        # Between two looks: whoever looks sees a log that ends where it did.
        with team.db() as db:
            put_back(db, backup)
        team.chat("of the hours after it")
        await heads.look()
        assert heads.place == (epoch, seq)
        again = await pages.page(epoch, seq, 500, EVERYTHING)
        workers.stop()
        return first, again

    told = [json.loads(each) for each in asyncio.run(play())]
    assert [each["events"] for each in told] == [[], []]
    with team.db() as db:
        assert told[1]["to_hash"] == bytes(db.execute("SELECT chain FROM head").fetchone()[0]).hex()
    assert told[0]["to_hash"] != told[1]["to_hash"]
