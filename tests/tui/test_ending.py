"""A live chat or call with a reply that is not sent ends only after a letter; the words stay a draft."""

from __future__ import annotations

import pytest

from agentconsole.domain.terms import Status
from agentconsole.tui.dialogs.confirming import ConfirmScreen
from tests.support.a_shift import a_shift
from tests.tui.conftest import a_console
from tests.tui.test_composer import chat

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
