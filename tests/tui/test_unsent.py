"""The page of unsent texts: every draft is found there, also one whose conversation is gone, and none goes unasked."""

from __future__ import annotations

from tests.support.fake_door import FakeDoor
from tests.tui.conftest import a_console, a_shift


def with_texts() -> tuple[FakeDoor, str]:
    door = a_shift()
    chat = next(each.id for each in door.rows_of.values() if each.assignee == door.me.id)
    door.drafts.names[chat] = "Mara Novak"
    door.drafts.save(chat, "public", "Dear Mara, it")
    door.drafts.save("777", "public", "Dear nobody,\nwe have found it.")
    return door, chat


async def test_a_text_of_a_conversation_that_is_gone_is_read_and_copied_there() -> None:
    door, _chat = with_texts()
    async with a_console(door) as console:
        await console.press("g", "D")
        assert "2 texts of yours are not sent. 1 of a conversation that is gone." in console.text
        assert "letters" in console.text, "a number alone does not say of what"
        await console.press("j")
        assert " > #777" in console.text
        assert "! gone" in console.text
        assert "we have found it." in console.text
        await console.press("enter")
        assert "#777 is not here any more: y copies its text." in console.text
        await console.press("y")
        assert console.app.clipboard == "Dear nobody,\nwe have found it."


async def test_nothing_is_thrown_away_without_a_yes() -> None:
    door, _chat = with_texts()
    async with a_console(door) as console:
        await console.press("g", "D", "j", "x", "escape")
        assert door.drafts.text("777", "public")
        await console.press("x")
        assert "Throw this text away?" in console.text
        await console.press("y")
        assert door.drafts.text("777", "public") == ""
        assert "1 text of yours is not sent." in console.text


async def test_one_whose_conversation_is_there_is_opened_with_it() -> None:
    door, chat = with_texts()
    async with a_console(door) as console:
        await console.press("g", "D", "enter")
        assert console.screen.current == chat
        assert "Dear Mara, it" in console.text


async def test_a_text_thrown_away_stands_in_no_composer_either() -> None:
    door, chat = with_texts()
    async with a_console(door) as console:
        await console.press("g", "D", "enter", "escape", "escape")
        await console.press("g", "D", "x", "y", "escape")
        assert door.drafts.text(chat, "public") == ""
        assert "Dear Mara, it" not in console.text
