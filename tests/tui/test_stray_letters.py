"""The letters of a sentence whose text was refused do not act; the next deliberate key does."""

from __future__ import annotations

import pytest
from textual import events

from agentconsole.domain import commands as ask
from agentconsole.domain.leads.commands import AskForHelp
from agentconsole.domain.team.commands import SetPresence
from agentconsole.tui.app import ConsoleApp
from agentconsole.tui.stray_letters import DOUBTED, PAUSE, SAID, StrayLetters
from tests.support.a_shift import a_shift
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import SIZES, Console, a_console
from tests.tui.doing import do


def a_lead_shift() -> FakeDoor:
    door = a_shift()
    door._me = "mo"
    return door


async def on_a_row_of_nobody(console: Console) -> str:
    await console.press("g", "q")
    own = next(it.id for it in console.door.rows_of.values() if it.contact_name == "Chen Yu")
    assert console.screen.queue.select(own)
    await console.settle()
    assert console.screen.subject_id == own
    return own


def told(console: Console) -> str:
    """The words on the notice line, read to their end where the hints are."""
    return " ".join(f"{console.notice} {console.hints}".split())


@pytest.mark.parametrize("key", ["s", "n", "r"])
async def test_a_sentence_typed_after_a_refused_key_does_nothing(key):
    async with a_console(a_lead_shift()) as console:
        own = await on_a_row_of_nobody(console)
        done = len(console.door.performed)
        await console.press(key, *"ask", "space", *"for", "space", *"moea")
        assert console.door.performed[done:] == []
        assert console.app.screen is console.screen
        assert console.screen.subject_id == own
        assert SAID in told(console)


async def test_a_key_that_is_no_letter_gives_the_letters_back_at_once():
    async with a_console(a_lead_shift()) as console:
        await on_a_row_of_nobody(console)
        await console.press("s", *"ask", "escape", "a")
        assert isinstance(console.door.performed[-1], ask.Claim)


def test_letters_act_again_after_a_pause_and_not_before():
    stray = StrayLetters()
    assert not stray.takes(10.0, is_letter=True)
    stray.begin()
    assert stray.takes(10.3, is_letter=True)
    assert stray.takes(10.3 + PAUSE * 0.9, is_letter=True)
    assert not stray.takes(10.3 + PAUSE * 2, is_letter=True)
    assert not stray.takes(10.4 + PAUSE * 2, is_letter=True)


def test_an_enter_that_sends_is_no_letter_so_what_it_opens_takes_words_at_once():
    stray = StrayLetters()
    assert not stray.takes(10.0, is_letter=True)
    assert stray.letter_at == 10.0
    assert not stray.takes(10.1, is_letter=False, sends=True)
    assert stray.letter_at is None


def test_letters_act_as_ever_where_nothing_was_refused():
    stray = StrayLetters()
    assert not any(stray.takes(n / 10, is_letter=True) for n in range(20))


@pytest.mark.parametrize("key", "ptwPBbWeE")
async def test_what_was_meant_for_a_refused_question_does_nothing(key):
    door, own = a_shift_of_one_held_by_dana()
    door._me = "bo"
    async with a_console(door) as console:
        console.screen.open_conversation(own)
        await console.settle()
        await console.press(key, "2", *"call", "space", *"moeQz")
        assert door.performed == []
        assert console.app.screen is console.screen
        assert SAID in told(console)


@pytest.mark.parametrize("key", "!Hsn")
async def test_on_the_board_the_same_and_closing_it_gives_the_keys_to_the_console(key):
    door, _ = a_shift_of_one_held_by_dana()
    door._me = "bo"
    async with a_console(door) as console:
        await console.press("f7")
        board = console.app.screen
        await console.press("exclamation_mark" if key == "!" else key, "2", *"call", "space", *"moeQz")
        assert door.performed == []
        assert console.app.screen is board
        assert SAID in console.text
        await console.press("f7", "j")
        assert console.app.screen is console.screen
        assert console.screen.is_in_queue
        await console.press("Z")
        assert isinstance(door.performed[-1], SetPresence)


async def test_with_nothing_selected_a_question_takes_no_letters_either():
    async with a_console(FakeDoor("bo")) as console:
        await console.press("p", "2", *"wait for moe")
        assert console.door.performed == []
        assert console.app.screen is console.screen


def a_shift_of_one_held_by_dana() -> tuple[FakeDoor, str]:
    door = FakeDoor("mo")
    own = door.arrives("chat", "Mara Kovač", "mail bounces", "Hello?")
    door.does("dana", ask.Claim(own))
    return door, own


async def test_with_an_empty_queue_a_letter_is_about_the_conversation_shown():
    door, own = a_shift_of_one_held_by_dana()
    async with a_console(door) as console:
        assert "Nothing is yours, nobody waits. g a" in console.text
        await console.press("f7", "enter")
        assert console.screen.current == own
        await console.press("escape")
        assert console.screen.is_in_queue
        await console.press("r")
        assert "No conversation is selected" not in console.notice
        assert "Dana" in console.notice


async def test_an_empty_view_of_the_queue_names_the_key_that_leaves_it():
    async with a_console() as console:
        await console.press("/")
        await console.type("nobody has this")
        await console.press("enter")
        assert "Nothing here. Backspace" in console.text


async def test_a_text_typed_ahead_of_the_first_picture_goes_where_its_first_key_led() -> None:
    door = a_shift()
    app = ConsoleApp(door)
    for key in ("f2", *"xyz"):
        app.post_message(events.Key(key, key if len(key) == 1 else None))
    async with app.run_test(size=SIZES["medium"]) as pilot:
        console = Console(app, door, pilot)
        await console.opened()
        await console.press(*"abc")
        assert console.screen.pane.composer.text == "xyzabc"


async def test_words_that_come_as_a_form_opens_are_sent_by_a_second_enter_only():
    door, own = a_shift_of_one_held_by_dana()
    door._me = "dana"
    async with a_console(door) as console:
        console.screen.open_conversation(own)
        await console.settle()
        await console.press("H", *"ello", "space", *"Noor", "enter")
        assert door.performed == []
        assert DOUBTED in console.text
        assert "ello Noor" in console.text
        await console.press("enter")
        assert door.performed == [AskForHelp(own, "ello Noor")]


async def test_words_that_come_after_the_form_was_read_are_sent_by_the_first_enter():
    door, own = a_shift_of_one_held_by_dana()
    door._me = "dana"
    async with a_console(door) as console:
        console.screen.open_conversation(own)
        await console.settle()
        await do(console, "conversation.ask_help", own)
        await console.press(*"may I refund", "enter")
        assert isinstance(door.performed[-1], AskForHelp)


async def test_a_digit_typed_ahead_is_an_answer_and_needs_no_second_enter():
    door, own = a_shift_of_one_held_by_dana()
    door._me = "dana"
    async with a_console(door) as console:
        console.screen.open_conversation(own)
        await console.settle()
        await console.press("t", "1", "enter")
        assert isinstance(door.performed[-1], ask.Transfer)


async def test_a_paste_where_letters_are_keys_does_nothing_and_names_the_key_of_the_reply_that_takes_it():
    door, own = a_shift_of_one_held_by_dana()
    door._me = "dana"
    async with a_console(door) as console:
        done = len(door.performed)
        await console.press("f7")
        await console.paste("hunter2 ewz")
        await console.shows("Nothing was pasted: letters are keys here.")
        await console.press("f7")
        console.screen.open_conversation(own)
        await console.settle()
        await console.paste("hunter2 ewz")
        assert f"letters are keys here. r goes to the reply to #{own}: paste it there." in console.notice
        assert "hunter2" not in console.text
        assert door.performed[done:] == []
        await console.press("r")
        await console.paste("hunter2")
        assert console.screen.pane.composer.text == "hunter2"
