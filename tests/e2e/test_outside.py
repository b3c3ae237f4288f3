"""The terminal lent to other programs and taken back: the agent's editor, a bare view, the clipboard."""

from __future__ import annotations

import base64
import stat
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.clock import SystemClock
from agentconsole.domain.commands import Receive
from agentconsole.store.knowing.articles import find_article
from agentconsole.store.own.drafts import Draft, Visibility, save
from agentconsole.store.sqlite import open_store
from tests.e2e.console import Console, eventually
from tests.e2e.shift import ME, Shift


@pytest.fixture
def shift(tmp_path: Path) -> Shift:
    return Shift(tmp_path / "store.db")


def editor(tmp_path: Path, body: str) -> dict[str, str]:
    """An environment whose EDITOR does `body` to the file it is given."""
    script = tmp_path / "editor"
    script.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return {"EDITOR": str(script)}


def test_the_text_goes_through_the_agents_editor_and_back(shift, tmp_path):
    chat = shift.holds_a_chat()
    env = editor(tmp_path, 'grep -q "half a" "$1" && printf "a whole \\033[2Jsentence\\nof two lines\\n" > "$1"')
    with Console(shift, env=env) as console:
        console.keys("f2")
        console.wait_for("PUBLIC to Mara")
        console.types("half a")
        console.press("ctrl+g")
        console.wait_for("of two lines")
        console.keys("ctrl+s")
        console.wait_for("✓ #")
        eventually(lambda: "of two lines" in shift.bodies(chat)[-1][2], "it is sent")
        assert console.quits() == 0
        assert not console.modes_left_changed
    assert shift.bodies(chat)[-1][2].startswith("a whole ")
    assert "\x1b" not in shift.bodies(chat)[-1][2]


def test_news_while_the_editor_runs_is_there_afterwards_and_the_loop_lives(shift, tmp_path):
    chat = shift.holds_a_chat()
    env = editor(tmp_path, f'touch "{tmp_path}/open"; while [ ! -e "{tmp_path}/done" ]; do sleep 0.05; done')
    with Console(shift, env=env) as console:
        console.keys("f2")
        console.wait_for("PUBLIC to Mara")
        console.types("kept")
        console.press("ctrl+g")
        eventually((tmp_path / "open").exists, "the editor runs")
        for n in range(60):
            assert shift.does("chat", Receive(chat, f"word {n}", f"m-{n}")).is_accepted
        (tmp_path / "done").touch()
        console.wait_for("word 59")
        assert "kept" in console.text()
        console.types(" alive")
        console.wait_for("kept alive")
        assert console.quits() == 0
    assert "kept alive" in str(shift.drafts(chat))


@pytest.mark.parametrize(
    ("beside", "told", "left"),
    [
        ("half a\n\nTyped there.", "its words stand before yours", ("Typed there.", "a whole sentence")),
        ("", "sent or deleted this text", ("a whole sentence",)),
    ],
)
def test_what_the_other_console_does_while_the_editor_runs_is_told_and_no_text_is_lost(
    shift, tmp_path, beside: str, told: str, left: tuple[str, ...]
):
    chat = shift.holds_a_chat()
    wait = f'touch "{tmp_path}/open"; while [ ! -e "{tmp_path}/done" ]; do sleep 0.05; done'
    env = editor(tmp_path, f'{wait}; printf "a whole sentence\\n" > "$1"')
    with Console(shift, env=env) as console:
        console.keys("f2")
        console.wait_for("PUBLIC to Mara")
        console.types("half a")
        eventually(lambda: "half a" in str(shift.drafts(chat)), "it is on the disk")
        console.press("ctrl+g")
        eventually((tmp_path / "open").exists, "the editor runs")
        with closing(open_store(shift.path)) as db:
            save(db, Draft("local", ME, chat, Visibility.PUBLIC, beside, 0, SystemClock().now()))
        (tmp_path / "done").touch()
        console.wait_for(told)
        console.wait_for("a whole sentence")
        eventually(lambda: all(words in str(shift.drafts(chat)) for words in left), "both are kept")
        assert console.quits() == 0


@pytest.mark.parametrize(
    ("body", "words"), [("exit 3", "ended with 3; the text is as it was"), ('rm "$1"', "cannot be read")]
)
def test_an_editor_that_fails_leaves_the_text_as_it_was(shift, tmp_path, body, words):
    shift.holds_a_chat()
    with Console(shift, env=editor(tmp_path, body)) as console:
        console.keys("f2")
        console.wait_for("PUBLIC to Mara")
        console.types("precious")
        console.press("ctrl+g")
        console.wait_for(words)
        assert "precious" in console.text()
        assert console.quits() == 0


def test_an_editor_that_is_not_there_is_said(shift, tmp_path):
    shift.holds_a_chat()
    with Console(shift, env={"EDITOR": str(tmp_path / "no such editor")}) as console:
        console.keys("f2")
        console.wait_for("PUBLIC to Mara")
        console.types("precious")
        console.press("ctrl+g")
        console.wait_for("No editor can be run")
        assert "precious" in console.text()
        assert console.quits() == 0


def test_a_bare_view_shows_the_conversation_on_the_first_screen_and_goes_back(shift):
    chat = shift.holds_a_chat()
    assert shift.does("chat", Receive(chat, "see \x1b]52;c;QQ==\x07 this", "m-1")).is_accepted
    with Console(shift) as console:
        console.keys("f2", "escape")
        since = len(console.reads)
        console.press("f12")
        console.wait_for("Press Enter to go back")
        written = console.written(since)
        assert b"all mail to us bounces" in written
        assert b"\x1b]52" not in written
        console.keys("enter")
        console.wait_for("QUEUE")
        console.keys("r")
        console.types("still here")
        console.wait_for("still here")
        assert console.quits() == 0
        assert not console.modes_left_changed


def test_a_part_of_the_conversation_is_copied_clean(shift):
    chat = shift.holds_a_chat()
    assert shift.does("chat", Receive(chat, "my key is \x1b[31mabc\u202e", "m-1")).is_accepted
    with Console(shift) as console:
        console.keys("f2", "escape")
        console.wait_for("my key is")
        since = len(console.reads)
        console.keys("ctrl+y")
        console.wait_for("COPY")
        console.keys(*"last", "enter")
        console.wait_for("Copied: last message")
        written = console.written(since)
        _, _, rest = written.partition(b"\x1b]52;c;")
        copied = base64.b64decode(rest.partition(b"\a")[0]).decode()
        assert copied.startswith("my key is ")
        assert "\x1b" not in copied
        assert "\u202e" not in copied
        assert console.quits() == 0


def test_an_article_is_begun_from_a_case_and_written_in_the_agents_editor(shift, tmp_path):
    shift.holds_a_chat()
    script = 'grep -q "^# mail bounces" "$1" && printf "# Bounces\\n\\nLook at the MX \\033[2Jrecord.\\n" > "$1"'
    with Console(shift, env=editor(tmp_path, script)) as console:
        console.keys("f2", "escape", "ctrl+p")
        console.types("write an article")
        console.keys("enter")
        console.wait_for("An article from this")
        console.keys("enter")
        console.wait_for("is kept as a draft")
        assert console.quits() == 0
        assert not console.modes_left_changed
    with closing(open_store(shift.path, read_only=True)) as db:
        kept = find_article(db, "mail-bounces")
    assert kept is not None
    assert (kept.title, kept.author, kept.reviewer) == ("Bounces", ME, "")
    assert kept.body.startswith("Look at the MX")


def test_an_article_is_not_lost_with_an_editor_that_fails(shift, tmp_path):
    shift.holds_a_chat()
    with Console(shift, env=editor(tmp_path, "exit 3")) as console:
        console.keys("f2", "escape", "ctrl+p")
        console.types("write an article")
        console.keys("enter")
        console.wait_for("An article from this")
        console.keys("enter")
        console.wait_for("ended with 3")
        assert console.quits() == 0
    with closing(open_store(shift.path, read_only=True)) as db:
        assert find_article(db, "mail-bounces") is not None
