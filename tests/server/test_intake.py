"""What contacts' systems deliver: taken once, under the source's own key, into the same rules as everything else."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from agentconsole.server import sources
from agentconsole.store.products import find_products
from tests.cli.line import run
from tests.support.team_server import Team


@pytest.fixture
def site(team: Team) -> Iterator[httpx.Client]:
    with team.db() as db:
        key = sources.add(db, "website", team.clock.now())
    with team.client(key) as client:
        yield client


def deliver(client: httpx.Client, channel: str = "chat", **told: object) -> dict[str, object]:
    answer = client.post(f"/v1/intake/{channel}", json={"conversation": "w-1", "name": "Mara", **told})
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def bodies(team: Team) -> list[str]:
    with team.db() as db:
        return [row[0] for row in db.execute("SELECT body FROM message WHERE author_kind = 'contact' ORDER BY n")]


@pytest.mark.parametrize("channel", ["chat", "ticket", "phone"])
def test_a_contact_comes_in_by_each_channel(team: Team, site: httpx.Client, channel: str):
    taken = deliver(site, channel, message="m-1", body="My site is down")
    assert (taken["outcome"], taken["is_news"]) == ("accepted", True)
    with team.db() as db:
        stored = db.execute("SELECT channel, contact_name FROM conversation").fetchall()
    assert stored == [(channel, "Mara")]


def told(client: httpx.Client, **more: object) -> httpx.Response:
    products = [{"name": "domain", "value": "example.org"}, {"name": "plan", "value": "Start"}]
    return client.post("/v1/intake/contact", json={"email": "Mara@example.org", "products": products, **more})


def test_a_source_tells_a_contacts_products_once_and_takes_its_word_back(team: Team, site: httpx.Client):
    assert [told(site).json()["is_news"] for _ in range(2)] == [True, False]
    with team.db() as db:
        known = find_products(db, "mail:mara@example.org")
    assert [each.source for each in known.told] == ["website"]
    assert [(each.name, each.value) for each in known.facts] == [("domain", "example.org"), ("plan", "Start")]
    assert told(site, products=[]).json()["is_news"]
    with team.db() as db:
        assert find_products(db, "mail:mara@example.org").facts == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"products": [{"name": "n", "value": "v" * 201}]},
        {"products": [{"name": "n" * 41, "value": "v"}]},
        {"products": [{"name": "n", "value": "v"}] * 31},
        {"products": "plan"},
        {"products": [{"name": "", "value": "v"}]},
        {"email": "x" * 201},
    ],
)
def test_products_beyond_the_limits_are_refused_and_nothing_is_kept(
    team: Team, site: httpx.Client, wrong: dict[str, object]
):
    assert told(site, **wrong).status_code == 422
    with team.db() as db:
        assert db.execute("SELECT count(*) FROM product").fetchone() == (0,)


def test_products_of_nobody_are_refused_in_words_and_by_no_key_at_all(team: Team, site: httpx.Client):
    answer = told(site, email="", name="Mara").json()
    assert (answer["outcome"], answer["words"]) == (
        "refused",
        "Say whose facts they are: by mail address, or by number.",
    )
    with team.client("wrong") as stranger:
        assert told(stranger).status_code == 401


def test_the_same_message_is_taken_once_and_the_next_one_joins_it(team: Team, site: httpx.Client):
    first = deliver(site, message="m-1", body="My site is down")
    again = deliver(site, message="m-1", body="My site is down")
    second = deliver(site, message="m-2", body="Hello?")
    assert again["conversation"] == second["conversation"] == first["conversation"]
    assert (again["is_news"], second["is_news"]) == (False, True)
    assert bodies(team) == ["My site is down", "Hello?"]


def test_eight_deliveries_at_once_make_one_conversation_and_lose_no_message(team: Team, site: httpx.Client):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: deliver(site, message=f"m-{n}", body=f"line {n}"), range(8)))
    assert sorted(bodies(team)) == [f"line {n}" for n in range(8)]
    with team.db() as db:
        assert db.execute("SELECT count(*) FROM conversation").fetchone() == (1,)


def test_two_sources_may_use_the_same_ids(team: Team, site: httpx.Client):
    with team.db() as db:
        other = sources.add(db, "shop", team.clock.now())
    first = deliver(site, message="m-1", body="from the website")
    with team.client(other) as shop:
        second = deliver(shop, message="m-1", body="from the shop")
    assert first["conversation"] != second["conversation"]


def test_a_contact_who_left_is_put_on_record(team: Team, site: httpx.Client):
    deliver(site, message="m-1", body="Hello")
    assert deliver(site, happened="left")["outcome"] == "accepted"
    unknown = site.post("/v1/intake/chat", json={"conversation": "w-9", "happened": "left"})
    assert unknown.status_code == 404


def test_no_session_and_no_withdrawn_key_delivers(team: Team, site: httpx.Client):
    with team.db() as db:
        sources.disable(db, "website", team.clock.now())
    with team.signed_in("ana", team.hires("ana")["ana"]) as ana, team.client() as nobody:
        for client in (site, ana, nobody):
            answer = client.post("/v1/intake/chat", json={"conversation": "w-1", "body": "let me in"})
            assert (answer.status_code, answer.json()["code"]) == (401, "unknown_source")
    assert bodies(team) == []


def test_a_sources_key_opens_no_session(team: Team, site: httpx.Client):
    assert site.get("/v1/sessions/current").status_code == 401
    assert site.get("/v1/changes").status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [{"conversation": ""}, {"conversation": "x" * 201}, {"happened": "sang"}, {"body": ["list"]}, {"name": "n" * 300}],
    ids=str,
)
def test_what_makes_no_sense_is_a_problem_in_words(team: Team, site: httpx.Client, wrong: dict[str, object]):
    answer = site.post("/v1/intake/chat", json={"conversation": "w-1", "body": "words", **wrong})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert site.post("/v1/intake/fax", json={"conversation": "w-1"}).status_code == 422


def test_sources_are_kept_by_command(team: Team):
    if team.opens is not None:
        pytest.skip("the command is tried on a file")
    where = ("--database", f"sqlite:///{team.store}")
    key = run("--json", "server", "source", "add", "website", *where).document["key"]
    with team.client(key) as client:
        deliver(client, body="words")
    assert run("server", "source", "disable", "website", *where).code == 0
    assert run("--json", "server", "source", "list", *where).document == [{"id": "website", "enabled": False}]
    assert run("server", "source", "add", "Web Site", *where).code == 2
    assert run("server", "source", "disable", "shop", *where).code == 2
