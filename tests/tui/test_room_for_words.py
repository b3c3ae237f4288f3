"""Words have the room there is: nothing urgent is said twice, forms say which keys choose, long rows are told whole."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from agentconsole.domain.leads import commands as lead
from agentconsole.domain.leads.oversight import EscalationReason
from agentconsole.domain.terms import FAR
from agentconsole.tui.dialogs.fields import Choice, Form, Line, Pick
from agentconsole.tui.dialogs.found import Item
from agentconsole.tui.dialogs.picker import PickerView
from agentconsole.tui.screens.leads.board import BoardScreen
from agentconsole.tui.screens.leads.pages import among
from agentconsole.tui.screens.page import broken
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.notice_line import Notice, NoticeLine, Tone
from agentconsole.tui.widgets.painted import line_width
from agentconsole.workspace.views import UndoOffer
from tests.support.a_shift import a_shift
from tests.support.fake_authority import START
from tests.tui.conftest import a_console

URGENT = "F5 writes an update"


@pytest.mark.parametrize("keys", [("g", "s"), ("g",), ("g", "r"), ("ctrl+p",)])
async def test_an_urgent_thing_is_said_once_whatever_stands_over_the_console(keys):
    async with a_console() as console:
        assert console.text.count(URGENT) == 1
        await console.press(*keys)
        assert console.app.screen is not console.screen
        assert console.text.count(URGENT) == 1
        await console.press("escape")
        assert console.app.screen is console.screen
        assert URGENT in console.notice
        assert console.text.count(URGENT) == 1


async def test_a_form_stands_over_the_foot_and_leaves_in_sight_what_it_is_about(size):
    async with a_console(size=size) as console:
        await console.press("f2", "escape")
        before = console.text.splitlines()
        await console.press("t")
        shown = console.text.splitlines()
        top = next(n for n, line in enumerate(shown) if "─ Transfer" in line)
        assert top > 2
        assert shown[:top] == before[:top]
        assert all(line.startswith((" ", "──")) for line in shown[top:-1] if line)
        assert shown[top].endswith("──")


@pytest.mark.parametrize("keys", [("t",), ("e",)])
async def test_no_key_makes_a_form_grow(keys):
    async with a_console() as console:
        await console.press("f2", "escape", *keys)
        heights = set()
        for _ in range(8):
            heights.add(next(n for n, line in enumerate(console.text.splitlines()) if line.startswith("── ")))
            await console.press("tab")
        assert len(heights) == 1


async def test_an_answer_longer_than_its_line_is_read_to_its_end_where_the_hints_are():
    words = " ".join(f"word{n}" for n in range(16))
    async with a_console(size="narrow") as console:
        hints = console.hints
        console.screen.say(words)
        await console.settle()
        assert "word15" in console.hints
        assert " ".join(f"{console.notice} {console.hints}".split()) == words
        console.screen.say("")
        await console.settle()
        assert console.hints == hints


def test_a_choice_that_is_missing_says_which_keys_choose():
    ends = Choice("ended", "Ended", tuple(Pick(value, value) for value in ("solved", "not solved", "left")))
    form = Form("Wrap up", (ends, Line("words", "Words", needed=True)))
    assert form.missing()
    assert form.complaint == "Ended: please choose with 1 to 3, or up/down."
    form.type("2")
    assert form.missing()
    assert form.complaint == "Words: please answer."


async def test_enter_on_a_wrap_up_without_an_answer_says_which_keys_choose():
    async with a_console() as console:
        await console.press("f2", "escape", "e", "enter")
        assert "Ended: please choose with 1 to" in console.text


def test_a_row_that_is_cut_is_told_whole_below_and_others_leave_the_place_to_the_keys():
    words = "With pia for two hours; " + "no lead has ever looked at it. " * 3
    view = PickerView("TABLES", among([Item("1", words, "sign"), Item("2", "short")]))
    first = ["".join(text for text, _ in line) for line in view.lay_out(80, 12)]
    assert " ".join(" ".join(first[-2:]).split()) == words.strip()
    view._down()
    last = "".join(text for text, _ in view.lay_out(80, 12)[-1])
    assert "Enter picks" in last


@pytest.mark.parametrize(("length", "offers"), [(20, True), (70, False)])
def test_an_answer_is_not_cut_for_the_offer_of_undo(length, offers):
    line = NoticeLine()
    line.show(Notice("x" * length, until=START + 1), UndoOffer("c", "1", 'z: undo "tag billing"', START + 9), START)
    (shown,) = line.lay_out(76, 1)
    text = "".join(run for run, _ in shown)
    assert "x" * length in text
    assert ("undo" in text) is offers


def test_a_reminder_leaves_the_offer_of_undo_its_first_words():
    line = NoticeLine()
    line.show(Notice("x" * 100, Tone.REMINDER, FAR), UndoOffer("c", "1", 'z: undo "tag billing"', START + 9), START)
    (shown,) = line.lay_out(76, 1)
    assert "z: undo" in "".join(run for run, _ in shown)
    assert line_width(shown) == 76


async def test_the_board_begins_with_the_call_for_a_lead():
    door = a_shift()
    own = next(it.id for it in door.rows_of.values() if it.contact_name == "Li Wei")
    door.does("dana", lead.Escalate(own, EscalationReason.BEYOND_LIMIT, "two repairs already"))
    door._me = "mo"
    door.later(500)
    async with a_console(door) as console:
        await console.press("f7")
        shown = console.app.screen
        assert isinstance(shown, BoardScreen)
        assert shown.view.late
        assert shown.lists.selected == (0, own)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_on_a_page_the_last_words_of_a_line_go_on_below_where_they_began(width: int):
    told = "refused: " + " ".join(f"word{n}" for n in range(12))
    line = (("what".ljust(20), Ink.TEXT), (told, Ink.LATE))
    rows = ["".join(text for text, _ink in each) for each in broken((line, ()), width)]
    assert all(cell_len(each) < width for each in rows)
    assert all(each.startswith(" " * 20) for each in rows[1:-1])
    assert " ".join(each[20:] for each in rows[:-1]) == told
    assert rows[-1] == "", "an empty line stays one"
