"""Signing in again over the console: announced in time, typed unseen, and nothing that is being written is touched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentconsole.domain import commands as ask
from agentconsole.domain.knowledge.incident_commands import LinkIncident
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.tui.dialogs.password import PasswordScreen
from agentconsole.tui.screens.console import AgentScreen
from agentconsole.workspace.signed import ANNOUNCED, NotRenewed, Signed, minutes_left
from tests.support.a_shift import a_shift
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import Console, a_console
from tests.tui.test_incidents import MAIL

TEAM = "https://desk.example.org"
OUT = "signed out: 3 updates and 2 drafts are safe here"
SECRET = "acanary"
FAR_OFF = 30 * 24 * 60 * MINUTE


def signed_in(left: int = FAR_OFF) -> FakeDoor:
    door = a_shift()
    door.signed = Signed(TEAM, ends_at=door.now() + left)
    return door


def signed_out() -> FakeDoor:
    door = a_shift()
    door.signed, door.sync_words = Signed(TEAM, is_out=True), OUT
    return door


def without_reminders(door: FakeDoor) -> FakeDoor:
    """Whoever waits comes first on the line; here nobody does."""
    door.rows_of.clear()
    door.slots.clear()
    return door


async def typed(console: Console, words: str = SECRET) -> None:
    await console.press("f9")
    await console.type(words)
    await console.press("enter")


async def answered(console: Console, words: str = "", error: str = "") -> None:
    _, answer = console.door.passwords[-1]
    if error:
        answer.set_exception(NotRenewed(error))
    else:
        answer.set_result(words)
    await console.settle()
    await console.settle()


async def test_the_end_is_announced_a_quarter_of_an_hour_ahead_and_not_before(size: str) -> None:
    door = without_reminders(signed_in(ANNOUNCED + 2 * MINUTE))
    async with a_console(door, size) as console:
        assert "session" not in console.notice
        door.clock.advance(2 * MINUTE + 1)
        console.screen.tick()
        assert "Session ends in 15 min; F9 renews it here" in console.notice
        door.clock.advance(14 * MINUTE)
        console.screen.tick()
        assert "Session ends within a minute; F9" in console.notice


async def test_who_is_signed_out_is_told_what_is_safe_and_which_key_helps(size: str) -> None:
    async with a_console(without_reminders(signed_out()), size) as console:
        assert "Signed out: 3 updates and 2 drafts are safe here; F9 signs in" in console.notice
        assert "signed out" in console.text.splitlines()[0]


async def test_who_is_signed_out_is_told_so_before_what_could_not_be_sent_anyway() -> None:
    door = without_reminders(a_shift())
    mail = door.arrives("ticket", "Mara Kovač", "mail", "Where is it?")
    door.knowledge.faults = {"1": replace(MAIL, updates=1, update="Soon.")}
    for each in (ask.Claim(mail), ask.Acknowledge(mail), LinkIncident(mail, "1")):
        door.perform(each)
    async with a_console(door) as console:
        assert "has not heard the update on incident 1" in console.notice
        door.signed, door.sync_words = Signed(TEAM, is_out=True), OUT
        console.screen.tick()
        assert "Signed out: 3 updates and 2 drafts are safe here; F9 signs in" in console.notice


async def test_the_key_is_among_the_hints_while_somebody_else_is_on_the_notice_line(size: str) -> None:
    async with a_console(signed_in(ANNOUNCED + MINUTE), size) as console:
        assert "F9 sign in" not in console.hints
        console.door.clock.advance(2 * MINUTE)
        console.screen.tick()
        assert "F9 sign in" in console.hints
        assert "F9" not in console.notice
        await console.press("f2")
        assert "F9 sign in" in console.hints
        console.door.signed = Signed(TEAM, ends_at=console.door.now() + FAR_OFF)
        console.screen.tick()
        assert "F9 sign in" not in console.hints


async def test_the_composers_text_and_place_are_as_they_were_when_the_session_goes_on(size: str) -> None:
    async with a_console(signed_in(10 * MINUTE), size) as console:
        await console.press("f2")
        await console.type("half a thou")
        await console.press("left")
        before = console.screen.focused
        await typed(console)
        assert [password for password, _ in console.door.passwords] == [SECRET]
        assert "asking the server" in console.text
        await answered(console, "The session goes on.")
        assert isinstance(console.app.screen, AgentScreen)
        assert "The session goes on." in console.notice
        assert console.screen.focused is before
        await console.press("X")
        assert "half a thoXu" in console.text


async def test_the_password_is_nowhere_to_be_seen_and_is_forgotten_when_it_is_sent() -> None:
    async with a_console(signed_in()) as console:
        await console.press("f9")
        await console.type(SECRET)
        assert SECRET not in console.text
        assert "*" * len(SECRET) in console.text
        await console.press("enter")
        assert "*" * len(SECRET) not in console.text


async def test_a_wrong_password_is_told_in_words_and_the_next_one_may_be_typed() -> None:
    async with a_console(signed_in()) as console:
        await typed(console, "wrong")
        await answered(console, error="That is not the password; you are still signed in.")
        assert "That is not the password; you are still signed in." in console.text
        await console.type("right")
        assert "That is not" not in console.text
        await console.press("enter")
        assert [password for password, _ in console.door.passwords] == ["wrong", "right"]


async def test_keys_typed_while_the_server_is_asked_go_nowhere() -> None:
    async with a_console(signed_in()) as console:
        before = len(console.door.performed)
        await typed(console)
        await console.type("eE")
        await console.press("enter")
        await answered(console, error="No.")
        assert len(console.door.passwords) == 1
        assert len(console.door.performed) == before


async def test_who_leaves_before_the_answer_hears_it_on_the_consoles_own_line() -> None:
    async with a_console(signed_in()) as console:
        await typed(console)
        await console.press("escape")
        assert isinstance(console.app.screen, AgentScreen)
        await answered(console, "Signed in; the session is kept in this computer's keyring.")
        assert "Signed in; the session is kept" in console.notice
        await typed(console)
        await console.press("escape")
        await answered(console, error="The server does not answer in time.")
        assert "does not answer in time" in console.notice


async def test_an_empty_password_is_not_sent() -> None:
    async with a_console(signed_in()) as console:
        await console.press("f9", "enter")
        assert console.door.passwords == []
        assert "Type your password first." in console.text


async def test_a_pasted_password_is_taken_as_one_line() -> None:
    async with a_console(signed_in()) as console:
        await console.press("f9")
        await console.paste("from a store\r\nof passwords")
        await console.press("enter")
        assert console.door.passwords[0][0] == "from a store"


async def test_on_a_store_of_ones_own_there_is_nothing_to_sign_in_to() -> None:
    async with a_console() as console:
        await console.press("f9")
        assert not isinstance(console.app.screen, PasswordScreen)
        assert "nothing to sign in to" in console.notice


async def test_it_is_in_the_palette() -> None:
    async with a_console(signed_in()) as console:
        await console.press("ctrl+p")
        await console.type("sign in again")
        await console.press("enter")
        assert isinstance(console.app.screen, PasswordScreen)


@pytest.mark.parametrize(("left", "minutes"), [(ANNOUNCED, 15), (14 * MINUTE + 1, 15), (14 * MINUTE, 14), (1, 1)])
def test_minutes_change_when_they_are_said_to(left: int, minutes: int) -> None:
    signed = Signed(TEAM, ends_at=left)
    assert minutes_left(left, 0) == minutes
    at = signed.changes_at(0)
    assert minutes_left(left, at) == minutes - 1
    assert minutes_left(left, at - 1) == minutes
