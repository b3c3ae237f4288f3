"""At the prompt a person hears that no words will be taken before they type them, and how an ending is taken back."""

from __future__ import annotations

import sys

from tests.cli.line import Desk
from tests.support.terminal import Terminal


def test_words_nobody_could_send_are_refused_before_they_are_typed_and_an_ending_names_the_way_back(desk: Desk):
    desk.done("conversation", "claim", "1001")
    command = [sys.executable, "-m", "agentconsole", "--store", desk.store, "--as", "dana", "--plain"]
    with Terminal(command, env={"TERM": "xterm-256color"}) as terminal:
        terminal.wait_for("? helps", timeout=60)
        terminal.send("e 1001\n")
        terminal.wait_for("z takes resolving #1001 back, for 20 s.", timeout=60)
        terminal.send("r 1001\n")
        terminal.wait_for("#1001 is resolved; reopen or take it before you write.", timeout=60)
        assert "a line with only . sends" not in terminal.text()
        terminal.send("i 1001\n")
        terminal.wait_for("a line with only . sends", timeout=60)


def test_a_script_keeps_the_lines_it_has_for_a_reply_that_is_refused(desk: Desk):
    desk.done("conversation", "claim", "1001")
    desk.done("conversation", "resolve", "1001")
    told = desk.run("--plain", stdin=b"r 1001\nquit\n.\nquit\n")
    assert (told.code, "Your words are kept as a draft." in told.out) == (1, True)
