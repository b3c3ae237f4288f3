"""The driver in a real terminal: every key arrives, and it comes back from being put aside."""

import os
import re
import selectors
import sys
from pathlib import Path
from time import sleep

import pytest
from textual._xterm_parser import XTermParser

from agentconsole.tui.driver import WakingDriver
from tests.support.terminal import Terminal

ROOT = Path(__file__).parents[2]
PROGRAM = """
import agentconsole.tui
from agentconsole.tui.driver import WakingDriver, driver_class
from textual.app import App
from textual.widget import Widget
from rich.segment import Segment
from textual.strip import Strip

keys = []

class Keys(Widget):
    seen = "ready"
    def render_line(self, y):
        return Strip([Segment(self.seen if y == 0 else "")]).adjust_cell_length(self.size.width)

class KeyApp(App):
    alts = frozenset("a")
    ENABLE_COMMAND_PALETTE = False
    def compose(self):
        yield Keys()
    def say(self, words):
        keys = self.query_one(Keys)
        keys.seen = words
        keys.refresh()
    def on_key(self, event):
        keys.append(event.key)
        if event.key == "w":
            self.say(" ".join(keys))
        elif event.key == "q":
            self.exit()
        elif event.key == "s":
            with self.suspend():
                pass
            self.say("resumed")
        else:
            self.say(f"key {event.key}.")
    def on_paste(self, event):
        self.say(f"paste {len(event.text)}. {event.text[:20]!r}")

assert driver_class() is WakingDriver
KeyApp(driver_class=driver_class()).run()
"""


def key_app(*, kitty: bool = False) -> Terminal:
    return Terminal(
        [sys.executable, "-c", PROGRAM],
        size=(40, 4),
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)} | ({} if kitty else {"TEXTUAL_DISABLE_KITTY_KEY": "1"}),
    )


def test_a_lone_escape_is_told_from_the_keys_that_begin_with_it():
    with key_app() as terminal:
        terminal.wait_for("ready")
        terminal.press("escape")
        terminal.wait_for("key escape.")
        terminal.press("up")
        terminal.wait_for("key up.")
        terminal.send("\x1bOP")
        terminal.wait_for("key f1.")


def test_an_escape_read_together_with_the_key_after_it_is_not_lost():
    with key_app() as terminal:
        terminal.wait_for("ready")
        terminal.send("\x1b\x10\x1b\x13w")
        terminal.wait_for("escape ctrl+p escape ctrl+s w")


def test_an_escape_and_a_letter_that_come_together_are_two_keys_as_tmux_sends_them():
    with key_app() as terminal:
        terminal.wait_for("ready")
        terminal.send("\x1bg\x1b1\x1b:w")
        terminal.wait_for("escape g escape 1 escape colon w")


@pytest.mark.parametrize(
    ("key", "name"), [("[", "left_square_bracket"), ("]", "right_square_bracket"), ("P", "P"), ("O", "O")]
)
def test_an_escape_and_a_key_that_might_begin_a_sequence_are_two_keys_when_none_comes(key: str, name: str):
    with key_app() as terminal:
        terminal.wait_for("ready")
        terminal.send(f"\x1b{key}")
        terminal.wait_for(f"key {name}.")
        terminal.send("w")
        terminal.wait_for(f"escape {name} w")


def test_a_sequence_that_comes_in_pieces_is_one_key():
    driver, keys = WakingDriver.__new__(WakingDriver), []
    driver._app = None
    driver.process_message = lambda message: keys.append(message.key)
    parser = XTermParser()
    for each in ("\x1b", "[", "A\x1b", "[B\x1b[", "C\x1bO", "P"):
        driver._take(parser, each)
    assert keys == ["up", "down", "right", "f1"]


def test_a_letter_that_is_a_key_together_with_alt_stays_one():
    with key_app() as terminal:
        terminal.wait_for("ready")
        terminal.send("\x1ba")
        terminal.wait_for("key alt+a.")
        terminal.send("\x1bxw")
        terminal.wait_for("alt+a escape x w")


def test_an_escape_in_a_paste_is_no_key_and_does_not_end_it():
    with key_app() as terminal:
        terminal.wait_for("ready")
        terminal.send("\x1b[200~a \x1b[31mred\x1b[0m \x1b(Bb\x1b\x1b[201~")
        terminal.wait_for("paste 16. 'a [31mred[0m (Bb'")
        terminal.send("\x1bgw")
        terminal.wait_for("escape g w")


def test_a_letter_that_comes_a_moment_after_an_escape_is_a_key_of_its_own():
    driver, keys = WakingDriver.__new__(WakingDriver), []
    driver._app = None
    driver.process_message = lambda message: keys.append(message.key)
    parser = XTermParser()
    for each in ("\x1b", "g"):
        driver._take(parser, each)
    assert keys == ["escape", "g"]


def test_an_escape_is_no_part_of_what_comes_after_its_time_however_late_it_is_looked_at(monkeypatch):
    typing, typed = os.pipe()
    ended, end = os.pipe()

    class Late(selectors.SelectSelector):
        """A machine so busy that the thread wakes long after the parser's patience is over."""

        def select(self, timeout=None):
            if timeout is not None:
                os.write(typed, b"r")
                os.write(end, b"x")
                sleep(0.1)
            return super().select(timeout)

    monkeypatch.setattr(selectors, "SelectSelector", Late)
    driver, keys = WakingDriver.__new__(WakingDriver), []
    driver.fileno, driver._wake, driver._debug, driver._app = typing, (ended, end), False, None
    driver.process_message = lambda message: keys.append(message.key)
    os.write(typed, b"\x1b")
    driver.run_input_thread()
    for each in (typing, typed, ended, end):
        os.close(each)
    assert keys == ["escape", "r"]


def test_a_terminal_with_kittys_keys_sends_what_is_typed_as_text_again_after_it_was_lent_out():
    with key_app(kitty=True) as terminal:
        terminal.wait_for("ready")
        terminal.send("s")
        terminal.wait_for("resumed")
        terminal.send("\u00f6")
        terminal.wait_for("key \u00f6.")
        terminal.send("\x1b[13;2u")
        terminal.wait_for("key shift+enter.")
    asked = re.findall(rb"\x1b\[[<>=][0-9;]*u", terminal.raw)
    taken = [b"\x1b[>25u", b"\x1b[=1u"]
    assert asked == [*taken, b"\x1b[<u", *taken], "kitty 0.26 sends no text with an umlaut else"


def test_a_paste_arrives_whole():
    with key_app() as terminal:
        terminal.wait_for("ready")
        terminal.paste("line\n" * 2000)
        terminal.wait_for("paste 10000.")


def test_bytes_that_are_no_text_do_not_end_the_console():
    with key_app() as terminal:
        terminal.wait_for("ready")
        terminal.send(b"\xff\xfe\xc3")
        terminal.send("x")
        terminal.press("escape")
        terminal.wait_for("key escape.")


def test_input_works_again_after_the_terminal_was_lent_out():
    with key_app() as terminal:
        terminal.wait_for("ready")
        terminal.send("s")
        terminal.wait_for("resumed")
        terminal.send("k")
        terminal.wait_for("key k.")


def test_leaving_gives_the_terminal_back_as_it_was():
    with key_app() as terminal:
        terminal.wait_for("ready")
        terminal.send("q")
        assert terminal.wait_exit() == 0
        assert terminal.modes_left_changed == set()


def test_without_a_terminal_the_choice_is_left_to_textual(monkeypatch):
    from agentconsole.tui.driver import driver_class

    with open("/dev/null") as nothing:
        monkeypatch.setattr(sys, "__stdin__", nothing)
        assert driver_class() is None


class Written:
    """In place of the thread that writes: what it was given."""

    def __init__(self) -> None:
        self.all: list[str] = []

    def is_alive(self) -> bool:
        return True

    def write(self, data: str) -> None:
        self.all.append(data)


def test_a_picture_that_was_just_drawn_is_not_drawn_again_and_anything_else_is(monkeypatch):
    from agentconsole.tui import driver
    from agentconsole.tui.driver import AT_ONCE, SYNC_END, SYNC_START, WakingDriver

    now = [100.0]
    monkeypatch.setattr(driver, "monotonic", lambda: now[0])
    ours, written = WakingDriver.__new__(WakingDriver), Written()
    ours._writer_thread = written
    picture, part, bell = "\x1b[1;1Hall of it", "\x1b[7;1Ha row", "\a"
    for each in (SYNC_START, picture, SYNC_END, SYNC_START, picture, SYNC_END):
        ours.write(each)
    assert written.all.count(picture) == 1
    for each in (part, picture, bell, bell, part, part):
        ours.write(each)
    assert written.all[-6:] == [part, picture, bell, bell, part, part]
    ours.write(picture)
    now[0] += AT_ONCE
    ours.write(picture)
    assert written.all[-2:] == [picture, picture]
