"""The page of decisions: nothing is sent that was not chosen, and no word is lost by leaving it."""

from __future__ import annotations

from dataclasses import replace

from agentconsole.tui.screens.writing import notices
from agentconsole.workspace.views import QuestionView
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import a_console, a_shift


def asking(count: int = 3) -> FakeDoor:
    door = a_shift()
    chat = next(iter(door.rows_of))
    door.asks = f"The server was restored to 13:40; {count} of your accepted updates are missing. Send them again?"
    for n in range(count):
        words = "The server was restored to a time before it had accepted this."
        door.asked.append(
            QuestionView(f"q-{n}", chat, "conversation.reply", "lost", words, f"words {n}", door.now(), n != 2)
        )
    return door


async def test_the_question_is_where_the_eye_is_and_says_which_key_decides() -> None:
    async with a_console(asking()) as console:
        console.screen.forget_notice()
        shown = notices.asking(console.door.status().asks, console.screen.key)
        assert shown is not None
        assert shown.words.startswith("g d decides: The server was restored to 13:40; 3 of your")


async def test_only_what_was_chosen_is_sent() -> None:
    async with a_console(asking()) as console:
        await console.press("g", "d")
        assert "restored to 13:40; 3 of your accepted updates are missing" in console.text
        assert "words 0" in console.text
        assert [line[:4] for line in console.text.splitlines() if "[ ]" in line] == [">[ ]", " [ ]"]
        await console.press("enter")
        assert console.door.answers == []
        assert "Nothing is chosen" in console.text
        await console.press("j", "space", "enter")
        assert console.door.answers == [("q-1", True)]
        assert "words 1" not in console.text


async def test_what_cannot_be_sent_any_more_cannot_be_chosen() -> None:
    async with a_console(asking()) as console:
        await console.press("g", "d", "j", "j", "space", "enter")
        assert console.door.answers == []
        await console.press("x")
        assert console.door.answers == [("q-2", False)]


async def test_a_chooses_all_that_can_be_sent_and_none_of_it_after_all() -> None:
    async with a_console(asking()) as console:
        await console.press("g", "d", "a", "a", "enter")
        assert console.door.answers == []
        await console.press("a", "enter")
        assert console.door.answers == [("q-0", True), ("q-1", True)]


async def test_what_is_decided_about_is_read_to_its_end() -> None:
    door = asking()
    words = "The record is changed; send yourself a message from elsewhere, and tell me whether it is there by noon."
    door.asked = [replace(each, text=words) for each in door.asked]
    async with a_console(door) as console:
        await console.press("g", "d")
        assert "by noon." in console.text
        assert "Send them again?" in console.text


async def test_leaving_decides_nothing() -> None:
    async with a_console(asking()) as console:
        await console.press("g", "d", "space", "escape")
        assert console.door.answers == []
        assert len(console.door.questions()) == 3


async def test_words_that_go_out_after_all_leave_the_editor() -> None:
    async with a_console(asking(1)) as console:
        await console.press("f2")
        letter = console.screen.pane.composer.letter
        assert letter is not None
        (it,) = console.door.asked
        console.door.asked = [
            QuestionView(
                it.command_id, letter.conversation_id, it.kind, it.why, it.words, "my words", it.pressed_at, True
            )
        ]
        console.screen.pane.composer.propose("my words")
        console.screen.decided(("q-0",), True)
        assert console.screen.pane.composer.text == ""


async def test_where_nothing_is_asked_it_is_said_once() -> None:
    async with a_console() as console:
        await console.press("g", "d")
        assert console.text.count("Nothing waits") == 1
        await console.press("enter", "x", "space", "escape")
        assert console.door.answers == []
