"""Workspaces: teams side by side on one database, with a history, accounts and keys of their own."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Thread

import pytest

from agentconsole.cli.team.database import Place, opener
from agentconsole.domain.commands import Claim, Note
from agentconsole.server import sources
from tests.cli.line import run
from tests.support.postgres import a_workspace, server
from tests.support.team_server import Team, a_team, an_envelope, send


@pytest.fixture(params=["sqlite", "postgresql"])
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], Place]:
    """The place of a workspace, by its name, on one database."""
    address = f"sqlite:///{tmp_path / 'teams.db'}" if request.param == "sqlite" else server()
    salt = a_workspace()
    return lambda name: Place(address, f"{salt}_{name}")


def teams(place: Callable[[str], Place], tmp_path: Path, stack: ExitStack, *names: str) -> list[Team]:
    return [stack.enter_context(a_team(tmp_path / name, opener(place(name)))) for name in names]


def test_a_session_an_account_and_a_key_of_one_workspace_open_no_other(place: Callable[[str], Place], tmp_path: Path):
    with ExitStack() as stack:
        eu, us = teams(place, tmp_path, stack, "eu", "us")
        code = eu.hires("ana")["ana"]
        ana = stack.enter_context(eu.signed_in("ana", code))
        with eu.db() as db:
            key = sources.add(db, "website", eu.clock.now())
        with us.client(ana.headers["Authorization"].removeprefix("Bearer ")) as lost:
            assert lost.get("/v1/changes").status_code == 401
        assert us.signs_in("ana").status_code == 401
        with us.client(key) as site:
            assert site.post("/v1/intake/chat", json={"conversation": "w-1", "body": "hello"}).status_code == 401
        # The same name elsewhere is somebody else.
        other = stack.enter_context(us.signed_in("ana", us.hires("ana")["ana"]))
        chat = eu.chat("only for Europe")
        assert send(other, an_envelope(Note(chat, "x"), "ana"))[0]["status"] == 200
        assert "only for Europe" not in other.get("/v1/changes").text
        assert "only for Europe" in ana.get("/v1/changes").text


def test_teams_at_once_on_one_database_have_each_their_own_whole_history(
    place: Callable[[str], Place], tmp_path: Path, figure: Callable[[int, int], int], first_seed: int
):
    names = ("eu", "us", "asia", "oceania")
    count = figure(25, 1_000)
    with ExitStack() as stack:
        running = teams(place, tmp_path, stack, *names)
        clients = [stack.enter_context(each.signed_in("ana", each.hires("ana")["ana"])) for each in running]
        chats = [each.chat(name) for each, name in zip(running, names, strict=True)]

        def work(client, chat: str, name: str) -> None:
            luck = random.Random(first_seed)
            send(client, an_envelope(Claim(chat), "ana"))
            for n in range(count):
                batch = [an_envelope(Note(chat, f"{name} {n}.{k}"), "ana") for k in range(luck.randint(1, 3))]
                assert {each["status"] for each in send(client, *batch)} == {200}

        threads = [Thread(target=work, args=each) for each in zip(clients, chats, names, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for team, name in zip(running, names, strict=True):
            with team.db() as db:
                notes = [row[0] for row in db.execute("SELECT body FROM message WHERE kind = 'note' ORDER BY k")]
                seqs = [row[0] for row in db.execute("SELECT seq FROM event ORDER BY seq")]
            assert len(notes) >= count
            assert all(each.startswith(f"{name} ") for each in notes)
            assert seqs == list(range(1, len(seqs) + 1))


def test_the_commands_work_on_the_workspace_they_name(tmp_path: Path):
    where = ("--database", f"sqlite:///{tmp_path / 'teams.db'}")
    for name in ("eu", "us"):
        assert run("server", "user", "add", f"of-{name}", *where, "--workspace", name).code == 0
    assert {each.name for each in tmp_path.glob("*.db")} == {"teams-eu.db", "teams-us.db"}
    listed = run("--json", "server", "user", "list", *where, "--workspace", "us").document
    assert [each["id"] for each in listed] == ["of-us"]
    assert run("--json", "server", "user", "list", *where).document == []


def test_one_workspace_waits_for_no_other(place: Callable[[str], Place], tmp_path: Path):
    from agentconsole.store.sqlite import unit_of_work

    with ExitStack() as stack:
        _, us = teams(place, tmp_path, stack, "eu", "us")
        with closing(opener(place("eu"))()) as db, unit_of_work(db):
            assert us.chat("while Europe writes")
