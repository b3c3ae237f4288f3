"""Writing in the console: sending, notes, updates, pastes, drafts, and the stop when somebody wrote meanwhile."""

from __future__ import annotations

from agentconsole.domain import commands as ask
from agentconsole.tui.holding_words import HOLDING_UPDATES
from tests.tui.conftest import SIZES, Console, a_console


def chat(door, slot: int) -> str:
    return next(held.conversation_id for held in door.status().chats if held.slot_no == slot)


async def test_enter_sends_in_a_chat_and_empties_the_composer() -> None:
    async with a_console() as console:
        await console.press("f3")
        await console.type("all done")
        await console.press("enter")
        reply = console.door.performed[-1]
        assert isinstance(reply, ask.Reply)
        assert reply.body == "all done"
        assert console.screen.pane.composer.text == ""
        assert "all done" in console.text


async def test_what_is_typed_right_after_enter_belongs_to_the_next_message() -> None:
    async with a_console() as console:
        await console.press("f3")
        await console.press(*"one", "ctrl+s", *"two")
        assert console.door.performed[-1].body == "one"
        assert console.screen.pane.composer.text == "two"


async def test_typing_before_and_after_a_change_of_chat_stays_on_its_side_even_in_one_burst() -> None:
    async with a_console() as console:
        await console.press("f2", *"mara", "f3", *"li")
        first, second = chat(console.door, 1), chat(console.door, 2)
        assert console.door.drafts.text(first, "public") == "mara"
        assert console.door.drafts.text(second, "public") == "li"


async def test_ctrl_j_is_a_new_line_and_sends_nothing() -> None:
    async with a_console() as console:
        before = len(console.door.performed)
        await console.press("f3", *"a", "ctrl+j", *"b")
        assert console.screen.pane.composer.text == "a\nb"
        assert len(console.door.performed) == before


async def test_where_a_terminal_tells_enter_with_a_second_key_shift_makes_a_line_and_ctrl_sends() -> None:
    async with a_console() as console:
        before = len(console.door.performed)
        await console.press("f3", *"a", "shift+enter", *"b", "alt+enter", *"c")
        assert console.screen.pane.composer.text == "a\nb\nc"
        assert len(console.door.performed) == before
        await console.press("ctrl+enter")
        assert console.door.performed[-1].body == "a\nb\nc"


async def test_enter_in_a_ticket_is_a_new_line() -> None:
    async with a_console() as console:
        await console.press("escape", "j", "j", "j", "a", "r", *"a", "enter", *"b")
        assert console.screen.pane.composer.text == "a\nb"
        await console.press("ctrl+s")
        assert console.door.performed[-1].body == "a\nb"


async def test_a_note_goes_as_a_note_and_the_rule_says_so() -> None:
    async with a_console() as console:
        await console.press("f2", "ctrl+n")
        assert "NOTE internal" in console.text
        await console.type("ask the mail team")
        await console.press("ctrl+s")
        assert isinstance(console.door.performed[-1], ask.Note)


async def test_reply_and_note_are_separate_drafts() -> None:
    async with a_console() as console:
        await console.press("f2", *"public", "ctrl+n", *"secret", "ctrl+n")
        assert console.screen.pane.composer.text == "public"
        assert console.door.drafts.text(chat(console.door, 1), "internal") == "secret"


async def test_every_letter_is_in_the_draft_at_once_and_comes_back() -> None:
    async with a_console() as console:
        await console.press("f2", *"hello", "f3", "f2")
        assert console.screen.pane.composer.text == "hello"


async def test_the_rule_says_when_the_disk_does_not_take_the_text_and_when_it_does_again() -> None:
    async with a_console() as console:
        console.door.drafts.is_full = True
        await console.press("f2", *"hello")
        await console.until(lambda: "! NOT SAVED" in console.text)
        console.door.drafts.is_full = False
        await console.until(lambda: "draft saved" in console.text)
        assert "NOT SAVED" not in console.text


async def test_a_pasted_escape_sequence_is_shown_and_not_obeyed() -> None:
    async with a_console() as console:
        await console.press("f2")
        await console.paste("one\x1b]52;c;aGk=\x07\r\ntwo")
        assert "\x1b" not in console.screen.pane.composer.text
        assert console.screen.pane.composer.text.endswith("\ntwo")


async def test_the_line_ends_of_a_paste_are_newlines_however_the_terminal_sends_them() -> None:
    async with a_console() as console:
        await console.press("f2")
        await console.paste("one\rtwo\r\nthree\n")
        await console.press(*"four")
        assert console.screen.pane.composer.text == "one\ntwo\nthree\nfour"


async def test_a_long_paste_into_a_question_goes_in_whole() -> None:
    async with a_console() as console:
        await console.press("f2", "escape", "F")
        await console.paste("our migration " * 50 + "ended")
        await console.press("enter")
        assert console.door.performed[-1].cause.endswith("migration ended")


async def test_lines_pasted_into_a_question_become_one_line() -> None:
    async with a_console() as console:
        await console.press("f2", "escape", "F")
        await console.paste("our\rmigration")
        await console.press("enter")
        assert console.door.performed[-1].cause == "our migration"


async def test_a_paste_that_does_not_fit_leaves_the_text_as_it_was_and_says_how_much_did_not() -> None:
    async with a_console() as console:
        await console.press("f2", *"mine")
        await console.paste("x" * 59 + "\r")
        await console.paste(("y" * 59 + "\r") * 5_000)
        assert console.screen.pane.composer.text == "mine" + "x" * 59 + "\n"
        assert "Nothing was pasted: 200,064 of 300,000 characters do not fit here" in console.notice


async def test_a_draft_longer_than_a_message_may_be_is_shown_whole_and_not_sent() -> None:
    async with a_console() as console:
        long = "word " * 30_000 + "end"
        console.door.drafts.save(chat(console.door, 1), "public", long)
        before = len(console.door.performed)
        await console.press("f2", "ctrl+s")
        assert console.screen.pane.composer.text == long
        assert console.door.drafts.text(chat(console.door, 1), "public") == long
        assert len(console.door.performed) == before
        assert "150,003 characters" in console.notice


async def test_an_unbracketed_paste_of_three_lines_sends_nothing() -> None:
    async with a_console() as console:
        before = len(console.door.performed)
        await console.press("f3", *"abcd", "enter", *"efgh", "enter", *"ijkl")
        assert console.screen.pane.composer.text == "abcd\nefgh\nijkl"
        assert len(console.door.performed) == before
        assert "Pasted: that Enter made a new line. Enter sends." in console.notice


async def test_a_message_that_came_just_before_enter_stops_it_once() -> None:
    async with a_console() as console:
        await console.press("f2")
        console.door.later(10)
        await console.type("it works now")
        console.door.writes(chat(console.door, 1), "it got worse!")
        await console.settle()
        before = len(console.door.performed)
        await console.press("ctrl+s")
        assert len(console.door.performed) == before
        assert "wrote again while you typed" in console.notice
        assert "it got worse!" in console.text
        assert console.screen.pane.composer.text == "it works now"
        await console.press("ctrl+s")
        assert console.door.performed[-1].body == "it works now"


async def test_f5_proposes_an_update_that_can_be_changed_and_goes_as_an_update() -> None:
    async with a_console() as console:
        await console.press("f5")
        pane = console.screen.pane
        assert pane.composer.text == HOLDING_UPDATES[0]
        assert "holding update" in console.text
        console.door.later(5)
        await console.press(*" Sorry!", "ctrl+s")
        update = console.door.performed[-1]
        assert isinstance(update, ask.Update)
        assert update.body.endswith("Sorry!")


async def test_the_third_update_in_a_row_asks_what_blocks() -> None:
    async with a_console() as console:
        door = console.door
        mara = chat(door, 1)
        for _ in range(2):
            door.perform(ask.Update(mara, "still on it"))
        door.perform(ask.Reply(chat(door, 2), "is it better now?"))
        door.perform(ask.Resume(door.status().call.conversation_id))
        await console.press("f5")
        assert console.screen.pane.composer.text == HOLDING_UPDATES[0]
        door.later(5)
        await console.press("ctrl+s")
        assert "third update in a row" in console.text
        await console.press("tab", *"the registry", "enter")
        update = door.performed[-1]
        assert isinstance(update, ask.Update)
        assert update.blocked_by == "the registry"


async def test_a_reply_that_is_refused_goes_back_into_the_composer() -> None:
    async with a_console() as console:
        mara = chat(console.door, 1)
        await console.press("f2", *"bye")
        console.door.does("mo", ask.Transfer(mara, to_agent="mo"))
        await console.settle()
        await console.press("ctrl+s")
        assert "Mo holds" in console.notice
        assert console.screen.pane.composer.text == "bye"


async def test_the_line_over_the_text_says_whose_turn_it_is_once_a_question_is_sent() -> None:
    async with a_console() as console:
        await console.press("f2")
        await console.type("Which domain is it")
        assert "their turn" not in console.text
        await console.type("?")
        assert "a question: their turn then" in console.text
        await console.press("backspace")
        assert "a question" not in console.text
        await console.type("?")
        await console.press("enter")
        await console.until(lambda: "it is their turn" in console.text)
        console.door.writes(chat(console.door, 1), "example.org")
        await console.until(lambda: "it is their turn" not in console.text)
        await console.press("f5", *" ok?")
        assert "a question" not in console.text, "an update keeps the turn"
        await console.press("ctrl+n", *"why?")
        assert "a question" not in console.text, "so does a note"


async def test_the_key_of_a_chat_goes_to_the_reply_and_leaves_only_an_empty_note() -> None:
    async with a_console() as console:
        await console.press("f2", "ctrl+n", "escape", "escape", "escape", "f2")
        letter = console.screen.pane.composer.letter
        assert letter is not None
        assert letter.is_public
        await console.press("ctrl+n", *"mine", "escape", "escape", "f2")
        letter = console.screen.pane.composer.letter
        assert letter is not None
        assert not letter.is_public
        assert console.screen.pane.composer.text == "mine"


def _rule(console: Console) -> str:
    return next(line for line in console.text.splitlines() if "PUBLIC" in line)


async def test_the_line_over_the_text_counts_the_rows_that_are_out_of_sight() -> None:
    async with a_console(size="narrow") as console:
        await console.press("f2", *"one", "ctrl+j", *"two", "ctrl+j", *"three")
        assert "more" not in _rule(console)
        await console.press("ctrl+j", *"four", "ctrl+j", *"five")
        assert "2 more above" in _rule(console)
        await console.press("up", "up", "up")
        assert "1 more above, 1 below" in _rule(console)
        await console.press("f3", "f2")
        assert "2 more above" in _rule(console)
        await console._pilot.resize_terminal(*SIZES["wide"])
        assert "more" not in _rule(console)
