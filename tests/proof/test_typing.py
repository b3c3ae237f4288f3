"""What was typed is on disk: at most half a second of it is missing after the worst, and nothing after all else."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from random import Random
from time import monotonic, perf_counter, sleep

import pytest

from agentconsole.domain.commands import Claim
from tests.e2e.console import ROOT, Console, eventually
from tests.e2e.shift import ME, Shift
from tests.support.terminal import NotShown, plain_environment

PROMISED = 0.5
"""Seconds of typing that may be missing after a kill."""
PACE = 12
"""Letters a second: a fast typist."""
WORDS = "the records still point to the old host and i am changing them for you right now "


@pytest.fixture
def shift(tmp_path):
    return Shift(tmp_path / "store.db")


def a_held_chat(shift: Shift) -> str:
    chat = shift.comes("chat", "Mara Kovač", "mail bounces", "Hi, all mail to us bounces.")
    assert shift.does(ME, Claim(chat)).is_accepted
    return chat


def on_disk(shift: Shift, chat: str) -> str:
    return shift.drafts(chat).get("public", "")


def killed_while_typing(shift: Shift, chat: str, pick: Random, plant: str = "") -> str:
    """Types on, kills at a random instant; what is wrong with the draft on disk, "" when nothing is."""
    before = on_disk(shift, chat)
    with Console(shift, plant=plant) as console:
        console.keys("f2")
        console.wait_for("PUBLIC to Mara")
        try:
            # The composer wraps between words, and a blank at the end of a line does not show.
            console.wait_until(lambda rows: set(before.split()[-4:]) <= set(" ".join(rows).split()), 5)
        except NotShown as shown:
            return f"the end of the draft {before!r} is not in the composer: {shown}"
        count = pick.randrange(2, 3 * PACE)
        sent = console.types("".join(pick.choice(WORDS) for _ in range(count)), PACE)
        sleep(pick.random() * 0.3)
        killed_at = perf_counter()
        console.kill(signal.SIGKILL)
        console.wait_exit()
    typed = before + "".join(letter for _, letter in sent)
    safe = len(before) + sum(at <= killed_at - PROMISED for at, _ in sent)
    found = on_disk(shift, chat)
    if not typed.startswith(found):
        return f"on disk is {found!r}, which nobody typed ({typed!r})"
    if len(found) < safe:
        return f"{safe - len(found)} letters older than {PROMISED} s are missing of {typed!r}"
    return ""


def test_a_console_killed_while_typing_loses_half_a_second_at_most(shift, figure, first_seed):
    chat = a_held_chat(shift)
    pick = Random(first_seed)
    for n in range(figure(3, 200)):
        if n % 10 == 9:
            with Console(shift) as console:
                console.keys("f2", "ctrl+u")
                eventually(lambda: not on_disk(shift, chat), "an emptied composer forgets the draft")
        wrong = killed_while_typing(shift, chat, pick)
        assert not wrong, f"kill {n}: {wrong}"
    assert not shift.faults()


def test_drafts_saved_only_when_the_composer_is_left_would_be_noticed(shift):
    chat = a_held_chat(shift)
    assert any(
        "missing" in killed_while_typing(shift, chat, Random(seed), plant="drafts_only_on_leaving")
        for seed in (1, 2, 3)
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_in_good_order_with_every_letter_saved(shift, number):
    chat = a_held_chat(shift)
    with Console(shift) as console:
        console.keys("f2")
        console.types(WORDS, 200)
        console.wait_for("right now")
        console.kill(number)
        assert console.wait_exit() in (0, 128 + number)
        assert not console.modes_left_changed
        assert b"Traceback" not in console.raw
    assert on_disk(shift, chat) == WORDS


def test_ctrl_c_asks_while_a_contact_is_there_and_then_leaves_with_every_letter_saved(shift):
    chat = a_held_chat(shift)
    with Console(shift) as console:
        console.keys("f2")
        console.types(WORDS, 200)
        console.keys("ctrl+c")
        console.wait_for("With you right now: Mara")
        console.keys("down", "enter")
        assert console.wait_exit() == 0
        assert not console.modes_left_changed
    assert on_disk(shift, chat) == WORDS


def test_a_terminal_whose_window_is_closed_ends_the_console_with_every_letter_saved(shift, tmp_path):
    chat = a_held_chat(shift)
    window, program_side = os.openpty()
    command = [sys.executable, "-m", "agentconsole", "--store", str(shift.path), "--as", ME]
    environment = plain_environment() | {"HOME": str(tmp_path), "LINES": "36", "COLUMNS": "120"}
    ends = {"stdin": program_side, "stdout": program_side, "stderr": program_side}
    take = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
    process = subprocess.Popen(
        [sys.executable, "-c", take, *command], **ends, env=environment, cwd=ROOT, start_new_session=True
    )
    os.close(program_side)
    seen = bytearray()
    reader = threading.Thread(target=_drain, args=(window, seen), daemon=True)
    reader.start()
    try:
        eventually(lambda: b"Mara" in seen, "the console shows")
        sleep(0.5)
        os.write(window, b"\x1bOQ")
        eventually(lambda: b"PUBLIC" in seen, "the composer is open")
        os.write(window, WORDS.encode())
        eventually(lambda: on_disk(shift, chat) == WORDS, "the draft is saved")
        os.write(window, b"and more")
        sleep(0.1)
        os.close(window)
        assert process.wait(60) is not None
    finally:
        process.kill()
        process.wait()
    assert on_disk(shift, chat) == WORDS + "and more"


def _drain(window: int, seen: bytearray) -> None:
    while True:
        try:
            seen += os.read(window, 65536)
        except OSError:
            return


def test_a_crash_keeps_every_letter_and_tells_nobody_what_was_written(shift):
    chat = a_held_chat(shift)
    with Console(shift, plant="crash_on_redraw") as console:
        console.keys("f2")
        console.types(WORDS, 200)
        console.keys("ctrl+l")
        assert console.wait_exit() == 1
        assert not console.modes_left_changed
        assert b"Your drafts are saved" in console.raw
        assert b"hunter2" not in console.raw
        (report,) = console.crash_files
    assert on_disk(shift, chat) == WORDS
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    text = report.read_text()
    assert "RuntimeError" in text
    assert "plants.py" in text
    for secret in ("hunter2", "password", WORDS.strip(), "bounces", "Mara"):
        assert secret not in text


def test_a_terminal_that_nobody_reads_does_not_keep_a_draft_from_the_disk(shift):
    chat = a_held_chat(shift)
    with Console(shift) as console:
        console.keys("f2")
        console.wait_for("PUBLIC to Mara")
        console.settle(0.3)
        console.stall()
        _block(console)
        eventually(lambda: on_disk(shift, chat) == WORDS, "the draft is saved while the screen is stuck", 5)
        console.send("and more")
        console.resume()
        eventually(lambda: on_disk(shift, chat) == WORDS + "and more", "it goes on", 20)
        assert console.quits() == 0


def _block(console: Console) -> None:
    """Types, then has the whole screen painted so often that the pipe to the terminal is full."""
    console.send(WORDS)
    for _ in range(12):
        console.send("\x0c" * 8)
        sleep(0.02)


def test_a_signal_gets_through_to_a_console_whose_terminal_nobody_reads(shift):
    chat = a_held_chat(shift)
    with Console(shift) as console:
        console.keys("f2")
        console.wait_for("PUBLIC to Mara")
        console.settle(0.3)
        console.stall()
        _block(console)
        sleep(0.3)
        began = monotonic()
        console.kill(signal.SIGTERM)
        assert console.wait_exit(20) in (0, 128 + signal.SIGTERM)
        assert monotonic() - began < 15
    assert on_disk(shift, chat) == WORDS
