"""The terminal itself: it answers, shows, times, resizes, stalls, and ends what it started."""

import signal
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.support.terminal import NotShown, Terminal
from tests.support.terminal_queries import QUERY, Replies, modes_left_changed, split_unfinished
from tests.support.terminal_screen import ScreenModel, drawable

ECHOING_APP = """
from textual.app import App, ComposeResult
from textual.widgets import Input, Static

class Echo(App):
    BINDINGS = [("ctrl+q", "quit", "Quit")]
    def compose(self) -> ComposeResult:
        yield Input(placeholder="type here")
        yield Static("", id="echo", markup=False)
    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one("#echo").update(f"heard {event.value}")
    def on_resize(self, event) -> None:
        self.query_one("#echo").update(f"{event.size.width} by {event.size.height}")

Echo().run()
"""

ASK = """
import os, sys, termios, tty
tty.setraw(0)
os.write(1, b"\\x1b[3;7H" + sys.argv[1].encode().decode("unicode_escape").encode("latin-1"))
answer = os.read(0, 100)
os.write(1, b"\\x1b[1;1H" + repr(answer).encode())
os.read(0, 1)
"""


def python(program: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", program, *arguments]


def test_a_textual_app_is_shown_typed_into_resized_and_quit():
    with Terminal(python(ECHOING_APP), size=(80, 24)) as terminal:
        terminal.wait_for("80 by 24")
        terminal.send("grüße")
        terminal.wait_for("heard grüße")
        terminal.resize(100, 30)
        terminal.wait_for("100 by 30")
        assert [len(row) for row in terminal.screen()] == [100] * 30
        assert 1049 in terminal.modes_left_changed
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
        assert terminal.modes_left_changed == set()


def test_a_key_is_timed_from_the_press_to_the_first_byte_to_the_last():
    program = (
        "import os, time, tty; tty.setraw(0); os.write(1, b'ready')\n"
        "while key := os.read(0, 1): os.write(1, b'heard '); time.sleep(0.05); os.write(1, key)"
    )
    with Terminal(python(program)) as terminal:
        terminal.wait_for("ready")
        response = terminal.time("x", quiet=0.5)
        assert 0 < response.first_ms < response.settled_ms
        assert response.settled_ms > 50
        assert response.size == len("heard x")
        assert terminal.bytes_for(lambda: terminal.send("y"), quiet=0.5) == b"heard y"


def test_what_comes_before_the_answer_one_waits_for_is_not_taken_for_it():
    program = (
        "import os, time, tty; tty.setraw(0); os.write(1, b'ready')\n"
        "while key := os.read(0, 1): os.write(1, b'a clock ticks ' * 50); time.sleep(0.05); os.write(1, b'mo'); "
        "os.write(1, b'ved')"
    )
    with Terminal(python(program)) as terminal:
        terminal.wait_for("ready")
        response = terminal.time("x", quiet=0.1, answers=lambda output: output.endswith(b"moved"))
        assert 50 <= response.first_ms <= response.settled_ms
        with pytest.raises(NotShown):
            terminal.time("x", timeout=0.2, answers=lambda output: b"never" in output)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (r"\x1b[c", rb"\x1b[?62;22c"),
        (r"\x1b[>c", rb"\x1b[>1;10;0c"),
        (r"\x1b[5n", rb"\x1b[0n"),
        (r"\x1b[6n", rb"\x1b[3;7R"),
        (r"\x1b[>q", rb"\x1bP>|house-terminal 1\x1b\\"),
        (r"\x1b[?u", rb"\x1b[?0u"),
        (r"\x1b[?2026$p", rb"\x1b[?2026;2$y"),
        (r"\x1b[?2048$p", rb"\x1b[?2048;0$y"),
        (r"\x1b]11;?\x07", rb"\x1b]11;rgb:0000/0000/0000\x1b\\"),
        (r"\x1b]10;?\x1b\\", rb"\x1b]10;rgb:cccc/cccc/cccc\x1b\\"),
        (r"\x1b[18t", rb"\x1b[8;36;120t"),
    ],
)
def test_a_program_that_asks_the_terminal_is_answered(question: str, answer: bytes):
    with Terminal(python(ASK, question), replies=Replies(kitty_keys=True)) as terminal:
        terminal.wait_for(repr(answer.decode("unicode_escape").encode("latin-1"))[1:])


def test_the_kitty_question_stays_unanswered_by_a_terminal_without_it():
    asked = QUERY.search(b"\x1b[?u")
    assert asked is not None
    assert Replies().to(asked, lambda: (1, 1), (80, 24)) == b""


def test_a_question_cut_in_two_by_the_pipe_is_held_until_it_is_whole():
    assert split_unfinished(b"a\x1b[?20") == (b"a", b"\x1b[?20")
    assert split_unfinished(b"a\x1b]11;?") == (b"a", b"\x1b]11;?")
    assert split_unfinished(b"a\x1b]11;?\x1b") == (b"a", b"\x1b]11;?\x1b")
    assert split_unfinished(b"a\x1b]11;?\x1b\\b") == (b"a\x1b]11;?\x1b\\b", b"")
    assert split_unfinished(b"\x1b[31mred") == (b"\x1b[31mred", b"")


def test_sequences_that_draw_nothing_never_reach_the_screen_model():
    assert drawable(b"a\x1b[>1ub\x1b[<uc\x1b[?2026$pd\x1bP>|x\x1b\\e\x1b]0;title\x07f") == b"abcdef"
    assert drawable(b"\x1b[?25l\x1b[1;2H\x1b[38;2;1;2;3;4mx\x1b[m") == b"\x1b[?25l\x1b[1;2Hx"


@pytest.mark.parametrize("text", ["ab", "a\u4e2db", "e\u0301", "a\tb", "abcdefghij", "a\x1b[4hb", "\U0001f642"])
def test_what_is_drawn_in_one_go_stands_as_it_would_letter_by_letter(text: str):
    at_once, each = ScreenModel((8, 3)), ScreenModel((8, 3))
    for model in (at_once, each):
        model.feed(b"\x1b[2;3Hxyz\x1b[2;3H")
    at_once.feed(text.encode())
    for letter in text:
        each.feed(letter.encode())
    assert (at_once.cells(), at_once.cursor()) == (each.cells(), each.cursor())
    assert at_once.cells() != ScreenModel((8, 3)).cells()


def test_modes_left_other_than_a_shell_expects_are_named():
    assert modes_left_changed(b"\x1b[?1049h\x1b[?1000;1006h\x1b[?25l\x1b[?1049l") == {1000, 1006, 25}
    assert modes_left_changed(b"\x1b[?1049h\x1b[?25l\x1b[?25h\x1b[?1049l") == set()


def test_wide_characters_combining_marks_and_split_utf8_are_shown():
    program = "import os, time\nfor part in (b'\\xe4\\xbd', b'\\xa0\\xe5\\xa5\\xbd e\\xcc\\x81 ok'):\n" + (
        " os.write(1, part); time.sleep(0.05)\ninput()"
    )
    with Terminal(python(program)) as terminal:
        terminal.wait_for("ok")
        assert terminal.screen()[0].startswith("你好 é ok")


def test_waiting_in_vain_shows_the_screen_and_an_ended_program_is_not_waited_for():
    with Terminal(python("print('only this')"), size=(20, 3)) as terminal:
        with pytest.raises(NotShown, match=r"(?s)ended.*│only this           │"):
            terminal.wait_for("something else", timeout=60)
        assert terminal.wait_exit() == 0


def test_a_stalled_terminal_blocks_the_writer_until_it_resumes():
    program = "import os\nfor _ in range(20): os.write(1, b'x' * 10_000)\nprint(); print('all written'); input()"
    with Terminal(python(program)) as terminal:
        terminal.stall()
        written = len(terminal.bytes_for(lambda: None, quiet=0.5))
        assert written < 200_000
        terminal.resume()
        terminal.wait_for("all written")


def test_leaving_ends_the_whole_group_of_the_command():
    program = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print('child', child.pid, 'end', flush=True); time.sleep(600)"
    )
    with Terminal(python(program)) as terminal:
        terminal.wait_for("end")
        child = int(terminal.screen()[0].split()[1])
        assert runs(child)
    deadline = monotonic() + 60
    while runs(child):
        assert monotonic() < deadline, "the child outlived its terminal"
        sleep(0.01)


def test_the_exit_code_tells_the_signal():
    with Terminal(python("import time; print('up', flush=True); time.sleep(600)")) as terminal:
        terminal.wait_for("up")
        terminal.kill(signal.SIGTERM)
        assert terminal.wait_exit() == -signal.SIGTERM


def runs(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()
