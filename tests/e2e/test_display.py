"""What each setting of `display` makes of the bytes: for a slow line, calm eyes, a screen reader, plain fonts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.bench.bench_bandwidth import FIRST, IDLE, KEY
from tests.e2e.console import Console, eventually
from tests.support.display import cost, ticking_console

CURSOR_SHOWN, CURSOR_HIDDEN = b"\x1b[?25h", b"\x1b[?25l"
SECONDS = re.compile(r"!! (?:upd |DUE \+)\d:\d\d")
BOXES = re.compile("[\u2500-\u259f]")


def test_on_a_slow_line_pictures_keys_and_idling_stay_within_their_bytes(tmp_path: Path) -> None:
    found = cost(tmp_path, seconds=3, bandwidth="low")
    assert found.first <= FIRST
    assert found.key <= KEY
    assert found.idle <= IDLE


def test_on_a_slow_line_no_colour_takes_more_than_the_terminals_own_and_the_mouse_is_not_asked_for(tmp_path) -> None:
    with ticking_console(tmp_path, bandwidth="low") as console:
        assert not re.search(rb"[34]8;[25];", console.raw)
        assert b"\x1b[?1003h" not in console.raw


def test_with_reduced_motion_the_last_minute_has_no_seconds_and_nothing_ticks(tmp_path: Path) -> None:
    with ticking_console(tmp_path, reduced_motion="on") as console:
        console.wait_for("<1m")
        assert not SECONDS.search(console.text())
        console.settle(2.5)
    (tmp_path / "other").mkdir()
    with ticking_console(tmp_path / "other") as console:
        console.wait_until(lambda rows: any(SECONDS.search(row) for row in rows), wanted="seconds")


def at(console: Console) -> tuple[int, str]:
    """The column of the terminal's cursor, from 0, and the row it is in."""
    row, column = console.cursor()
    return column - 1, console.screen()[row - 1]


def stands_behind(console: Console, words: str) -> bool:
    """Whether the cursor does, with nothing or anything after it."""
    column, row = at(console)
    return row[:column].rstrip().endswith(words)


def test_the_terminals_cursor_is_seen_and_stands_where_the_focus_is(tmp_path: Path) -> None:
    with ticking_console(tmp_path, show_cursor="on", reduced_motion="on") as console:
        assert console.raw.rfind(CURSOR_SHOWN) > console.raw.rfind(CURSOR_HIDDEN)
        for key in "jjk":
            _, before = at(console)
            name = before[1:].strip()
            console.press(key)
            eventually(lambda old=name: stands_at_another_row(console, old), f"the cursor follows {key}")
        console.press("f2")
        console.wait_for("PUBLIC to Mara")
        for letter in "née":
            console.press(letter)
        eventually(lambda: stands_behind(console, "née"), "it follows what is typed")
        for left in ("né", "n"):
            console.press("left")
            eventually(lambda text=left: stands_behind(console, text), "it follows the keys")
        console.press("ctrl+p")
        console.wait_for("COMMANDS")
        console.press("q")
        eventually(lambda: stands_behind(console, "> q"), "it follows into the dialog")
        console.press("escape")
        console.wait_gone("COMMANDS")
        eventually(lambda: "née" in at(console)[1], "it is back in the editor")
        assert console.quits() == 0
        assert not console.modes_left_changed


def stands_at_another_row(console: Console, name: str) -> bool:
    column, row = at(console)
    return (column, row[0]) == (0, ">") and row[1:].strip() != name


def test_the_terminals_cursor_is_seen_again_after_the_terminal_was_lent_out(tmp_path: Path) -> None:
    with ticking_console(tmp_path, show_cursor="on") as console:
        before = len(console.raw)
        console.press("f12")
        console.wait_for("Press Enter to go back")
        console.press("enter")
        console.wait_for("QUEUE")
        eventually(
            lambda: console.raw[before:].rfind(CURSOR_SHOWN) > console.raw[before:].rfind(CURSOR_HIDDEN),
            "the cursor is seen again",
        )


def test_without_being_asked_for_the_cursor_stays_hidden(tmp_path: Path) -> None:
    with ticking_console(tmp_path) as console:
        assert console.raw.rfind(CURSOR_HIDDEN) > console.raw.rfind(CURSOR_SHOWN)


@pytest.mark.parametrize("size", [(80, 24), (200, 60)], ids=str)
def test_plain_borders_draw_no_box_on_any_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    with ticking_console(tmp_path, plain_borders="on") as console:
        console.resize(*size)
        for keys, shown in (("f2",), "PUBLIC"), (("ctrl+n",), "NOTE"), (("f7",), "TEAM 3"), (("f7", "f1"), "HELP"):
            console.keys(*keys)
            console.wait_for(shown)
        console.settle(0.2)
        assert not BOXES.search(console.raw.decode())
        rows = console.screen()
        assert any("----" in row for row in rows)
