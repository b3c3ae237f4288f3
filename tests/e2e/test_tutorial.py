"""The tutorial played through in a terminal, in the real demo: each step ends when its key was used, and only then."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import pytest

from agentconsole.tui.lessons import LESSONS, Mark
from tests.support.terminal import NotShown, Terminal

SEED = "7"
PLAYED = {
    "queue.open": [("j", "enter")],
    "conversation.claim": [("escape",), ("c",)],
    "conversation.reply": ["Good day, I look at it now.", ("enter",)],
    "conversation.note": [("ctrl+n",), "cron is disabled on the host", ("ctrl+s",)],
    "reminder.update": [("f5",)],
    "composer.canned": [("ctrl+t",), "thanks", ("enter",)],
    "conversation.escalate": [("escape",), ("!",), ("down",), ("tab",), "may I give a month free?", ("enter",)],
    "conversation.wrap_up": [("escape",), ("f2",), ("escape",), ("e",), ("y",), ("1",), ("enter",)],
    "conversation.undo": [("escape",), ("g",), ("T",), ("home",), ("a",), ("z",)],
    "goto.receipts": [("g",), ("r",), ("escape",)],
    "app.palette": [("ctrl+p",), ("escape",)],
}
"""What a visitor does for each lesson: keys, or words that are typed."""


@contextmanager
def a_tutorial(home: Path, *options: str, size: tuple[int, int] = (120, 36)) -> Iterator[Terminal]:
    command = [sys.executable, "-m", "agentconsole", "--demo", "--tutorial", *options]
    with Terminal(command, size=size, env={"HOME": str(home)}) as terminal:
        terminal.wait_for("skips", timeout=60)
        yield terminal


def signs(done: int) -> str:
    return Mark.LEARNT * done + Mark.TO_COME * (len(LESSONS) - done)


def play(terminal: Terminal, command_id: str) -> None:
    for step in PLAYED[command_id]:
        if isinstance(step, str):
            for letter in step:
                terminal.send(letter)
                sleep(0.03)
        else:
            for key in step:
                terminal.press(key)
                sleep(0.12)


def tries_again(terminal: Terminal, learnt: str, *keys: str) -> None:
    """A colleague may have been faster; somebody else writes within seconds, and these keys take them."""
    for _ in range(30):
        try:
            terminal.wait_for(learnt, timeout=2)
        except NotShown:
            for key in keys:
                terminal.press(key)
                sleep(0.12)
        else:
            return


@pytest.mark.slow
def test_the_tutorial_is_played_through_with_the_keys_it_names(tmp_path: Path):
    with a_tutorial(tmp_path, "--seed", SEED) as terminal:
        terminal.wait_for("waiting", timeout=30)
        for done, lesson in enumerate(LESSONS):
            terminal.wait_for(signs(done), timeout=60)
            play(terminal, lesson.command_id)
            if lesson.command_id == "conversation.claim":
                tries_again(terminal, signs(done + 1), "c")
            if lesson.command_id == "conversation.undo":
                tries_again(terminal, signs(done + 1), "j", "a", "z")
        terminal.wait_for("That is all.", timeout=60)
        terminal.wait_for(signs(len(LESSONS)), timeout=60)
        terminal.kill(15)
        assert terminal.wait_exit(timeout=30) == 0


@pytest.mark.slow
def test_it_goes_on_in_another_demo_where_it_was_left(tmp_path: Path):
    with a_tutorial(tmp_path, size=(80, 24)) as terminal:
        play(terminal, "queue.open")
        terminal.wait_for(signs(1), timeout=60)
        terminal.press("f10")
        terminal.wait_for("✓-·", timeout=60)
        terminal.kill(15)
        terminal.wait_exit(timeout=30)
    with a_tutorial(tmp_path, size=(80, 24)) as terminal:
        terminal.wait_for("✓-·········", timeout=60)
        terminal.wait_for("PUBLIC: the contact reads what you type.", timeout=60)


@pytest.mark.slow
def test_whoever_takes_a_chat_at_once_has_opened_and_taken_it(tmp_path: Path):
    with a_tutorial(tmp_path, "--seed", SEED) as terminal:
        terminal.wait_for("cron job", timeout=30)
        terminal.press("c")
        terminal.wait_for(signs(2), timeout=60)
