"""A live call, and a chat or a ticket with an unsent reply, end only after a letter; the words stay a draft."""

from __future__ import annotations

import pytest

from agentconsole.domain import commands as ask
from agentconsole.domain.commands import WrapUp
from agentconsole.domain.owing import FollowUp
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.terms import Status
from agentconsole.tui.dialogs.confirming import ConfirmScreen
from agentconsole.tui.screens.writing.notices import reminding
from agentconsole.workspace.api import Refused
from tests.support.a_shift import a_shift
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import a_console
from tests.tui.test_composer import chat
from tests.tui.test_hints import a_late_callback
from tests.tui.test_marks import tickets_of_mine

UNSENT = "Your reply to Mara Kovač is not sent"
BEGUN = "we will look"


@pytest.mark.parametrize("key", ["e", "E"])
async def test_a_chat_with_an_unsent_reply_ends_only_by_the_letter_and_its_words_stay(key: str):
    async with a_console() as console:
        mara = chat(console.door, 1)
        await console.press("f2")
        await console.type(BEGUN)
        await console.press("escape", key, "enter", key, "space")
        assert isinstance(console.app.screen, ConfirmScreen)
        assert UNSENT in console.text
        assert console.door.rows_of[mara].status is Status.ACTIVE
        await console.press("y")
        assert console.door.rows_of[mara].status is Status.WRAP_UP
        await console.press("1", "enter")
        assert console.door.rows_of[mara].status is Status.CLOSED
        assert console.door.drafts.text(mara, "public") == BEGUN


@pytest.mark.parametrize("key", ["e", "E"])
async def test_a_ticket_with_an_unsent_reply_ends_only_by_the_letter_and_its_words_stay(key: str):
    door = tickets_of_mine(1)
    (ticket,) = door.rows_of
    door.drafts.save(ticket, "public", BEGUN)
    async with a_console(door) as console:
        console.screen.open_conversation(ticket)
        await console.press("escape", key, "enter", key)
        assert isinstance(console.app.screen, ConfirmScreen)
        assert "is not sent" in console.text
        assert door.rows_of[ticket].status is Status.ACTIVE
        await console.press("y")
        assert door.rows_of[ticket].status is Status.RESOLVED
        assert door.drafts.text(ticket, "public") == BEGUN


async def test_of_marked_tickets_the_one_with_an_unsent_reply_stays_and_says_why():
    door = tickets_of_mine(2)
    first, second = door.rows_of
    door.drafts.save(first, "public", BEGUN)
    async with a_console(door) as console:
        await console.press("V", "e")
        assert door.rows_of[first].status is Status.ACTIVE
        assert door.rows_of[second].status is Status.RESOLVED
        assert "Your reply stands there unsent" in console.text


async def test_a_wrap_up_in_one_step_is_no_way_round_the_letter():
    async with a_console() as console:
        mara = chat(console.door, 1)
        await console.press("f2")
        await console.type(BEGUN)
        await console.press("escape", "W", "enter")
        assert isinstance(console.app.screen, ConfirmScreen)
        assert UNSENT in console.text
        await console.press("y", "1", "enter")
        assert console.door.rows_of[mara].status is Status.CLOSED
        assert console.door.drafts.text(mara, "public") == BEGUN


@pytest.mark.parametrize("key", ["escape", "n", "q"])
async def test_a_no_keeps_the_chat_and_the_words(key: str):
    async with a_console() as console:
        mara = chat(console.door, 1)
        await console.press("f2")
        await console.type(BEGUN)
        before = len(console.door.performed)
        await console.press("escape", "e", key)
        assert console.app.screen is console.screen
        assert console.door.rows_of[mara].status is Status.ACTIVE
        assert len(console.door.performed) == before
        assert console.screen.pane.composer.text == BEGUN


async def test_a_call_with_an_unsent_reply_is_asked_about_too():
    door = a_shift()
    call = door.status().call
    assert call is not None
    door.drafts.save(call.conversation_id, "public", BEGUN)
    async with a_console(door) as console:
        await console.press("f4", "escape", "e")
        assert isinstance(console.app.screen, ConfirmScreen)
        await console.press("y")
        assert door.rows_of[call.conversation_id].status is Status.WRAP_UP


@pytest.mark.parametrize("key", ["e", "E"])
async def test_a_live_call_ends_only_by_the_letter_however_often_the_key_is_pressed(key: str):
    door = a_shift()
    call = door.status().call
    assert call is not None
    async with a_console(door) as console:
        await console.press("f4", "escape", key, key, "enter", "space")
        assert isinstance(console.app.screen, ConfirmScreen)
        assert "is on the line" in console.text
        assert "An ended call is not taken back." in console.text
        assert door.rows_of[call.conversation_id].is_live
        await console.press("y")
        assert door.rows_of[call.conversation_id].status is Status.WRAP_UP
        await console.press("1", "enter")
        assert door.rows_of[call.conversation_id].status is Status.CLOSED


async def test_a_call_that_has_ended_already_is_not_asked_about_again():
    async with a_console() as console:
        call = console.door.status().call.conversation_id
        await console.press("f4", "escape", "e", "y", "escape", "e")
        assert not isinstance(console.app.screen, ConfirmScreen)
        await console.press("1", "enter")
        assert console.door.rows_of[call].status is Status.CLOSED


@pytest.mark.parametrize(("visibility", "text"), [("public", " \n"), ("internal", BEGUN)])
async def test_nothing_is_asked_where_no_reply_stands_unsent(visibility: str, text: str):
    door = a_shift()
    mara = chat(door, 1)
    door.drafts.save(mara, visibility, text)
    async with a_console(door) as console:
        await console.press("f2", "escape", "e")
        assert door.rows_of[mara].status is Status.WRAP_UP


async def test_left_without_an_answer_the_wrap_up_waits_and_a_chats_ending_can_be_taken_back():
    async with a_console() as console:
        mara = chat(console.door, 1)
        await console.press("f2", "escape", "e", "escape")
        assert console.door.rows_of[mara].status is Status.WRAP_UP
        await console.press("z")
        assert console.door.rows_of[mara].status is Status.ACTIVE


async def test_the_phones_key_goes_to_a_call_that_the_contact_has_ended():
    door = FakeDoor("dana")
    call, chat = (door.arrives(channel, "Mara", "about it", "Hello?") for channel in ("phone", "chat"))
    for each in (call, chat):
        door.does("dana", ask.Claim(each))
    async with a_console(door) as console:
        await console.press("f2", *"One mom")
        door.does("phone", ask.ContactLeft(call))
        await console.settle()
        await console.press("f4", *"scam")
        assert "This call is over: Esc e asks how it ended." in console.notice
        assert door.drafts.get((call, "internal")) == "scam"
        assert door.drafts.get((chat, "public")) == "One mom"


async def test_a_call_that_ends_with_a_promise_asks_by_when_and_stays_owed():
    async with a_console() as console:
        call = console.door.status().call.conversation_id
        await console.press("f4", "escape", "e", "y", "7", "enter")
        assert "By when: please answer." in console.text
        await console.type("soon")
        await console.press("enter")
        assert "Not a time" in console.text
        assert console.door.rows_of[call].status is Status.WRAP_UP
        await console.press(*["backspace"] * 4)
        await console.type("2h")
        await console.press("enter")
        ended = console.door.rows_of[call]
        assert (ended.status, ended.callback_at) == (Status.CALLBACK_OWED, console.door.now() + 120 * MINUTE)
        assert "wrapped up: callback promised; due" in console.notice


async def test_a_callback_that_reached_them_asks_how_it_ended_as_any_call_does():
    async with a_console(a_late_callback()) as console:
        await console.press("enter", "b", "1", "enter")
        assert "Wrap up #" in console.text
        assert "on record: we rang and reached them" in console.notice
        await console.press("1", "enter")
        assert "wrapped up: solved" in console.notice


async def test_a_callback_nobody_answered_a_promised_one_and_a_tag_are_confirmed_under_a_reminder():
    async with a_console(a_late_callback()) as console:
        await console.press("enter", "b", "2", "tab", "tab")
        await console.type("20m")
        await console.press("enter")
        assert "on record: nobody answered; next try" in console.notice
        await console.press("B")
        await console.type("2h")
        await console.press("enter")
        assert "callback promised for" in console.notice
        await console.press("#")
        await console.type("vip")
        await console.press("enter")
        assert "tags changed" in console.notice


async def test_a_chat_that_ends_with_a_promise_leaves_a_ticket_that_keeps_it():
    async with a_console() as console:
        mara = chat(console.door, 1)
        await console.press("f2", "escape", "e", "7", "enter")
        await console.type("20m")
        await console.press("enter")
        ended = console.door.rows_of[mara]
        ticket = console.door.rows_of[ended.links[-1]]
        assert ended.status is Status.CLOSED
        assert (ticket.contact_name, ticket.status, ticket.assignee) == ("Mara Kovač", Status.PENDING, "dana")
        assert ticket.follow_up_at == console.door.now() + 20 * MINUTE
        assert ticket.subject.startswith("callback promised: ")
        told = reminding([console.door.row(ticket.id)], console.door.now(), str).words
        assert f"is to be looked at ({ticket.subject}): goto.due opens it, conversation.hold takes it up" in told


async def test_the_line_about_a_follow_up_names_the_keys_that_open_it_and_take_it_up():
    door = FakeDoor("dana")
    ticket = door.arrives("ticket", "Mara Kovač", "mail bounces", "Hello?")
    door.perform(ask.Claim(ticket))
    door.perform(ask.ReportProgress(ticket, "I know the cause.", door.now() + 300 * MINUTE))
    door.perform(ask.Snooze(ticket, door.now() + 20 * MINUTE))
    door.later(19.5 * 60)
    async with a_console(door) as console:
        assert "Mara Kovač is to be looked at (mail bounces): u opens it, h takes it up" in console.notice
        await console.press("u", "i", *"note")
        assert "Esc u opens it, Esc h takes it up" in console.notice
        await console.press("escape", "h")
        assert "looked at" not in console.notice


async def test_a_refused_ending_keeps_what_was_typed_and_promises_nothing_twice():
    async with a_console() as console:
        mara = chat(console.door, 1)
        await console.press("f2", "escape", "e", "7", "enter")
        await console.type("20m")
        perform = console.door.perform

        def not_now(command, **more):
            if isinstance(command, WrapUp):
                raise Refused(Refusal(Code.WRONG_STATUS, "Not just now."))
            return perform(command, **more)

        console.door.perform = not_now
        await console.press("enter")
        assert "Not just now." in console.text
        assert "20m" in console.text
        console.door.perform = perform
        await console.press("enter")
        assert console.door.rows_of[mara].status is Status.CLOSED
        assert len([each for each in console.door.performed if isinstance(each, FollowUp)]) == 1
