"""The feed over HTTP: a console's copy of the log equals the server's, and news wake whoever waits."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import httpx
import msgspec
import pytest

from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS, MINUTE
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import AddAgent, SetLevels
from agentconsole.engine import mirror
from agentconsole.engine.log import window
from agentconsole.engine.logged import Logged, Window
from agentconsole.engine.mirror import COPIED, OtherHistory
from agentconsole.simulator.shift import Shift
from agentconsole.store.sqlite import open_store
from tests.server.waiting import waiting
from tests.support.team_server import Team


@pytest.fixture
def ana(team: Team) -> Iterator[httpx.Client]:
    with team.signed_in("ana", team.hires("ana")["ana"]) as client:
        yield client


def rows(db: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Everything the log decides, table by table; receipts are each console's own."""
    tables = [each for each in COPIED if each != "receipt"]
    found = {each: sorted(db.execute(f"SELECT * FROM {each}").fetchall()) for each in tables}
    found["tally"] = [row for row in found["tally"] if row[1]]
    found["message"] = sorted(row[1:] for row in found["message"])
    found["head"] = db.execute("SELECT epoch, seq, chain, next_number FROM head").fetchall()
    return found


def copy(source: sqlite3.Connection, target: sqlite3.Connection, page: int = 50) -> None:
    while True:
        epoch, seq = mirror.place(target)
        news = window(source, epoch, seq, page)
        mirror.follow(target, msgspec.json.decode(msgspec.json.encode(news), type=Window))
        if not news.more:
            return


@pytest.mark.parametrize("seed", [3, 4])
def test_a_copy_has_the_rows_of_a_whole_shift(seed: int):
    print("seed", seed)
    shift = Shift(seed, hours=1)
    with closing(shift.db), closing(open_store(":memory:")) as target:
        shift.play()
        copy(shift.db, target)
        assert rows(target) == rows(shift.db)


def test_new_numbers_place_the_copy_anew(team: Team):
    team.chat()
    team.does(SetLevels(replace(DEFAULT_LEVELS, chat_first_reply=4 * MINUTE)))
    team.chat(name="Bea")
    with team.db() as source, closing(open_store(":memory:")) as target:
        copy(source, target, page=2)
        assert rows(target) == rows(source)


def test_news_that_come_twice_are_taken_once(team: Team):
    team.chat()
    with team.db() as source, closing(open_store(":memory:")) as target:
        first = window(source, "", 0)
        assert mirror.follow(target, first) > 0
        assert mirror.follow(target, first) == 0
        assert rows(target) == rows(source)


@pytest.mark.parametrize("field", ["body", "actor", "at_ms", "conv_id", "type", "salt"])
def test_news_changed_on_the_way_are_not_taken(team: Team, field: str):
    team.chat()
    with team.db() as source, closing(open_store(":memory:")) as target:
        news = window(source, "", 0)
        first = msgspec.to_builtins(news.events[0])
        first[field] = first[field] + 1 if field == "at_ms" else "00" + str(first[field])
        changed = msgspec.convert(first, Logged)
        forged = Window(
            *(news.epoch, news.since, news.to, news.to_hash, news.more, news.head_seq, news.head_hash),
            (changed, *news.events[1:]),
        )
        with pytest.raises((OtherHistory, ValueError)):
            mirror.follow(target, forged)
        assert mirror.place(target) == ("", 0)


def test_a_gap_is_noticed(team: Team):
    team.chat()
    with team.db() as source, closing(open_store(":memory:")) as target, pytest.raises(OtherHistory):
        mirror.follow(target, window(source, "", 1))


def test_what_a_server_that_was_set_back_tells_a_second_time_is_another_history(team: Team):
    team.chat()
    with team.db() as source, closing(open_store(":memory:")) as target:
        news = window(source, "", 0)
        mirror.follow(target, news)
        place = mirror.place(target)
        again = msgspec.convert({**msgspec.to_builtins(news.events[-1]), "seq": news.to + 1}, Logged)
        told = Window(*(news.epoch, news.to, news.to + 1, news.to_hash, False, news.to + 1, news.head_hash), (again,))
        with pytest.raises(OtherHistory, match="tells again"):
            mirror.follow(target, told)
        assert mirror.place(target) == place
        assert rows(target) == rows(source)


def test_an_event_of_a_version_to_come_is_kept_and_stalls_nothing(team: Team):
    chat = team.chat()
    with team.db() as source, closing(open_store(":memory:")) as target:
        (latest,) = source.execute("SELECT max(seq) FROM event").fetchone()
        news = window(source, "", 0)
        strange = msgspec.convert(
            {**msgspec.to_builtins(news.events[-1]), "type": "conversation.sung", "body": '{"song":"la"}'}, Logged
        )
        forged = relinked(news, (*news.events[:-1], strange))
        mirror.follow(target, forged)
        assert mirror.place(target) == (news.epoch, latest)
        assert chat


def relinked(news: Window, events: tuple[Logged, ...]) -> Window:
    """The window as a server that knows these events would send it."""
    from agentconsole.engine.canon import GENESIS, Entry, body_digest, link

    chain = GENESIS
    for e in events:
        sha = body_digest(bytes.fromhex(e.salt), e.body)
        plain = (e.seq, e.command_id, e.part, e.conv_id, e.type, e.v, e.actor, e.terminal, e.at_ms, e.client_ms)
        chain = link(chain, Entry(*plain, e.scope, sha))
    return Window(news.epoch, news.since, news.to, chain.hex(), news.more, news.head_seq, chain.hex(), events)


def test_a_copy_made_anew_keeps_what_the_agent_typed(team: Team):
    team.chat()
    with team.db() as source, closing(open_store(":memory:")) as target:
        copy(source, target)
        target.execute("INSERT INTO draft VALUES ('s', 'ana', '1001', 'public', 'my words', 0, 0)")
        mirror.forget(target)
        assert mirror.place(target) == ("", 0)
        copy(source, target)
        assert rows(target) == rows(source)
        assert target.execute("SELECT body FROM draft").fetchall() == [("my words",)]


def test_the_feed_over_http_is_the_log(team: Team, ana: httpx.Client):
    team.chat()
    answer = ana.get("/v1/changes")
    news = msgspec.json.decode(answer.content, type=Window)
    with team.db() as db:
        assert news == window(db, "", 0)
    assert int(answer.headers["server-time"]) > 0
    again = ana.get(f"/v1/changes?since={news.epoch}:{news.to}")
    assert msgspec.json.decode(again.content, type=Window).events == ()


@pytest.mark.parametrize(
    ("since", "status", "code"),
    [
        ("00ff:0", 410, "epoch"),
        (":999", 410, "ahead"),
        (":-1", 422, "invalid"),
        ("x", 422, "invalid"),
        (":9999999999999999999", 422, "invalid"),
    ],
)
def test_a_place_that_is_not_in_the_log_is_told_by_its_reason(ana: httpx.Client, since: str, status: int, code: str):
    answer = ana.get("/v1/changes", params={"since": since})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_whoever_waits_is_woken_by_news(team: Team, ana: httpx.Client):
    here = msgspec.json.decode(ana.get("/v1/changes").content, type=Window)
    with waiting(team, ana, f"{here.epoch}:{here.to}") as answer:
        team.does_unheard(AddAgent("bo", "Bo", Role.AGENT))
        assert msgspec.json.decode(answer.result(60).content, type=Window).events


def test_a_poke_says_where_the_log_ends_and_nothing_else(team: Team, ana: httpx.Client):
    with ana.stream("GET", "/v1/poke") as stream:
        lines = stream.iter_lines()
        first = next(line for line in lines if line.startswith("id:"))
        team.chat("a secret of the contact's")
        with team.db() as db:
            epoch, seq = mirror.place(db)
        seen = []
        for line in lines:
            seen.append(line)
            if line == f"id: {epoch}:{seq}":
                break
    assert first != seen[-1]
    assert "secret" not in "".join(seen)


def test_an_agent_listens_from_four_terminals_at_most(team: Team, ana: httpx.Client):
    from contextlib import ExitStack

    with ExitStack() as stack:
        streams = [stack.enter_context(ana.stream("GET", "/v1/poke")).iter_lines() for _ in range(4)]
        assert all(next(lines) for lines in streams)
        assert ana.get("/v1/poke").status_code == 429
