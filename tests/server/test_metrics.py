"""The metrics: what happened is counted, nobody is named, and only whoever operates the server sees them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agentconsole.clock import SystemClock
from agentconsole.domain.commands import Claim, Note
from agentconsole.ids import SystemIds
from agentconsole.server.app import make_app
from agentconsole.server.metrics import Metrics
from agentconsole.server.settings import ServerSettings
from agentconsole.store.errors import StoreBusy
from agentconsole.store.sqlite import open_store
from tests.support.team_server import Team, a_team, an_envelope, send

SAMPLE = re.compile(r'[a-z_]+(\{[a-z]+="[^"\\\n]*"(,[a-z]+="[^"\\\n]*")*\})? [0-9.]+')


def samples(text: str) -> dict[str, float]:
    """Each line that is no comment, name with labels to value."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert [line for line in lines if not SAMPLE.fullmatch(line)] == []
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def test_what_happened_is_counted(team: Team):
    code = team.hires("ana")["ana"]
    with team.signed_in("ana", code) as ana, team.client() as near:
        chat = team.chat()
        noted = an_envelope(Note(chat, "words"), "ana")
        send(ana, noted, an_envelope(Claim("nowhere"), "ana"), an_envelope(Note(chat, "x"), "bo"))
        send(ana, noted)
        near.get("/v1/changes")
        near.get("/nowhere/at/all")
        near.request("PROPFIND", "/healthz")
        with ana.stream("GET", "/v1/poke") as stream:
            lines = stream.iter_lines()
            next(lines)
            answer = near.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    found = samples(answer.text)
    assert found['agentconsole_commands_total{outcome="accepted"}'] == 1
    assert found['agentconsole_commands_total{outcome="refused"}'] == 1
    assert found['agentconsole_commands_total{outcome="not_taken"}'] == 1
    assert found['agentconsole_commands_total{outcome="replayed"}'] == 1
    assert found['agentconsole_requests_total{method="POST",route="/v1/commands",status="200"}'] == 2
    assert found['agentconsole_requests_total{method="GET",route="/v1/changes",status="401"}'] == 1
    assert found['agentconsole_requests_total{method="GET",route="none",status="404"}'] == 1
    assert sum(count for key, count in found.items() if 'method="other"' in key) == 1
    assert found['agentconsole_request_seconds_count{route="/v1/commands"}'] == 2
    assert found['agentconsole_request_seconds_bucket{route="/v1/commands",le="+Inf"}'] == 2
    assert (found["agentconsole_streams_open"], found["agentconsole_sessions"]) == (1, 1)
    with team.db() as db:
        assert found["agentconsole_head_seq"] == db.execute("SELECT seq FROM head").fetchone()[0]
    for name in ("ana", chat, "nowhere", "words"):
        assert f'"{name}' not in answer.text
        assert f"{name}/" not in answer.text


def test_a_stores_errors_are_counted_by_kind(team: Team):
    def fails(_work: object) -> None:
        raise StoreBusy("the file")

    with team.client() as near:
        real = team.app.state.office.workers.run
        team.app.state.office.workers.run = fails
        try:
            assert near.get("/readyz").status_code == 503
        finally:
            team.app.state.office.workers.run = real
        found = samples(near.get("/metrics").text)
    assert found['agentconsole_store_errors_total{kind="StoreBusy"}'] >= 1


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_what_a_proxy_hands_on_is_not_from_this_machine(team: Team, header: str):
    with team.client() as near:
        assert near.get("/metrics").status_code == 200
        assert near.get("/metrics", headers={header: "127.0.0.1"}).status_code == 403


def test_with_a_key_it_takes_the_key(tmp_path: Path):
    settings = ServerSettings(metrics_key="a key of its own")
    with a_team(tmp_path, settings=settings) as team:
        code = team.hires(lead="mo")["mo"]
        with team.client() as near, team.client("a key of its own") as own, team.signed_in("mo", code) as lead:
            assert near.get("/metrics").status_code == 401
            assert lead.get("/metrics").status_code == 401
            assert own.get("/metrics").status_code == 200


def test_durations_add_up_in_their_buckets():
    metrics = Metrics()
    for seconds in (0.001, 0.005, 0.02, 60):
        metrics.request("GET", "/x", 200, seconds)
    found = samples(metrics.text({}))
    edges = {key: value for key, value in found.items() if "_bucket" in key}
    assert list(edges.values()) == [2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 4]
    assert found['agentconsole_request_seconds_sum{route="/x"}'] == pytest.approx(60.026)


def test_no_limit_stands_in_the_code_twice():
    app = make_app(lambda: open_store(":memory:"), SystemClock(), SystemIds(), settings=ServerSettings())
    office = app.state.office
    assert office.limits == ServerSettings().limits
    assert office.deliveries.take("site", 6_001, 0) > 0
    assert office.buckets.take("ana", 600, 0) == 0
