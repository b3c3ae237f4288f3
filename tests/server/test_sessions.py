"""Signing in: once per terminal, good while it is used, ended at once, and never by somebody else's mistakes."""

from __future__ import annotations

import pytest

from agentconsole.server.sessions import HOUR, LONGEST, UNUSED
from agentconsole.store.errors import StoreBusy
from tests.support.team_server import PASSWORD, Team

MINUTE = 60_000


def test_a_one_time_code_sets_the_password_once(team: Team):
    code = team.hires("ana")["ana"]
    assert team.signs_in("ana", code).status_code == 201
    assert team.signs_in("ana", code).status_code == 401
    answer = team.signs_in("ana", terminal="t-2")
    assert answer.status_code == 201
    assert answer.json()["token"].startswith("acs_")
    assert answer.json()["session"]["agent"] == "ana"


def test_a_code_read_aloud_may_be_typed_as_it_was_heard(team: Team):
    code = team.hires("ana")["ana"]
    assert team.signs_in("ana", code.lower().replace("-", " ")).status_code == 201


def test_an_old_code_is_worth_nothing(team: Team):
    code = team.hires("ana")["ana"]
    team.clock.ahead += 8 * 24 * HOUR
    assert team.signs_in("ana", code).status_code == 401


def test_a_wrong_password_and_a_name_nobody_has_are_answered_alike(team: Team):
    team.signs_in("ana", team.hires("ana")["ana"])
    wrong = team.signs_in("ana", password="not these four words")
    nobody = team.signs_in("zoe", password="not these four words")
    assert (wrong.status_code, wrong.content) == (nobody.status_code, nobody.content)
    assert wrong.status_code == 401
    assert wrong.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", "ana ana ana ana", "x" * 201])
def test_a_password_that_would_be_guessed_is_refused_and_the_code_stays_good(team: Team, password: str):
    code = team.hires("ana")["ana"]
    assert team.signs_in("ana", code, password=password).status_code == 422
    assert team.signs_in("ana", code).status_code == 201


def test_a_session_ends_after_twelve_hours_without_a_request(team: Team):
    with team.signed_in("ana", team.hires("ana")["ana"]) as ana:
        team.clock.ahead += UNUSED - MINUTE
        assert ana.get("/v1/sessions/current").status_code == 200
        team.clock.ahead += UNUSED - MINUTE
        assert ana.get("/v1/sessions/current").status_code == 200
        team.clock.ahead += UNUSED + MINUTE
        ended = ana.get("/v1/sessions/current")
    assert ended.status_code == 401
    assert ended.json()["code"] == "signed_out"


def test_a_session_ends_after_thirty_days_of_use_unless_the_password_is_typed_again(team: Team):
    codes = team.hires("ana", "bo")
    with team.signed_in("ana", codes["ana"]) as ana, team.signed_in("bo", codes["bo"]) as bo:
        for _ in range(3 * 30 - 1):
            team.clock.ahead += 8 * HOUR
            assert ana.get("/v1/sessions/current").status_code == 200
            assert bo.get("/v1/sessions/current").status_code == 200
        renewed = ana.post("/v1/sessions/current/renewal", json={"password": PASSWORD})
        assert renewed.status_code == 200
        assert renewed.json()["ends_ms"] - team.clock.now() == pytest.approx(LONGEST, abs=MINUTE)
        team.clock.ahead += 9 * HOUR
        assert ana.get("/v1/sessions/current").status_code == 200
        assert bo.get("/v1/sessions/current").status_code == 401


def test_a_wrong_password_at_the_renewal_leaves_the_session_as_it_was(team: Team):
    with team.signed_in("ana", team.hires("ana")["ana"]) as ana:
        assert ana.post("/v1/sessions/current/renewal", json={"password": "no"}).status_code == 403
        assert ana.get("/v1/sessions/current").status_code == 200


def test_signing_out_ends_this_terminal_and_no_other(team: Team):
    code = team.hires("ana")["ana"]
    with team.signed_in("ana", code) as here, team.signed_in("ana", "", "t-2") as there:
        assert here.delete("/v1/sessions/current").status_code == 204
        assert here.get("/v1/sessions/current").status_code == 401
        assert there.get("/v1/sessions/current").status_code == 200


def test_terminals_are_listed_and_ended_by_their_owner_and_a_lead_and_by_nobody_else(team: Team):
    codes = team.hires("ana", "bo", lead="mo")
    with (
        team.signed_in("ana", codes["ana"]) as ana,
        team.signed_in("bo", codes["bo"]) as bo,
        team.signed_in("mo", codes["mo"]) as mo,
    ):
        (own,) = ana.get("/v1/sessions").json()["sessions"]
        assert bo.delete(f"/v1/sessions/{own['id']}").status_code == 404
        assert ana.get("/v1/sessions/current").status_code == 200
        assert {each["agent"] for each in mo.get("/v1/team/sessions").json()["sessions"]} == {"ana", "bo", "mo"}
        assert bo.get("/v1/team/sessions").status_code == 403
        assert mo.delete(f"/v1/sessions/{own['id']}").status_code == 204
        assert ana.get("/v1/sessions/current").status_code == 401


def test_a_store_that_cannot_be_asked_is_no_logout(team: Team):
    with team.signed_in("ana", team.hires("ana")["ana"]) as ana:
        workers = team.app.state.office.workers
        real = workers.run

        async def busy(work):
            raise StoreBusy("somewhere")

        workers.run = busy
        try:
            answer = ana.get("/v1/sessions/current")
        finally:
            workers.run = real
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert ana.get("/v1/sessions/current").status_code == 200


def test_guessing_gets_slower_and_does_not_slow_down_the_terminal_that_is_known(team: Team):
    team.signs_in("ana", team.hires("ana")["ana"], terminal="desk")
    answers = [team.signs_in("ana", password="guess number one", terminal=f"x{n}").status_code for n in range(8)]
    assert answers[:5] == [401] * 5
    assert 429 in answers[5:]
    assert team.signs_in("ana", terminal="new").status_code == 429
    assert team.signs_in("ana", terminal="desk").status_code == 201


def test_the_wait_ends(team: Team):
    code = team.hires("ana")["ana"]
    for n in range(6):
        team.signs_in("ana", "WRONG", terminal=f"x{n}")
    assert team.signs_in("ana", code).status_code == 429
    team.clock.ahead += 10 * MINUTE
    assert team.signs_in("ana", code).status_code == 201


def test_no_token_and_no_password_is_in_the_store(team: Team):
    token = team.signs_in("ana", team.hires("ana")["ana"]).json()["token"]
    if team.opens is not None:
        pytest.skip("what a file holds is looked for in a file")
    stored = team.store.read_bytes()
    assert b"t-1" in stored
    assert token.encode() not in stored
    assert token.removeprefix("acs_").encode() not in stored
    assert PASSWORD.encode() not in stored
