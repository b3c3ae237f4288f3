"""The console over the real rules: what is visible in every size, what the keys do, and what never moves."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from agentconsole.domain import commands as ask
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.terms import Status
from agentconsole.tui.screens.layout.arrangement import Room, arrange
from agentconsole.tui.widgets.composer import Composer
from agentconsole.workspace.queue_views import Scope
from agentconsole.workspace.views import RefusalView
from tests.support.a_shift import a_shift
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import a_console
from tests.tui.test_composer import chat


async def test_the_first_picture_shows_who_i_am_and_the_most_urgent_row(size: str) -> None:
    async with a_console(size=size) as console:
        assert "dana AVAILABLE" in console.text
        assert "chat 2/2 FULL" in console.text
        assert console.screen.selected_id == console.door.queue(console.screen.chosen).rows[0].id


async def test_both_chats_are_visible_whatever_is_open(size: str) -> None:
    async with a_console(size=size) as console:
        for key in ("f2", "f3", "f4"):
            await console.press(key)
            assert "Mara Kovač" in console.text
            assert "Li Wei" in console.text


async def test_two_chats_stand_side_by_side_with_room_for_it() -> None:
    async with a_console(size="wide") as console:
        await console.press("f2")
        assert "reply PUBLIC to Mara" in console.text
        assert "reply PUBLIC to Li" in console.text


async def test_a_window_that_grows_and_shrinks_keeps_the_conversation_and_the_text() -> None:
    async with a_console(size="narrow") as console:
        await console.press("f2", *"half a thought")
        for width, height in ((200, 60), (120, 36), (50, 12), (80, 24)):
            await console._pilot.resize_terminal(width, height)
            await console.settle()
        assert console.screen.pane.composer.text == "half a thought"
        assert isinstance(console.app.focused, Composer)
        assert "half a thought" in console.text


async def test_a_window_too_small_says_so() -> None:
    async with a_console(size=(50, 12)) as console:
        assert "This window is too small" in console.text


async def test_a_third_chat_is_refused_where_the_eye_is_and_writes_nothing() -> None:
    async with a_console() as console:
        before = len(console.door.performed)
        await console.press("c")
        assert "You hold two chats: Mara Kovač, Li Wei" in console.notice
        assert len(console.door.performed) == before


async def test_taking_the_next_chat_opens_it_ready_to_type() -> None:
    async with a_console() as console:
        li = chat(console.door, 2)
        console.door.perform(ask.Release(li))
        await console.press("c")
        assert isinstance(console.app.focused, Composer)
        assert len(console.door.status().chats) == 2


async def test_escape_goes_from_composer_to_transcript_to_queue_and_keeps_the_text() -> None:
    async with a_console() as console:
        await console.press("f2", *"wait", "escape")
        assert console.app.focused is console.screen.pane.transcript
        await console.press("escape")
        assert console.app.focused is console.screen.queue
        assert console.door.drafts.text(chat(console.door, 1), "public") == "wait"


async def test_letters_never_act_while_typing() -> None:
    async with a_console() as console:
        before = len(console.door.performed)
        await console.press("f3")
        await console.type("ecQhzptw/?:g")
        assert console.screen.pane.composer.text == "ecQhzptw/?:g"
        assert len(console.door.performed) == before
        assert len(console.app.screen_stack) == 1


async def test_the_hold_key_holds_and_resumes_the_call() -> None:
    async with a_console() as console:
        await console.press("f4", "escape", "h")
        call = console.door.status().call
        assert call is not None
        assert console.door.conversation(call.conversation_id).conversation.status is Status.ACTIVE
        await console.press("h")
        assert console.door.status().call_on_hold


async def test_a_ringing_phone_is_announced_and_answered_with_one_key_while_the_line_is_free() -> None:
    async with a_console() as console:
        call = console.door.status().call
        assert call is not None
        console.door.perform(ask.Resume(call.conversation_id))
        console.door.perform(ask.Resolve(call.conversation_id))
        console.door.perform(ask.WrapUp(call.conversation_id, "solved"))
        for chat_no in (1, 2):
            console.door.perform(ask.Reply(chat(console.door, chat_no), "Is it better now?"))
        ringing = console.door.arrives("phone", "Gus Petrakis", "page is white", phone="+1 718 555 0174")
        console.screen.store_changed()
        await console.settle()
        assert "Gus Petrakis rings: F4 answers" in console.notice
        await console.press("f4")
        assert console.door.conversation(ringing).conversation.assignee == "dana"
        assert "rings" not in console.notice


async def test_undo_is_offered_and_takes_the_last_step_back() -> None:
    async with a_console() as console:
        await console.press("j", "j", "j", "a")
        taken = console.screen.current
        assert 'undo "claim' in console.notice
        await console.press("z")
        assert console.door.conversation(taken).conversation.assignee == ""


async def test_the_usual_wrap_up_takes_three_keys() -> None:
    async with a_console() as console:
        await console.press("f2", "escape")
        mara = chat(console.door, 1)
        await console.press("e", "1", "enter")
        it = console.door.conversation(mara).conversation
        assert it.status is Status.CLOSED
        assert it.disposition == "solved"


async def test_a_wrap_up_with_everything_records_identity_and_fault_first() -> None:
    async with a_console() as console:
        await console.press("f2", "escape", "W", "1", "tab", "2", "tab", "2", "tab", *"our migration", "enter")
        it = next(c for c in console.door.rows_of.values() if c.faults)
        assert it.disposition == "solved"
        assert it.category == "mail"
        assert it.faults[0].cause == "our migration"


async def test_leaving_a_question_does_nothing() -> None:
    async with a_console() as console:
        before = len(console.door.performed)
        await console.press("f2", "escape", "t", "1", "escape")
        assert len(console.app.screen_stack) == 1
        assert len(console.door.performed) == before


async def test_a_refused_answer_comes_back_with_what_was_typed() -> None:
    async with a_console() as console:
        await console.press("f2", "escape", "L", *"99999", "enter")
        assert "There is no conversation #99999" in console.text
        assert any("Other number" in line and "99999" in line for line in console.text.splitlines())


async def test_into_another_contacts_nothing_is_merged_without_a_digit_and_the_form_says_whose_it_is() -> None:
    async with a_console() as console:
        await console.press("f2", "escape")
        own = console.screen.current
        other = next(row for row in console.door.rows_of.values() if row.contact_name == "Chen Yu")
        await console.press("L", *other.id)
        assert f"= Chen Yu, {other.subject}" in console.text
        await console.press("tab", "2", "enter", "enter")
        assert "Somebody else's: please choose" in console.text
        assert console.door.conversation(own).conversation.merged_into == ""
        await console.press("1", "enter")
        assert console.door.conversation(own).conversation.merged_into == other.id


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("w", "Only tickets can be followed up later"),
        ("A", "Only tickets are acknowledged"),
        ("P", "Only tickets are given a progress report"),
    ],
)
async def test_a_question_whose_answer_the_rules_would_refuse_is_not_asked(key: str, words: str) -> None:
    async with a_console() as console:
        await console.press("f2", "escape", key)
        assert len(console.app.screen_stack) == 1
        assert words in console.notice


@pytest.mark.parametrize("key", ["t", "p", "w", "A", "P", "W"])
async def test_nothing_is_asked_about_a_ticket_that_is_not_held(key: str) -> None:
    async with a_console() as console:
        await console.press("g", "T", key)
        assert len(console.app.screen_stack) == 1
        assert "Nobody holds #" in console.notice


@pytest.mark.parametrize("key", ["t", "p", "w", "A", "P", "W"])
async def test_every_question_is_asked_about_a_ticket_that_is_held(key: str) -> None:
    async with a_console() as console:
        await console.press("g", "T", "a", key)
        assert len(console.app.screen_stack) == 2


async def test_the_palette_finds_a_command_by_its_words_and_does_it() -> None:
    async with a_console() as console:
        await console.press("ctrl+p", *"break", "enter")
        assert console.door.me.presence is Presence.BREAK


async def test_the_palette_says_what_cannot_be_done_now() -> None:
    async with a_console() as console:
        await console.press("f2", "ctrl+p", *"reopen")
        assert "not now" in console.text


async def test_search_finds_words_and_opens_the_conversation() -> None:
    async with a_console() as console:
        await console.press("g", "s", *"invoice", "enter")
        assert console.door.conversation(console.screen.current).conversation.subject == "invoice shows wrong VAT"


async def test_receipts_show_the_proof() -> None:
    async with a_console() as console:
        await console.press("g", "r")
        assert "#48000" in console.text
        assert re.search(r"pressed +saved +answered +receipt", console.text)
        assert re.search(r" hold +#\d+ +(\d\d:\d\d:\d\d +){3}#48\d+", console.text)


async def test_what_has_no_receipt_yet_stands_above_those() -> None:
    async with a_console() as console:
        waits = replace(console.door.receipts(1)[0], command_id="later", outcome="saved", settled_at=0)
        console.door.on_its_way.append(waits)
        await console.press("g", "r")
        assert re.search(r"receipt *\n.* - +waiting for its receipt", console.text)


async def test_the_filter_narrows_by_words_and_backspace_shows_all_again() -> None:
    async with a_console() as console:
        await console.press("slash", *"chen", "enter")
        assert [row.contact_name for row in console.screen.queue.window.rows] == ["Chen Yu"]
        await console.press("backspace")
        assert len(console.screen.queue.window.rows) == 12


async def test_views_of_the_go_to_list_narrow_the_queue() -> None:
    async with a_console() as console:
        await console.press("g", "m")
        assert console.screen.chosen.scope is Scope.MINE
        assert len(console.screen.queue.window.rows) == 3


async def test_a_refusal_that_came_back_is_shown_until_it_is_put_away() -> None:
    async with a_console() as console:
        console.door.came_back = [RefusalView("c1", "4501", "conversation.reply", "Bo took it 2 s earlier.", "hi")]
        console.screen.read_again()
        assert "Bo took it 2 s earlier." in console.notice
        await console.press("escape")
        assert "Bo took it" not in console.notice
        console.door.came_back = [RefusalView("c2", "house", "canned.save", "There is no room.", "")]
        console.screen.read_again()
        assert "canned save was refused: There is no room." in console.notice


async def test_why_explains_the_row_in_one_sentence() -> None:
    async with a_console() as console:
        await console.press("Y")
        assert "the first reply is due" in console.notice


async def test_a_reminder_names_who_waits_and_the_key() -> None:
    async with a_console() as console:
        assert "Mara Kovač has not heard from you: F5" in console.notice


async def test_quitting_asks_while_a_contact_is_there() -> None:
    async with a_console() as console:
        await console.press("ctrl+q")
        assert "With you right now" in console.text
        await console.press("enter")
        assert console.app.return_code is None
        await console.press("ctrl+q", "2", "enter")
        assert console.app.return_code == 0


async def test_an_empty_store_is_a_calm_console() -> None:
    async with a_console(FakeDoor()) as console:
        assert "Nothing" in console.text
        await console.press("a", "r", "e", "u", "z", "f2", "f3", "f4", "f5", "Y", "escape", "enter")
        assert console.app.is_running


@pytest.mark.parametrize("seed", range(3))
async def test_nothing_that_arrives_moves_the_focus_or_the_text(seed: int) -> None:
    print(f"seed {seed}")
    dice = random.Random(seed)
    async with a_console() as console:
        door = console.door
        await console.press("f2", *"half a sentence")
        for n in range(60):
            door.later(dice.uniform(0, 20))
            if dice.random() < 0.5:
                door.writes(chat(door, dice.choice((1, 2))), f"message {n}")
            else:
                door.arrives(dice.choice(("chat", "ticket", "phone")), f"Contact {n}", f"subject {n}", "hello")
            await console.settle()
        assert console.screen.pane.composer.text == "half a sentence"
        assert console.app.focused is console.screen.pane.composer
        assert len(console.app.screen_stack) == 1


async def test_hostile_names_and_words_draw_and_never_act() -> None:
    door = a_shift()
    evil = "\x1b]52;c;aGk=\x07[@click=app.quit]x[/] [/b] \u202e\u009b2J"
    number = door.arrives("ticket", evil, evil, evil, email=evil, phone=evil)
    async with a_console(door, size="wide") as console:
        console.screen.open_conversation(number)
        await console.settle()
        await console.press("t", "escape", "W", "escape", "g", "s", *"click")
        shown = console.text
        assert "\x1b" not in shown
        assert "\x9b" not in shown
        assert console.app.is_running


@pytest.mark.parametrize("room", list(Room))
@pytest.mark.parametrize("current", ["", "a", "b", "ticket"])
def test_every_arrangement_shows_both_chats(room: Room, current: str) -> None:
    chats = a_shift().status().chats
    renamed = tuple(type(each)(name, each.contact_name, each.slot_no) for each, name in zip(chats, "ab", strict=True))
    placed = arrange(current, renamed, room)
    assert {"a", "b"} <= {placed.left, placed.right, *placed.peeks}
    assert current in ("", placed.left, placed.right)


async def test_nothing_wakes_the_console_while_no_clock_shows() -> None:
    async with a_console(FakeDoor(), size="narrow") as console:
        await console.press("j")
        assert not console.screen._ticking.is_set


async def test_many_commits_in_a_burst_are_read_a_few_times_and_lose_nothing() -> None:
    async with a_console() as console:
        read, again = [], console.screen.store_changed
        console.screen.store_changed = lambda: (read.append(1), again())
        for n in range(50):
            console.door.arrives("ticket", f"Contact {n}", f"subject {n}", "hello")
            if n % 10 == 9:
                await console.settle()
        await console._pilot.pause(0.3)
        print(f"read {len(read)} times")
        assert 0 < len(read) < 25
        assert console.screen.queue.window.total == 62


async def test_an_empty_store_says_where_to_read_how_work_comes_in_and_that_page_says_it() -> None:
    async with a_console(FakeDoor(), "narrow") as console:
        assert "Nothing is open. F1 says how work comes in." in console.text
        await console.press("f1")
        await console.shows("How work comes in")
        assert "agentconsole import" in console.text
