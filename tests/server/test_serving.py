"""The server as a process: it starts with one command, tells nobody's secrets, and ends with streams open."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep

import httpx

from agentconsole.clock import SystemClock
from agentconsole.server import accounts, sessions
from agentconsole.server.sessions import Lasting
from agentconsole.store.sqlite import open_store, unit_of_work
from tests.cli.line import run
from tests.support.ports import free_port
from tests.support.team_server import NO_CERTIFICATES, PASSWORD


@contextmanager
def serving(store: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    port = free_port()
    command = [sys.executable, "-m", "agentconsole", "serve", "--database", f"sqlite:///{store}", "--port", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "NO_COLOR": "1"})
    url = f"http://127.0.0.1:{port}"
    try:
        _await(url, process)
        yield url, process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(60)


def _await(url: str, process: subprocess.Popen[str]) -> None:
    until = monotonic() + 120
    while monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{url}/readyz", verify=NO_CERTIFICATES, trust_env=False).status_code == 204:
                return
        except httpx.TransportError:
            sleep(0.05)
    raise AssertionError(f"no server after 120 s: {process.poll()}")


def new_code(store: Path, name: str) -> str:
    added = run("--json", "server", "user", "add", name, "--role", "lead", "--database", f"sqlite:///{store}")
    assert added.code == 0, added.err
    return str(added.document["code"])


def test_a_team_begins_with_a_code_and_the_server_ends_with_a_stream_open(tmp_path: Path):
    store = tmp_path / "server.db"
    code = new_code(store, "mo")
    with serving(store) as (url, process):
        wanted = {"name": "mo", "password": PASSWORD, "terminal": "t-1", "code": code}
        token = httpx.post(f"{url}/v1/sessions", json=wanted, trust_env=False).json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        with httpx.stream("GET", f"{url}/v1/poke", headers=headers, trust_env=False, timeout=30) as stream:
            lines = stream.iter_lines()
            next(lines)
            process.send_signal(signal.SIGTERM)
            for _ in lines:
                pass
        _, log = process.communicate(timeout=60)
    assert process.returncode == 0
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert {"method": "POST", "route": "/v1/sessions", "status": 201}.items() <= next(
        line for line in lines if line.get("route") == "/v1/sessions"
    ).items()
    for secret in (token, token.removeprefix("acs_"), PASSWORD, code):
        assert secret not in log
    assert "Traceback" not in log


def test_a_port_in_use_is_told_in_a_sentence_and_nothing_is_served(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "agentconsole", "serve", "--database", f"sqlite:///{tmp_path / 's.db'}"]
        ran = subprocess.run([*command, "--port", str(port)], capture_output=True, text=True, timeout=120, check=False)
    assert (ran.returncode, ran.stdout) == (3, "")
    *before, told = ran.stderr.splitlines()
    assert told.startswith(f"agentconsole: Port {port} of 127.0.0.1 is in use")
    assert not [line for line in before if "serving on" in line or "Errno" in line]


def test_what_users_there_are_is_told_and_a_disabled_one_stays_out(tmp_path: Path):
    store = tmp_path / "server.db"
    where = ("--database", f"sqlite:///{store}")
    new_code(store, "mo")
    (mo,) = run("--json", "server", "user", "list", *where).document
    known = {"id": "mo", "role": "lead", "enabled": True, "has_password": False, "terminals": 0}
    assert mo == {**known, "seen_ms": None, "expires_ms": None, "ends_ms": None}
    assert run("server", "user", "disable", "mo", *where).code == 0
    assert "disabled" in run("server", "user", "list", *where).out
    missing = run("server", "user", "disable", "zoe", *where)
    assert (missing.code, "Nobody signs in as zoe" in missing.err) == (2, True)


def test_who_has_an_account_is_signed_out_by_a_new_code_and_not_by_being_added_again(tmp_path: Path):
    store = tmp_path / "server.db"
    where = ("--database", f"sqlite:///{store}")
    code = new_code(store, "ana")
    with closing(open_store(store)) as db, unit_of_work(db):
        accounts.set_with_code(db, "ana", code, accounts.hashed(PASSWORD, "ana"), 0)
        sessions.begin(db, "ana", "t-1", "a console", SystemClock().now(), Lasting())

    def ana() -> tuple[bool, int]:
        (user,) = run("--json", "server", "user", "list", *where).document
        return user["has_password"], user["terminals"]

    again = run("server", "user", "add", "ana", *where)
    assert (again.code, again.out, ana()) == (1, "", (True, 1))
    assert "ana --new-code" in again.err
    assert "signs them out everywhere" in again.err
    assert "one-time code" in run("server", "user", "add", "ana", "--new-code", *where).out
    assert ana() == (False, 0)
    unknown = run("server", "user", "add", "anna", "--new-code", *where)
    assert (unknown.code, "Nobody signs in as anna" in unknown.err) == (2, True)


def test_a_name_the_rules_refuse_gets_no_code(tmp_path: Path):
    refused = run("server", "user", "add", "Mo The Great", "--database", f"sqlite:///{tmp_path / 's.db'}")
    assert (refused.code, refused.out) == (1, "")
    assert "begins with a letter" in refused.err


def test_an_address_of_another_kind_is_told(tmp_path: Path):
    told = run("server", "user", "list", "--database", "mysql://somewhere/x")
    assert (told.code, "sqlite:///FILE" in told.err) == (2, True)
