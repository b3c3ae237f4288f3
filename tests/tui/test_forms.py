"""Forms take the room they need and no more: many choices stand in columns, answers stand below each other."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from agentconsole.tui.dialogs.choices import default_choices
from agentconsole.tui.dialogs.fields import PICKS, Choice, Form, Line, Pick
from agentconsole.tui.dialogs.form import COLUMNED_FROM, FormView
from agentconsole.tui.own_keys import keys_in_a_line
from agentconsole.tui.widgets.ink import Ink
from tests.tui.conftest import a_console


def lines_of(form: Form, width: int) -> list[str]:
    view = FormView(form)
    return ["".join(text for text, _ in line) for line in view.lay_out(width, view.wanted(width))]


def a_choice_of(count: int, words: str = "choice") -> Form:
    picks = tuple(Pick(f"v{n}", f"{words} {n}") for n in range(count))
    return Form("Pick", (Choice("one", "One", picks),))


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_many_choices_stand_in_columns_read_downwards_and_few_below_each_other(width: int):
    few = lines_of(a_choice_of(COLUMNED_FROM - 1), width)
    assert sum("choice" in line for line in few) == COLUMNED_FROM - 1
    many = lines_of(a_choice_of(12), width)
    assert sum("choice" in line for line in many) == 4
    first = next(n for n, line in enumerate(many) if "choice 0" in line)
    assert "choice 1" in many[first + 1]
    assert "choice 4" in many[first]
    assert all(cell_len(line) <= width for line in many)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_every_choice_of_a_team_is_whole_and_has_its_key(width: int):
    for picks in (default_choices().dispositions, default_choices().categories):
        shown = "\n".join(lines_of(Form("Pick", (Choice("one", "One", picks),)), width))
        assert all(f"{key}  {each.words}" in shown for key, each in zip("123456789abc", picks, strict=False))


def test_words_too_long_for_a_column_have_the_line_for_themselves():
    lines = lines_of(a_choice_of(12, "a choice that says quite a lot about what it means to the team"), 80)
    assert sum("a choice" in line for line in lines) == 12


@pytest.mark.parametrize("answer", ["", "typed"])
def test_answers_and_hints_begin_in_one_column_wherever_the_cursor_is(answer: str):
    fields = (Line("a", "First", answer, hint="what it is"), Line("b", "Make an article", hint="more of it"))
    for at in (0, 1):
        first, second = lines_of(Form("Ask", fields, at), 80)[2:4]
        assert first.index(answer or "(what") == second.index("(more of it)")


def test_the_cursor_stands_where_a_hint_begins_and_a_hint_is_no_answer_in_whatever_colours():
    view = FormView(Form("Ask", (Line("a", "First", hint="what it is"),)))
    (caret,) = [text for line in view.lay_out(80, 8) for text, ink in line if ink is Ink.CARET]
    assert caret == "("
    assert "(what it is)" in "".join(lines_of(view.form, 80))


def test_only_keys_that_do_something_are_named():
    line, choice = Line("a", "First"), a_choice_of(2).fields[0]
    assert lines_of(Form("Ask", (line,)), 80)[-1].rstrip() == " Enter done   Esc leaves"
    assert lines_of(Form("Ask", (line, line)), 80)[-1].rstrip() == " Enter done   Tab next   Esc leaves"
    assert lines_of(Form("Ask", (choice,)), 80)[-1].rstrip() == " Enter done   up/down or digit chooses   Esc leaves"
    assert "Tab next   up/down or digit chooses" in lines_of(Form("Ask", (choice, line)), 80)[-1]


def test_keys_that_do_not_fit_fall_away_and_the_one_that_leaves_stays():
    keys = " Enter picks   Tab text or link   up/down moves   Esc leaves"
    assert keys_in_a_line(keys, 80).rstrip() == keys
    assert keys_in_a_line(keys, 47).rstrip() == " Enter picks   Tab text or link   Esc leaves"
    assert keys_in_a_line(keys, 30).rstrip() == " Enter picks   Esc leaves"


async def test_a_wrap_up_leaves_the_queue_in_sight_on_a_small_screen_and_grows_with_what_it_asks():
    async with a_console(size="narrow") as console:
        await console.press("f2", "escape", "W")
        assert "QUEUE" in console.text
        top = console.text.splitlines().index(next(x for x in console.text.splitlines() if "── Wrap up" in x))
        await console.press("1", "tab", "tab", "2")
        assert "what went wrong on our side" in console.text
        grown = console.text.splitlines().index(next(x for x in console.text.splitlines() if "── Wrap up" in x))
        assert grown < top


def test_what_is_picked_from_a_long_list_is_in_sight_wherever_it_stands():
    picks = tuple(Pick(str(n), f"An ending that needs a whole line of the window, {n:02}") for n in range(30))
    form = Form("Ask", (Choice("how", "Ended", picks), Line("note", "Note")))
    view = FormView(form)
    for n in (0, 14, 29):
        form.answers["how"] = str(n)
        shown = ["".join(text for text, _ink in line) for line in view.lay_out(60, 24)]
        assert any(f"* {PICKS[n]}  An ending" in line for line in shown)
        assert ("more above" in shown[1]) == (n == 29)


def test_a_form_with_more_than_its_window_says_so_on_both_sides():
    form = Form("Ask", tuple(Line(f"f{n}", f"Field {n}") for n in range(12)))
    view = FormView(form)
    above = "".join(text for text, _ink in view.lay_out(60, 11)[1])
    assert "more below: Tab" in above
    assert "more above" not in above
    form.go(11)
    above = "".join(text for text, _ink in view.lay_out(60, 11)[1])
    assert "more above" in above
    assert "more below" not in above
    assert view.lay_out(60, view.wanted(60))[1] == ()
