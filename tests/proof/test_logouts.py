"""Nobody is signed out without one of the documented reasons, and nobody stays in beyond one.

The long figure: `pytest --long tests/proof/test_logouts.py`, 4,000 shifts of four consoles on three processes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agentconsole.backends.api import SessionView
from agentconsole.server import accounts, problems, sessions
from agentconsole.server.accounts import Account, NotAdmitted
from agentconsole.server.sessions import HOUR, Lasting
from agentconsole.store.connection import Connection
from agentconsole.store.errors import StoreError
from agentconsole.store.sqlite import unit_of_work
from tests.proof.virtual_days import live

DOCUMENTED = {"unused", "last end", "revoked", "disabled", "password change"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Passwords are compared as they are: how long argon2 takes is not what is looked at. Planned faults are quiet."""

    def verify(account: Account | None, password: str) -> None:
        if account is None or account.password != password:
            raise NotAdmitted

    monkeypatch.setattr(accounts, "verify", verify)
    monkeypatch.setattr(accounts, "hashed", lambda password, _: password)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_every_logout_has_one_of_the_documented_reasons(
    tmp_path: Path, figure: Callable[[int, int], int], first_seed: int
):
    days = live(tmp_path, first_seed, figure(40, 4_000))
    print(days)
    assert not days.violation
    assert days.ends
    assert set(days.ends) <= DOCUMENTED
    assert min(days.faults, days.restarts, days.steps) > 0


def a_logout_on_a_store_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def unavailable(error: StoreError) -> problems.Problem:
        return problems.signed_out("The session could not be found.")

    monkeypatch.setattr(problems, "unavailable", unavailable)


def a_token_that_never_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "_GOOD", "s.revoked_ms = 0 AND ? < ?")


def a_session_that_is_good_though_it_was_revoked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "_GOOD", "s.seen_ms > ? AND s.ends_ms > ?")


def use_that_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "touch", lambda *_: None)


def a_renewal_that_shortens(monkeypatch: pytest.MonkeyPatch) -> None:
    real = sessions.renew

    def renew(db: Connection, session_id: str, now: int, lasting: Lasting) -> SessionView:
        view = real(db, session_id, now, lasting)
        with unit_of_work(db):
            db.execute("UPDATE session SET ends_ms = ? WHERE id = ?", (now + HOUR, session_id))
        return view

    monkeypatch.setattr(sessions, "renew", renew)


def a_clock_that_takes_use_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def touch(db: Connection, session: SessionView, now: int) -> None:
        with unit_of_work(db):
            db.execute("UPDATE session SET seen_ms = ? WHERE id = ?", (now - 2 * HOUR, session.id))

    monkeypatch.setattr(sessions, "touch", touch)


def a_password_change_that_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "end_all", lambda *_, **__: None)


@pytest.mark.parametrize(
    "plant",
    [
        a_logout_on_a_store_error,
        a_token_that_never_runs_out,
        a_session_that_is_good_though_it_was_revoked,
        use_that_is_not_remembered,
        a_renewal_that_shortens,
        a_clock_that_takes_use_back,
        a_password_change_that_ends_nothing,
    ],
)
def test_a_planted_bug_is_found_out(
    tmp_path: Path, first_seed: int, plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
):
    plant(monkeypatch)
    days = live(tmp_path, first_seed, 400)
    assert days.violation
    print(f"{plant.__name__}: {days.violation}, after {days.asked} requests")
