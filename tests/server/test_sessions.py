"""Signing in: once per terminal, good while it is used, ended at once, and never by somebody else's mistakes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from agentconsole.server import accounts, patience, sessions
from agentconsole.server.sessions import HOUR, Lasting
from agentconsole.store.errors import StoreBusy
from agentconsole.store.sqlite import open_store, unit_of_work
from tests.support.team_server import PASSWORD, Team, a_team

MINUTE = 60_000
LONGEST, UNUSED = Lasting().longest, Lasting().unused


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


def test_a_code_is_looked_at_before_the_password_and_asking_does_not_use_it_up(team: Team):
    code = team.hires("ana")["ana"]
    for _ in range(2 * patience.FREE_TRIES):
        assert team.signs_in("ana", code, password="").json()["code"] == "password"
    assert team.signs_in("ana", "no such code", password="").json()["code"] == "not_admitted"
    assert team.signs_in("zoe", code, password="").json()["code"] == "not_admitted"
    assert team.signs_in("ana", code).status_code == 201


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
        real = workers.run, workers.look

        async def busy(work):
            raise StoreBusy("somewhere")

        workers.run = workers.look = busy
        try:
            answer = ana.get("/v1/sessions/current")
        finally:
            workers.run, workers.look = real
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert ana.get("/v1/sessions/current").status_code == 200


def test_guessing_gets_slower_and_does_not_slow_down_the_terminal_that_is_known(team: Team):
    team.clock.stops()
    team.signs_in("ana", team.hires("ana")["ana"], terminal="desk")
    answers = [team.signs_in("ana", password="guess number one", terminal=f"x{n}").status_code for n in range(8)]
    assert answers[:5] == [401] * 5
    assert 429 in answers[5:]
    assert team.signs_in("ana", terminal="new").status_code == 429
    assert team.signs_in("ana", terminal="desk").status_code == 201


def test_the_wait_ends(team: Team):
    team.clock.stops()
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


def test_tries_at_once_are_no_more_than_tries_one_after_the_other(team: Team):
    team.clock.stops()
    team.hires("ana")
    with ThreadPoolExecutor(20) as pool:
        tries = pool.map(lambda n: team.signs_in("ana", password=f"guess number {n}", terminal=f"x{n}"), range(20))
        answers = sorted(each.status_code for each in tries)
    assert answers == [401] * 5 + [429] * 15


def test_another_process_knows_the_tries_of_the_first(team: Team, tmp_path: Path):
    team.signs_in("ana", team.hires("ana")["ana"], terminal="desk")
    (tmp_path / "two").mkdir()
    opens = team.opens or (lambda: open_store(team.store))
    with a_team(tmp_path / "two", opens) as beside:
        for one in (team, beside):
            one.clock.stops()
        for n in range(6):
            (team, beside)[n % 2].signs_in("ana", password="guess number one", terminal=f"x{n}")
        for one in (team, beside):
            assert one.signs_in("ana", terminal="new").status_code == 429
            assert one.signs_in("ana", terminal="desk").status_code == 201
        beside.clock.ahead += 10 * MINUTE
        assert beside.signs_in("ana", terminal="new").status_code == 201


def test_names_that_are_made_up_fill_no_store(team: Team, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(patience, "REMEMBERED", 3)
    with team.db() as db:
        for n in range(20):
            patience.count(db, (f"name {n}", "address", "10.0.0.1"), n)
        assert db.execute("SELECT count(*) FROM vain_try").fetchone()[0] <= 4
        assert not any("name" in repr(tuple(row)) for row in db.execute("SELECT * FROM vain_try"))


NEW = "five other words entirely"


def test_another_password_ends_every_other_terminal_at_once_and_keeps_this_one(team: Team):
    with team.signed_in("ana", team.hires("ana")["ana"]) as here, team.signed_in("ana", "", "t-2") as there:
        changed = here.post("/v1/sessions/current/password", json={"password": PASSWORD, "new": NEW})
        assert changed.status_code == 200
        assert here.get("/v1/sessions/current").status_code == 200
        assert there.get("/v1/sessions/current").status_code == 401
    assert team.signs_in("ana").status_code == 401
    assert team.signs_in("ana", password=NEW).status_code == 201


@pytest.mark.parametrize(("given", "new", "status"), [("wrong wrong wrong", NEW, 403), (PASSWORD, "password2024", 422)])
def test_a_password_is_not_changed_without_the_old_one_or_to_one_that_is_guessed(
    team: Team, given: str, new: str, status: int
):
    with team.signed_in("ana", team.hires("ana")["ana"]) as here, team.signed_in("ana", "", "t-2") as there:
        answer = here.post("/v1/sessions/current/password", json={"password": given, "new": new})
        assert answer.status_code == status
        assert there.get("/v1/sessions/current").status_code == 200
    assert team.signs_in("ana").status_code == 201


def test_who_signs_in_while_the_password_is_changed_does_not_get_in_with_the_old_one(
    team: Team, monkeypatch: pytest.MonkeyPatch
):
    with team.signed_in("ana", team.hires("ana")["ana"]) as here:
        verify = accounts.verify

        def slow(account: accounts.Account | None, password: str) -> None:
            verify(account, password)
            monkeypatch.setattr(accounts, "verify", verify)
            here.post("/v1/sessions/current/password", json={"password": PASSWORD, "new": NEW})

        monkeypatch.setattr(accounts, "verify", slow)
        assert team.signs_in("ana", terminal="t-2").status_code == 401
        assert len(here.get("/v1/sessions").json()["sessions"]) == 1


def test_whoever_is_disabled_is_out_at_once(team: Team):
    with team.signed_in("ana", team.hires("ana")["ana"]) as ana:
        with team.db() as db:
            accounts.disable(db, "ana", team.clock.now())
        assert ana.get("/v1/sessions/current").status_code == 401
    assert team.signs_in("ana").status_code == 401


def test_the_team_says_how_long_its_sessions_last(tmp_path: Path):
    with a_team(tmp_path, lasting=Lasting(unused=10 * MINUTE, longest=HOUR)) as team:
        begun = team.signs_in("ana", team.hires("ana")["ana"]).json()
        view = begun["session"]
        assert view["ends_ms"] - view["created_ms"] == HOUR
        assert view["expires_ms"] - view["seen_ms"] == 10 * MINUTE
        team.clock.ahead += 11 * MINUTE
        with team.client(begun["token"]) as ana:
            assert ana.get("/v1/sessions/current").status_code == 401


def test_a_renewal_never_makes_a_session_shorter(team: Team):
    with team.signed_in("ana", team.hires("ana")["ana"]) as ana:
        before = ana.get("/v1/sessions/current").json()["ends_ms"]
        team.app.state.office.lasting = Lasting(longest=HOUR)
        after = ana.post("/v1/sessions/current/renewal", json={"password": PASSWORD}).json()["ends_ms"]
    assert after == before


def test_a_session_that_was_ended_while_the_password_was_looked_at_is_not_brought_back(
    team: Team, monkeypatch: pytest.MonkeyPatch
):
    with team.signed_in("ana", team.hires("ana")["ana"]) as ana:
        verify = accounts.verify

        def slow(account: accounts.Account | None, password: str) -> None:
            verify(account, password)
            with team.db() as db, unit_of_work(db):
                sessions.end_all(db, "ana", team.clock.now())

        monkeypatch.setattr(accounts, "verify", slow)
        assert ana.post("/v1/sessions/current/renewal", json={"password": PASSWORD}).status_code == 401


def test_a_renewal_after_the_clock_was_set_back_leaves_what_was_used_as_it_was(team: Team):
    with team.signed_in("ana", team.hires("ana")["ana"]) as ana:
        team.clock.ahead += 2 * HOUR
        seen = ana.get("/v1/sessions/current").json()["seen_ms"]
        seen = max(seen, ana.get("/v1/sessions/current").json()["seen_ms"])
        team.clock.ahead -= 2 * HOUR
        assert ana.post("/v1/sessions/current/renewal", json={"password": PASSWORD}).json()["seen_ms"] >= seen


def test_a_password_is_kept_by_argon2id_with_owasps_smallest_profile():
    assert accounts.hashed("four words for testing", "ana").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
