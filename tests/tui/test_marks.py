"""Marks: what they are put on, what is done to all of them, who refuses and why, and one key that takes it all back."""

from __future__ import annotations

import time

import pytest

from agentconsole.domain import commands as ask
from agentconsole.tui.widgets.queue_marks import Marks
from tests.support.a_shift import a_shift
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import SIZES, Console, a_console


def tickets_of_mine(count: int = 3) -> FakeDoor:
    """A shift in which so many tickets are dana's, and nothing else is."""
    door = FakeDoor()
    for n in range(count):
        door.perform(ask.Claim(door.arrives("ticket", f"Contact {n}", f"subject {n}", "Hello.")))
        door.later(10)
    return door


def title(console: Console) -> str:
    return "".join(text for text, _ in console.screen.queue.lines[0])


def test_marks_keep_their_order_and_toggle():
    marks = Marks().toggled("1").toggled("2").toggled("3").toggled("2")
    assert marks.ids == ("1", "3")
    assert marks.all_toggled(["3", "4"]).ids == ("1", "3", "4")
    assert marks.all_toggled(["3", "1"]).ids == ()
    assert marks.without(["1"]).words == "1 marked"
    assert Marks().words == ""


@pytest.mark.parametrize("size", sorted(SIZES))
async def test_v_marks_and_goes_on_with_a_sign_and_a_count_and_esc_takes_them_away(size: str):
    async with a_console(tickets_of_mine(5), size) as console:
        await console.press("v", "v")
        ids = [row.id for row in console.screen.queue.window.rows]
        assert console.screen.queue.marks.ids == tuple(ids[:2])
        assert console.screen.selected_id == ids[2]
        assert "2 marked" in title(console)
        marked = [line for line in console.text.splitlines() if "*" in line[:5]]
        assert len(marked) == 2
        await console.press("escape")
        assert console.screen.queue.marks.ids == ()
        assert "marked" not in title(console)


async def test_capital_v_marks_all_in_sight_and_again_none():
    async with a_console(tickets_of_mine(5)) as console:
        await console.press("V")
        assert len(console.screen.queue.marks.ids) == 5
        await console.press("V")
        assert console.screen.queue.marks.ids == ()


async def test_marks_survive_the_queues_movement_and_another_view_which_tells_that_they_are_elsewhere():
    door = tickets_of_mine()
    async with a_console(door) as console:
        await console.press("v")
        (first,) = console.screen.queue.marks.ids
        door.does("bo", ask.Note(first, "moves"))
        door.perform(ask.Reply(first, "Hello, I am on it."))
        await console.settle()
        assert console.screen.queue.marks.ids == (first,)
        await console.press("g", "C")
        assert "1 marked, 1 away" in title(console)


async def test_tags_go_to_every_marked_one_as_commands_of_their_own():
    door = tickets_of_mine()
    async with a_console(door) as console:
        await console.press("V", "#")
        assert "3 conversations" in console.text
        await console.type("dns -later")
        await console.press("enter")
        tagged = [each for each in door.performed if isinstance(each, ask.Tag)]
        assert {each.conversation_id for each in tagged} == set(door.rows_of)
        assert all((each.add, each.remove) == (("dns",), ("later",)) for each in tagged)
        assert "tagged: 3" in console.notice
        assert console.screen.queue.marks.ids == ()


async def test_one_z_takes_the_whole_bulk_back():
    door = tickets_of_mine()
    async with a_console(door) as console:
        await console.press("V", "e")
        assert not any(it.is_open for it in door.rows_of.values())
        assert 'undo "resolved (3)"' in console.notice
        await console.press("z")
        assert all(it.is_open and it.assignee == "dana" for it in door.rows_of.values())
        assert len([each for each in door.performed if isinstance(each, ask.Undo)]) == 3


async def test_a_bulk_can_be_taken_back_for_twenty_seconds_and_not_once_something_else_was_done():
    door = tickets_of_mine()
    async with a_console(door) as console:
        await console.press("V", "e")
        door.later(21)
        await console.press("z")
        assert "Nothing to take back" in console.notice
        assert not any(it.is_open for it in door.rows_of.values())
    door = tickets_of_mine()
    async with a_console(door) as console:
        await console.press("v", "v", "#")
        await console.type("dns")
        await console.press("enter")
        door.later(1)
        door.perform(ask.Note(next(iter(door.rows_of)), "Something else."))
        await console.settle()
        await console.press("z")
        assert not any(isinstance(each, ask.Undo) for each in door.performed)


async def test_what_the_rules_refuse_is_listed_with_why_stays_marked_and_is_left_as_it_was():
    door = a_shift()
    async with a_console(door) as console:
        console.screen.queue.set_marks(Marks(tuple(door.rows_of)))
        before = dict(door.rows_of)
        await console.press("e")
        assert "RESOLVED" in console.text
        assert "they stay marked" in console.text.lower()
        assert "A call or a chat asks how it ended" in console.text
        await console.press("escape")
        assert set(console.screen.queue.marks.ids) == {number for number, it in before.items() if it.is_open}
        assert door.rows_of == before


async def test_a_single_refusal_is_told_on_the_notice_line():
    door = tickets_of_mine(2)
    door.arrives("ticket", "Zoe", "not mine", "Hello.")
    async with a_console(door) as console:
        await console.press("V", "e")
        assert "resolved: 2 of 3." in console.notice
        assert len(console.screen.queue.marks.ids) == 1


async def test_marks_are_for_the_queue_alone_an_opened_conversation_is_itself():
    door = tickets_of_mine()
    async with a_console(door) as console:
        await console.press("v", "v", "enter", "e")
        assert sum(not it.is_open for it in door.rows_of.values()) == 1
        assert len(console.screen.queue.marks.ids) == 2
    door = tickets_of_mine()
    async with a_console(door) as console:
        await console.press("v", "v", "enter")
        await console.press("E")
        assert sum(not it.is_open for it in door.rows_of.values()) == 1


async def test_words_for_a_contact_are_never_sent_to_everybody_marked():
    door = tickets_of_mine()
    async with a_console(door) as console:
        await console.press("V")
        before = len(door.performed)
        await console.press("r")
        assert console.screen.is_typing
        await console.type("hello")
        await console.press("ctrl+s")
        assert [type(each) for each in door.performed[before:]] == [ask.Reply]


async def test_a_long_bulk_leaves_the_keys_alive():
    door = tickets_of_mine(8)
    performs, cursors = door.perform, list[int]()
    async with a_console(door) as console:

        def perform(command: ask.Command, if_rev: int | None = None) -> str:
            cursors.append(console.screen.queue.window.cursor)
            time.sleep(0.004)
            return performs(command, if_rev)

        door.perform = perform  # type: ignore[method-assign]  # rules that take their time
        console.screen.queue.set_marks(Marks(tuple(door.rows_of)))
        await console.press("#")
        await console.type("dns")
        await console.press("enter", "j")
        while len(cursors) < 8:
            await console.settle()
        assert cursors[0] == 0
        assert cursors[-1] == 1, "the key moved the cursor before the last was tagged"


async def test_the_full_stop_does_the_last_deed_again_here_and_to_everything_marked():
    door = tickets_of_mine()
    async with a_console(door) as console:
        await console.press("full_stop")
        assert "Nothing was done yet" in console.notice
        await console.press("#")
        await console.type("dns")
        await console.press("enter", "j", "full_stop")
        tagged = [each.conversation_id for each in door.performed if isinstance(each, ask.Tag)]
        assert len(set(tagged)) == 2
        assert "again, on #" in console.notice
        await console.press("j", "v", "full_stop")
        assert sum(isinstance(each, ask.Tag) for each in door.performed) == 3


async def test_the_full_stop_never_says_anything_to_a_contact_again():
    door = tickets_of_mine()
    async with a_console(door) as console:
        await console.press("e", "r")
        await console.type("Done.")
        await console.press("ctrl+s", "escape", "escape")
        before = len(door.performed)
        await console.press("j", "full_stop")
        assert not any(isinstance(each, ask.Reply) for each in door.performed[before:])


async def test_a_merge_is_neither_done_again_nor_to_many_at_once():
    door = tickets_of_mine()
    own, other, third = tuple(door.rows_of)[:3]
    async with a_console(door) as console:
        await console.press("L", *(other if console.screen.subject_id == own else own), "tab", "2")
        assert "this one is a duplicate" in console.text
        await console.press("tab", "1", "enter")
        merges = [each for each in door.performed if isinstance(each, ask.Merge)]
        assert len(merges) == 1
        await console.press("j", "full_stop")
        assert [each for each in door.performed if isinstance(each, ask.Merge)] == merges
        await console.press("V", "L", *third)
        assert "the two belong together" in console.text
        assert "this one is a duplicate" not in console.text


async def test_what_cannot_be_taken_back_says_so_and_is_not_offered():
    door = tickets_of_mine()
    async with a_console(door) as console:
        await console.press("V", "t", "1", "enter")
        assert {it.assignee for it in door.rows_of.values()} != {"dana"}
        assert "handed on: 3, which cannot be taken back" in console.notice
        await console.press("z")
        assert not any(isinstance(each, ask.Undo) for each in door.performed)
