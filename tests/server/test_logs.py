"""The server's log, its metrics and its problems hold nobody's words, names, passwords or tokens."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from agentconsole.domain.commands import Note
from agentconsole.server import logs
from agentconsole.server.logs import JsonLines
from tests.cli.line import run
from tests.server.test_serving import new_code, serving
from tests.support.team_server import PASSWORD, an_envelope, send

CANARY = "canary-4711"


def line(name: str, words: str, *arguments: object, error: BaseException | None = None) -> dict[str, object]:
    exc = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, words, arguments, exc)
    found: dict[str, object] = json.loads(JsonLines().format(record))
    return found


def a_chain_of_errors() -> BaseException:
    try:
        try:
            raise sqlite3.IntegrityError(f"Key (body)=({CANARY}) already exists.")
        except sqlite3.IntegrityError as error:
            raise RuntimeError(CANARY) from error
    except RuntimeError as found:
        return found


def test_a_trace_says_which_errors_and_where_and_nothing_they_say():
    told = line("uvicorn.error", "Exception in ASGI application\n", error=a_chain_of_errors())
    assert CANARY not in json.dumps(told)
    trace = "\n".join(map(str, told["trace"]))  # type: ignore[call-overload]
    assert "builtins.RuntimeError" in trace
    assert "sqlite3.IntegrityError" in trace
    assert "test_logs.py" in trace
    assert "a_chain_of_errors" in trace
    assert told["words"] == "Exception in ASGI application"


def test_at_a_terminal_what_is_asked_every_day_does_not_look_like_an_error():
    record = logging.LogRecord("agentconsole", logging.INFO, __file__, 1, "", (), None)
    for method, route, status, is_shown in (
        ("POST", "/v1/sessions", 422, False),
        ("GET", "/v1/changes", 410, False),
        ("POST", "/v1/sessions", 401, True),
        ("POST", "/v1/commands", 422, True),
    ):
        record.request = {"method": method, "route": route, "status": status}
        assert logs.is_worth_a_look(record) is is_shown


def test_of_another_library_only_the_pattern_is_told():
    assert line("psycopg", "error ignored: %s", CANARY)["words"] == "error ignored: %s"
    loop = asyncio.new_event_loop()
    heard: list[logging.LogRecord] = []

    class Hearing(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record)

    handler, log = Hearing(), logging.getLogger("asyncio")
    log.addHandler(handler)
    try:
        loop.call_exception_handler({"message": "Task failed", "exception": a_chain_of_errors()})
    finally:
        log.removeHandler(handler)
        loop.close()
    told = "\n".join(map(JsonLines().format, heard))
    assert "Task failed" in told
    assert CANARY not in told


def test_a_server_at_work_tells_no_secret_and_no_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AGENTCONSOLE_SERVER_METRICS_KEY", f"key-{CANARY}")
    store = tmp_path / "server.db"
    code = new_code(store, "mo")
    source = run("--json", "server", "source", "add", "website", "--database", f"sqlite:///{store}").document["key"]
    delivery = {
        "conversation": f"w-{CANARY}",
        "body": f"body {CANARY}",
        "name": f"Mara {CANARY}",
        "email": f"{CANARY}@x.example",
    }
    with serving(store) as (url, process), httpx.Client(base_url=url, trust_env=False) as client:
        wanted = {"name": "mo", "password": PASSWORD, "terminal": f"t-{CANARY}", "label": CANARY, "code": code}
        token = client.post("/v1/sessions", json=wanted).json()["token"]
        client.post("/v1/sessions", json={**wanted, "password": f"wrong {CANARY}", "code": ""})
        by_source, by_lead, by_operator = (
            {"Authorization": f"Bearer {each}"} for each in (source, token, f"key-{CANARY}")
        )
        taken = client.post("/v1/intake/chat", json=delivery, headers=by_source).json()
        client.headers.update(by_lead)
        send(client, an_envelope(Note(taken["conversation"], f"note {CANARY}"), "mo"))
        problems = [
            client.get(f"/v1/receipts/{CANARY}"),
            client.get(f"/{CANARY}?token={token}"),
            client.get("/v1/changes", params={"since": CANARY}),
            client.post("/v1/commands", content=f'{{"commands": "{CANARY}"}}'),
            client.post("/v1/intake/chat", json={**delivery, "happened": CANARY}, headers=by_source),
            client.get("/v1/changes", headers={"Authorization": f"Bearer acs_{CANARY}"}),
        ]
        shown = client.get("/metrics", headers=by_operator)
        argv = Path(f"/proc/{process.pid}/cmdline")
        command = argv.read_text() if argv.exists() else ""
        process.terminate()
        _, log = process.communicate(timeout=60)
    assert [each.status_code for each in problems] == [404, 404, 422, 422, 422, 401]
    assert shown.status_code == 200
    for told in (log, shown.text, command, *(each.text for each in problems)):
        for secret in (CANARY, token, source, PASSWORD, code):
            assert secret not in told
    assert '"mo"' not in shown.text
    assert json.loads(log.splitlines()[-1])


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def root_log() -> Iterator[logging.Logger]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield root
    root.handlers[:] = before
    root.setLevel(level)


@pytest.mark.parametrize(("level", "all_told"), [(logging.INFO, False), (logging.DEBUG, True)])
def test_at_a_terminal_lines_are_plain_and_what_went_well_is_left_out(
    root_log: logging.Logger, monkeypatch: pytest.MonkeyPatch, level: int, all_told: bool
):
    stderr = Terminal()
    monkeypatch.setattr(sys, "stderr", stderr)
    logs.begin(level)
    asked = logging.getLogger("agentconsole.server.requests")
    for status in (200, 404):
        request = {"method": "GET\x1b", "route": "/v1/changes", "status": status, "ms": 3.1, "agent": "ana"}
        asked.info("", extra={"request": request})
    logging.getLogger("agentconsole.server.running").warning("slow", exc_info=a_chain_of_errors())
    told = stderr.getvalue()
    assert ("GET? /v1/changes: 200, 3.1 ms" in told) is all_told
    assert "GET? /v1/changes: 404, 3.1 ms" in told
    assert " warning: slow" in told
    assert "sqlite3.IntegrityError" in told
    assert "{" not in told
    assert CANARY not in told


def test_a_service_logs_every_request_as_json(root_log: logging.Logger, monkeypatch: pytest.MonkeyPatch):
    stderr = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stderr)
    logs.begin()
    logging.getLogger("agentconsole.server.requests").info("", extra={"request": {"route": "/readyz", "status": 204}})
    assert json.loads(stderr.getvalue())["status"] == 204
