"""Servers of two versions on one database: nothing is lost or doubled, and the log and the rows agree.

The older one runs while the newer brings the tables up to date; a proxy gives each request to the other. The older
version is the one of `test_mixed_versions`, which knew the tables of version 2.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from agentconsole.domain.commands import Claim, Note, Reply
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from tests.cli.line import run
from tests.proof.test_mixed_versions import OldServer, old_server, older
from tests.support.fault_proxy import fault_proxy
from tests.support.ports import free_port
from tests.support.team_server import NO_CERTIFICATES
from tests.sync.test_team_line import a_console, all_settled, ids, until

__all__ = ["old_server", "older"]


@contextmanager
def a_server(database: str, package: Path | None = None) -> Iterator[str]:
    """This version's, or that of another package, in a process of its own; its address."""
    port = free_port()
    words = [sys.executable, "-m", "agentconsole", "serve", "--port", str(port), "--database", database]
    env = {**os.environ, **({"PYTHONPATH": str(package), "PYTHONSAFEPATH": "1"} if package else {})}
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    try:
        url = f"http://127.0.0.1:{port}"
        until(lambda: answers(url), 60)
        yield url
    finally:
        process.kill()
        process.wait()


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", verify=NO_CERTIFICATES, trust_env=False).status_code == 204
    except httpx.HTTPError:
        return False


def is_whole(database: str) -> None:
    proven = run("--json", "server", "verify", "--database", database)
    assert (proven.code, proven.err) == (0, "")


def delivered(url: str, key: str, number: int) -> int:
    answer = httpx.post(
        f"{url}/v1/intake/chat",
        headers={"Authorization": f"Bearer {key}"},
        json={"conversation": f"w-{number}", "message": "m-1", "name": f"Mara {number}", "body": "My site is down"},
        verify=NO_CERTIFICATES,
        trust_env=False,
        timeout=60,
    )
    return answer.status_code


def test_two_versions_serve_one_database_side_by_side(
    old_server: OldServer, tmp_path: Path, figure: Callable[[int, int], int]
):
    count = figure(12, 500)
    token = old_server.signed_in()
    assert delivered(old_server.url, old_server.key, 1) in (200, 201)
    home = tmp_path / "home"
    home.mkdir()
    with a_server(old_server.database) as newer, fault_proxy(old_server.url, newer) as proxy:
        assert answers(old_server.url), "the older one stays when the tables are brought up to date under it"
        assert delivered(old_server.url, old_server.key, 2) in (200, 201)
        assert delivered(newer, old_server.key, 1) in (200, 201), "twice is once, whoever hears it"
        with a_console(old_server, "ana", token, home, proxy.url) as ana:
            until(lambda: len(ids(ana)) == 2, 40)
            first, second = sorted(ids(ana))
            ana.does(SetPresence(Presence.AVAILABLE))
            for chat in (first, second):
                ana.does(Claim(chat))
                until(lambda chat=chat: all_settled(ana) and ana.workspace.row(chat).is_mine, 40)
            for n in range(count):
                ana.does(Reply(first, f"reply {n}"))
                ana.does(Note(second, f"note {n}"))
                until(lambda: all_settled(ana), 60)
            assert ana.courier.returned() == ()
            receipts = [json.loads(row[0]) for row in ana.db.execute("SELECT body FROM my_receipt")]
        assert len(receipts) == 3 + 2 * count
        # One request each, in turn: both have answered.
        assert len([each for each in proxy.asked if each == "POST /v1/commands"]) > count
    with old_server.db() as db:
        told = [row[0] for row in db.execute("SELECT body FROM message WHERE author_kind = 'agent' ORDER BY n")]
        assert sorted(told) == sorted([*(f"reply {n}" for n in range(count)), *(f"note {n}" for n in range(count))])
        for receipt in receipts:
            (digest,) = db.execute("SELECT hash FROM event WHERE seq = ?", (receipt["seq"],)).fetchone()
            assert digest.hex() == receipt["hash"]
    is_whole(old_server.database)
