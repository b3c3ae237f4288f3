"""The text under the cursor, its rows on the screen, and the paste guard."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given, settings
from rich.cells import cell_len

from agentconsole.tui.widgets.edit_rows import at, place, rows
from agentconsole.tui.widgets.edit_text import EditText
from agentconsole.tui.widgets.paste_guard import PasteGuard

FAMILY = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}"


def test_backspace_takes_a_letter_with_its_accents() -> None:
    text = EditText("cafe\u0301")
    text.backspace()
    assert text.text == "caf"


def test_the_cursor_steps_over_a_family_at_once() -> None:
    text = EditText(f"a{FAMILY}b")
    text.move(1)
    text.move(text.right())
    assert text.text[text.cursor :] == "b"


def test_a_word_typed_in_one_go_is_one_undo() -> None:
    text = EditText()
    for character in "hello world":
        text.insert(character)
    text.undo()
    assert text.text == "hello "
    text.redo()
    assert text.text == "hello world"


def test_words_are_deleted_whole() -> None:
    text = EditText("the refund is on its way")
    text.delete(text.word_left(), text.cursor)
    assert text.text == "the refund is on its "


def test_rows_keep_words_whole_and_never_overflow() -> None:
    text = "the refund is on its way to your bank"
    laid = rows(text, 12)
    assert [text[r.start : r.end].strip() for r in laid] == ["the refund", "is on its", "way to", "your bank"]


@settings(max_examples=200)
@given(st.text(alphabet=st.sampled_from("ab \nä漢😀e\u0301"), max_size=120), st.integers(4, 30))
def test_rows_hold_the_whole_text_within_the_width(text: str, width: int) -> None:
    laid = rows(text, width)
    assert "".join(text[r.start : r.end] for r in laid) == text.replace("\n", "")
    # A wide character at the end of a row may still stand in the cursor's cell.
    assert all(cell_len(text[r.start : r.end].rstrip()) <= width for r in laid)


@settings(max_examples=200)
@given(st.text(alphabet="ab \n漢", max_size=80), st.integers(5, 30), st.data())
def test_a_place_is_found_again_by_its_row_and_column(text: str, width: int, data: st.DataObject) -> None:
    cursor = data.draw(st.integers(0, len(text)))
    laid = rows(text, width)
    row, column = place(text, laid, cursor)
    assert at(text, laid, row, column) == cursor


def test_an_enter_within_a_burst_is_a_paste() -> None:
    guard = PasteGuard()
    for n in range(5):
        guard.typed(n * 0.001)
    assert guard.is_paste(0.006)


def test_an_enter_after_fast_typing_sends() -> None:
    guard = PasteGuard()
    for n in range(20):
        guard.typed(n * 0.040)
    assert not guard.is_paste(0.800)


def test_an_enter_well_after_a_burst_sends() -> None:
    guard = PasteGuard()
    for n in range(5):
        guard.typed(n * 0.001)
    assert not guard.is_paste(0.100)
