"""Inside tmux and GNU screen: every key, a changed window, calls and copies reach the terminal around them."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from wcwidth import wcwidth

from tests.e2e.console import ROOT, eventually
from tests.e2e.shift import ME, Shift
from tests.support.display import two_ticking_chats
from tests.support.terminal import Terminal

CONSOLE = [sys.executable, "-m", "agentconsole"]
has_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
has_screen = pytest.mark.skipif(shutil.which("screen") is None, reason="GNU screen is not installed")
OPTIONS = "set -s escape-time 10; set -g focus-events on; set -s set-clipboard on; set -g allow-passthrough on"


class Tmux:
    """A tmux of the test's own around the console, in a terminal of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "tmux.sock"
        self.command = ["tmux", "-S", str(self.socket), "-f", "/dev/null"]

    def asks(self, *words: str) -> str:
        """What tmux itself answers."""
        return subprocess.run([*self.command, *words], check=True, capture_output=True, text=True).stdout

    @contextmanager
    def around(self, shift: Shift, **env: str) -> Iterator[Terminal]:
        home = {"HOME": str(shift.path.parent / "home"), "SHELL": "/bin/sh", **env}
        options = [word for line in OPTIONS.split("; ") for word in (*line.split(), ";")]
        inside = [*CONSOLE, "--store", str(shift.path), "--as", ME]
        try:
            with Terminal([*self.command, *options, "new-session", *inside], env=home, cwd=ROOT) as terminal:
                terminal.wait_for("QUEUE", timeout=30)
                terminal.settle(0.3)
                yield terminal
        finally:
            subprocess.run([*self.command, "kill-server"], check=False, stderr=subprocess.DEVNULL)


@pytest.fixture
def shift(tmp_path: Path) -> Shift:
    return two_ticking_chats(tmp_path)


@has_tmux
def test_in_tmux_keys_arrive_and_another_window_size_is_laid_out_anew(shift, tmp_path):
    tmux = Tmux(tmp_path)
    with tmux.around(shift) as terminal:
        terminal.press("f2")
        terminal.wait_for("PUBLIC to Mara")
        terminal.send("typed in tmux")
        terminal.wait_for("typed in tmux")
        terminal.resize(80, 26)
        terminal.wait_for("F3 opens")
        assert "typed in tmux" in terminal.text()
        pane = tmux.asks("capture-pane", "-p").splitlines()
        assert len(pane[0]) <= 80
        assert any("PUBLIC to Mara" in row for row in pane)
        terminal.resize(200, 50)
        terminal.wait_until(lambda rows: sum("PUBLIC to" in row for row in rows) == 1 and "Li Wei" in "".join(rows))
        terminal.press("ctrl+shift+left", "ctrl+x")
        terminal.wait_gone("typed in tmux")
        eventually(lambda: "typed in " in str(shift.drafts("1001")), "the rest is the draft")


INDIAN = "हिन्दी में मेरी वेबसाइट, বাংলা, தமிழ், తెలుగు"


def column(row: str, sign: str) -> int:
    """Where in tmux's own grid a sign stands: each spacing mark has a cell there."""
    before = row[: row.index(sign)]
    return sum(1 if unicodedata.category(each) == "Mc" else max(0, wcwidth(each)) for each in before)


@has_tmux
def test_in_tmux_the_line_between_the_panes_is_straight_beside_indian_scripts(tmp_path):
    shift = Shift(tmp_path / "store.db")
    shift.comes("ticket", INDIAN, INDIAN, INDIAN)
    tmux = Tmux(tmp_path)
    with tmux.around(shift) as terminal:
        terminal.resize(120, 36)
        terminal.wait_for("CONTACT")
        terminal.settle(0.3)
        rows = tmux.asks("capture-pane", "-p").splitlines()[1:20]
        assert any("हिन्दी" in row for row in rows), "\n".join(rows)
        assert len({column(row, "│") for row in rows}) == 1, "\n".join(rows)


@has_tmux
def test_in_tmux_a_copy_reaches_the_clipboard_of_tmux_and_of_the_terminal(shift, tmp_path):
    tmux = Tmux(tmp_path)
    with tmux.around(shift) as terminal:
        terminal.press("f2")
        terminal.wait_for("PUBLIC to Mara")
        terminal.send("take this")
        terminal.wait_for("take this")
        terminal.press("shift+home", "ctrl+c")
        terminal.wait_for("Copied")
        assert tmux.asks("show-buffer") == "take this"
        assert base64.b64encode(b"take this") in terminal.raw


@has_tmux
def test_in_tmux_a_call_goes_through_to_the_terminal_when_it_may(shift, tmp_path):
    asked = {"AGENTCONSOLE_NOTIFY__DESKTOP": "osc9", "AGENTCONSOLE_NOTIFY__TMUX_PASSTHROUGH": "on"}
    with Tmux(tmp_path).around(shift, **asked) as terminal:
        terminal.send("\x1b[O")
        called = re.compile(rb"\x1b\]9;agentconsole: a chat[^\x1b]*\x1b\\")
        eventually(lambda: called.search(terminal.raw), "the terminal around tmux is called", 60)
        assert b"Mara" not in called.search(terminal.raw)[0]


@contextmanager
def in_screen(shift: Shift, folder: Path) -> Iterator[Terminal]:
    """The console in a GNU screen of the test's own, which ends with it."""
    home, sockets = shift.path.parent / "home", folder / "sockets"
    home.mkdir(exist_ok=True)
    sockets.mkdir(mode=0o700)
    (home / "screenrc").write_text("maptimeout 10\ndefutf8 on\nstartup_message off\nvbell off\n", "utf-8")
    env = {"HOME": str(home), "SCREENDIR": str(sockets), "SHELL": "/bin/sh"}
    inside = [*CONSOLE, "--store", str(shift.path), "--as", ME]
    command = ["screen", "-U", "-T", "screen", "-c", str(home / "screenrc"), "-S", "test", *inside]
    try:
        with Terminal(command, env=env, cwd=ROOT) as terminal:
            terminal.wait_for("QUEUE", timeout=30)
            terminal.settle(0.3)
            yield terminal
    finally:
        subprocess.run(["screen", "-S", "test", "-X", "quit"], env=os.environ | env, check=False, capture_output=True)


@has_screen
def test_in_screen_keys_arrive_the_window_may_change_and_copies_are_handed_on(shift, tmp_path):
    with in_screen(shift, tmp_path) as terminal:
        terminal.press("f2")
        terminal.wait_for("PUBLIC to Mara")
        terminal.send("typed in screen")
        terminal.wait_for("typed in screen")
        terminal.press("home")
        terminal.send("x")
        terminal.wait_for("xtyped in screen")
        terminal.resize(80, 24)
        terminal.wait_for("F3 opens")
        terminal.wait_for("xtyped in screen")
        terminal.press("shift+end", "ctrl+c")
        eventually(lambda: base64.b64encode(b"typed in screen") in terminal.raw, "the terminal gets the copy")


@has_screen
def test_with_the_few_colours_of_screen_what_matters_has_a_word(shift, tmp_path):
    with in_screen(shift, tmp_path) as terminal:
        assert not re.search(rb"[34]8;2;", terminal.raw)
        for sign in ("C1 1001", "chat 2/2 FULL", "sync ok", "Enter open"):
            assert sign in terminal.text()


def test_a_long_copy_goes_through_screen_in_pieces_that_make_the_whole():
    from agentconsole.tui.clipboard import AT_ONCE, clipboard, through_screen

    text = "漢字 and a long text " * 200
    sent = through_screen(clipboard(text))
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", sent, re.DOTALL)
    assert max(map(len, pieces)) <= AT_ONCE
    assert "".join(pieces) == clipboard(text)
    encoded = "".join(pieces).removeprefix("\x1b]52;c;").removesuffix("\a")
    assert base64.b64decode(encoded).decode() == text
