"""Selected text: seen without colour, replaced by what is typed, cut, copied, brought back; the text never harmed."""

from __future__ import annotations

import base64

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from agentconsole.domain.commands import Claim
from agentconsole.tui.widgets.edit_rows import rows, runs
from agentconsole.tui.widgets.edit_text import EditText
from agentconsole.tui.widgets.text_keys import EDITS, SELECTS
from tests.e2e.console import Console, eventually
from tests.e2e.shift import ME, Shift
from tests.tui.conftest import a_console

FAMILY = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}"
TEXT = st.lists(st.sampled_from(["a", "b ", "\n", "漢", "e\u0301", FAMILY]), max_size=30).map("".join)
STEPS = [*SELECTS, "left", "right", "home", "end"]


def selecting(text: str, *steps: str) -> EditText:
    edit = EditText(text)
    for step in steps:
        (SELECTS | EDITS)[step](edit)
    return edit


def test_what_is_typed_takes_the_place_of_what_is_selected_and_undo_brings_it_back_selected() -> None:
    edit = selecting("the wrong word", "select_word_left")
    edit.insert("w")
    edit.insert("ay")
    assert edit.text == "the wrong way"
    edit.undo()
    edit.undo()
    assert (edit.text, edit.selected) == ("the wrong word", "word")
    edit.redo()
    assert edit.text == "the wrong w"


def test_an_arrow_without_shift_goes_to_the_edge_of_what_was_selected() -> None:
    edit = selecting("one two", "select_word_left")
    EDITS["right"](edit)
    assert (edit.cursor, edit.selected) == (7, "")
    edit = selecting("one two", "select_word_left")
    EDITS["left"](edit)
    assert (edit.cursor, edit.selected) == (4, "")


@pytest.mark.parametrize("key", ["backspace", "delete"])
def test_both_deleting_keys_take_out_exactly_what_is_selected(key: str) -> None:
    edit = selecting(f"a{FAMILY}b", "left", "select_left")
    EDITS[key](edit)
    assert edit.text == "ab"


@settings(max_examples=300)
@given(TEXT, st.lists(st.sampled_from(STEPS), max_size=12), st.integers(4, 20))
def test_what_is_drawn_is_the_text_whatever_is_selected(text: str, steps: list[str], width: int) -> None:
    edit = selecting(text, *steps)
    drawn = selected = ""
    for row in rows(text, width):
        parts = runs(text, row, edit.selection, None)
        drawn += "".join(part for part, _ in parts)[: row.end - row.start]
        selected += "".join(part for part, look in parts if look)
        with_cursor = runs(text, row, edit.selection, (edit.cursor, edit.right()))
        if row.start <= edit.cursor < row.end:
            assert "".join(part for part, _ in with_cursor).rstrip() == text[row.start : row.end].rstrip()
    assert drawn == text.replace("\n", "")
    assert selected == edit.selected.replace("\n", " ")


@settings(max_examples=300)
@given(TEXT, st.lists(st.sampled_from(STEPS), max_size=12), TEXT)
def test_replacing_what_is_selected_leaves_the_rest_and_undo_everything(text: str, steps: list[str], new: str) -> None:
    edit = selecting(text, *steps)
    start, end = edit.selection
    edit.insert(new)
    assert edit.text == text[:start] + new + text[end:]
    assert edit.cursor == start + len(new)
    edit.undo()
    assert (edit.text, edit.selection) == (text, (start, end))


async def test_the_rule_says_in_words_how_much_is_selected() -> None:
    async with a_console() as console:
        await console.press("f3", *"all", "space", *"done", "ctrl+shift+left")
        assert "4 selected" in console.text
        await console.press("right")
        assert "selected" not in console.text


async def test_select_all_from_the_palette_goes_back_to_the_text() -> None:
    async with a_console() as console:
        await console.press("f3", *"all", "ctrl+p", *"select", "space", *"all", "enter")
        assert console.screen.pane.composer.selected == "all"
        await console.press("x")
        assert console.screen.pane.composer.text == "x"


async def test_ctrl_c_copies_what_is_selected_and_leaves_only_where_nothing_is() -> None:
    async with a_console() as console:
        await console.press("f3", *"keep", "shift+home", "ctrl+c")
        assert console.app.clipboard == "keep"
        assert "Copied" in console.notice
        await console.press("end", "ctrl+c")
        assert console.app.screen is not console.screen


async def test_what_was_cut_can_be_put_in_elsewhere_without_any_clipboard_of_the_terminal() -> None:
    async with a_console() as console:
        await console.press("f3", *"words", "shift+home", "ctrl+x")
        assert console.screen.pane.composer.text == ""
        await console.press("f2", "ctrl+v")
        assert console.screen.pane.composer.text == "words"


def test_in_a_terminal_selected_text_is_underlined_cut_to_its_clipboard_and_typed_over(tmp_path) -> None:
    shift = Shift(tmp_path / "store.db")
    chat = shift.comes("chat", "Mara Kovač", "mail bounces", "Hi, all mail to us bounces.")
    assert shift.does(ME, Claim(chat)).is_accepted
    with Console(shift, env={"NO_COLOR": "1"}) as console:
        console.keys("f2")
        console.wait_for("PUBLIC to Mara")
        console.types("It works again now")
        console.settle(0.1)
        since = len(console.reads)
        console.press("ctrl+shift+left", "ctrl+shift+left")
        console.writes("\x1b[1;4", since)
        console.wait_for("9 selected")
        since = len(console.reads)
        console.press("ctrl+x")
        console.writes("\x1b]52;c;" + base64.b64encode(b"again now").decode(), since)
        console.wait_gone("again now")
        console.press("ctrl+z")
        console.wait_for("again now")
        console.types("!")
        console.keys("ctrl+s")
        eventually(lambda: shift.bodies(chat)[-1][2] == "It works !", "what was typed took its place")
        assert console.quits() == 0
