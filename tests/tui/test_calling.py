"""Calling an agent who looks elsewhere: one way for each terminal, nothing foreign in it, and quiet when asked."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

import pytest

from agentconsole.tui.announce import Announcer
from agentconsole.tui.app import ConsoleApp
from agentconsole.tui.attention import IDLE_SECONDS, Attention
from agentconsole.tui.calling import (
    BadSpan,
    Manners,
    SequenceKind,
    is_quiet,
    minutes_of,
    run_hook,
    sequence,
    sequence_kind_of,
)
from agentconsole.tui.screens.setting import Setting
from agentconsole.workspace.queue_views import QueueFilter
from tests.support.a_shift import a_shift
from tests.support.fake_door import FakeDoor

HOUR = 3_600_000


@pytest.mark.parametrize(
    ("environment", "chosen", "passes", "kind"),
    [
        ({"KITTY_WINDOW_ID": "1", "TERM": "xterm-kitty"}, "auto", False, (SequenceKind.OSC_99, False)),
        ({"SSH_TTY": "/dev/pts/1", "TERM": "xterm-kitty"}, "auto", False, (SequenceKind.OSC_99, False)),
        ({"SSH_TTY": "/dev/pts/1", "TERM": "xterm-ghostty"}, "auto", False, (SequenceKind.OSC_9, False)),
        ({"TERM_PROGRAM": "WezTerm"}, "auto", False, (SequenceKind.OSC_9, False)),
        ({"TERM": "foot-extra"}, "auto", False, (SequenceKind.OSC_777, False)),
        ({"TERM": "rxvt-unicode-256color"}, "auto", False, (SequenceKind.OSC_777, False)),
        ({"TERM": "xterm-256color"}, "auto", False, (SequenceKind.NONE, False)),
        ({"KITTY_WINDOW_ID": "1", "TMUX": "/x,1,0"}, "auto", False, (SequenceKind.NONE, False)),
        ({"KITTY_WINDOW_ID": "1", "TMUX": "/x,1,0"}, "auto", True, (SequenceKind.OSC_99, True)),
        ({"TMUX": "/x,1,0"}, "osc9", False, (SequenceKind.OSC_9, True)),
        ({"KITTY_WINDOW_ID": "1"}, "off", False, (SequenceKind.NONE, False)),
    ],
)
def test_each_terminal_gets_its_own_kind_of_sequence_and_one_only(environment, chosen, passes, kind):
    assert sequence_kind_of(environment, chosen, tmux_passthrough=passes) == kind


def test_a_sequence_holds_one_notification_and_ends_where_it_ends():
    assert sequence(SequenceKind.NONE, "x") == ""
    assert sequence(SequenceKind.OSC_9, "a chat: 0:35 left") == "\x1b]9;agentconsole: a chat: 0:35 left\x1b\\"
    assert sequence(SequenceKind.OSC_777, "a; b") == "\x1b]777;notify;agentconsole;a, b\x1b\\"
    assert sequence(SequenceKind.OSC_99, "x").count("\x1b]99;") == 2
    assert sequence(SequenceKind.OSC_9, "x", is_in_tmux=True) == "\x1bPtmux;\x1b\x1b]9;agentconsole: x\x1b\x1b\\\x1b\\"


@pytest.mark.parametrize("kind", [kind for kind in SequenceKind if kind is not SequenceKind.NONE])
@pytest.mark.parametrize("hostile", ["\x1b]52;c;QQ==\x07", "\x9d0;owned\x9c", "a\nb\rc", "x" * 10_000, "\u202egnp"])
def test_nothing_in_the_words_can_end_the_sequence_or_begin_another(kind: SequenceKind, hostile: str):
    made = sequence(kind, hostile)
    body = made.replace("\x1b]99;", "").replace("\x1b]9;", "").replace("\x1b]777;", "").replace("\x1b\\", "")
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or c == "\u202e" for c in body)
    assert len(made) < 200


@pytest.mark.parametrize(
    ("span", "hour", "quiet"),
    [
        ("", 3, False),
        ("22:00-07:00", 23, True),
        ("22:00-07:00", 6, True),
        ("22:00-07:00", 7, False),
        ("22:00-07:00", 12, False),
        ("12:00-13:00", 12, True),
        ("12:00-13:00", 13, False),
    ],
)
def test_quiet_hours_are_local_and_may_span_midnight(span: str, hour: int, quiet: bool):
    assert is_quiet(span, hour * HOUR, 0) is quiet
    assert is_quiet(span, (hour - 2) * HOUR, 2 * HOUR) is quiet


@pytest.mark.parametrize("span", ["22-07", "25:00-07:00", "22:00", "a:b-c:d", "22:00-07:61"])
def test_a_span_that_is_none_is_said(span: str):
    with pytest.raises(BadSpan, match="22:00-07:00"):
        minutes_of(span)


def test_who_types_in_this_window_is_not_called():
    attention = Attention()
    assert attention.is_away(0, has_window=True)
    attention.pressed(100)
    assert not attention.is_away(100 + IDLE_SECONDS, has_window=True)
    assert attention.is_away(101 + IDLE_SECONDS, has_window=True)
    assert attention.is_away(100, has_window=False)


def test_the_hook_gets_its_words_as_arguments_and_no_shell(tmp_path: Path):
    out = tmp_path / "told"
    program = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text('|'.join(sys.argv[2:]))"
    run_hook((sys.executable, "-c", program, str(out), "{title}", "{body}"), "late; $(rm -rf /) `x`\x1b[2J")
    deadline = time.monotonic() + 60
    while not (out.exists() and out.read_text("utf-8")) and time.monotonic() < deadline:
        time.sleep(0.02)
    told = out.read_text("utf-8")
    assert told.startswith("agentconsole|late, $(rm -rf /) `x`")
    assert "\x1b" not in told


def test_a_hook_that_cannot_be_run_hurts_nobody():
    run_hook(("agentconsole-no-such-program",), "x")
    run_hook((), "x")


class Heard:
    """What a console sounded and wrote by itself."""

    def __init__(self, app: ConsoleApp) -> None:
        self.door, self.bells, self.written = app.door, 0, []
        app.bell, app.write_terminal = self._ring, self.written.append

    def _ring(self) -> None:
        self.bells += 1


def a_late_desk() -> FakeDoor:
    """Two chats that nobody has answered for four and a half minutes."""
    door = a_shift()
    door.clock.advance(270_000)
    return door


async def first_call(manners: Manners, *, is_looking: bool = False) -> Heard:
    app = ConsoleApp(a_late_desk(), Setting(manners=manners))
    heard = Heard(app)
    if is_looking:
        app.setting.attention.pressed(asyncio.get_running_loop().time())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause(0.05)
    return heard


async def test_a_late_desk_nobody_looks_at_calls_once_without_a_name():
    app = await first_call(Manners(sequence_kind=SequenceKind.OSC_9))
    (called,) = [each for each in app.written if each.startswith("\x1b]9;")]
    assert app.bells == 1
    assert "late by" in called or "left" in called
    assert not any(row.contact_name.split()[0] in called for row in app.door.queue(QueueFilter(), limit=50).rows)


async def test_a_cursor_that_was_left_in_the_reply_keeps_nobody_from_being_called():
    app = ConsoleApp(a_late_desk(), Setting(manners=Manners(sequence_kind=SequenceKind.OSC_9)))
    heard = Heard(app)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("f2", "x")
        assert app.screen.is_typing
        heard.bells, app.screen.announcer = 0, Announcer()
        # The last key is long ago; a terminal that reports no focus says that the window is looked at.
        app.setting.attention.pressed(float("-inf"))
        app.screen.tick()
        await pilot.pause()
        assert heard.bells == 1


async def test_a_name_is_said_where_the_agent_asked_for_it():
    app = await first_call(Manners(sequence_kind=SequenceKind.OSC_9, says_names=True))
    (called,) = [each for each in app.written if each.startswith("\x1b]9;")]
    assert any(row.contact_name.split()[0] in called for row in app.door.queue(QueueFilter(), limit=50).rows)


@pytest.mark.parametrize(
    ("manners", "is_looking"),
    [
        (Manners(sequence_kind=SequenceKind.OSC_9), True),
        (Manners(sequence_kind=SequenceKind.OSC_9, quiet="00:00-23:59"), False),
    ],
    ids=["looking", "quiet hours"],
)
async def test_nobody_is_called_who_looks_or_wants_quiet(manners: Manners, is_looking: bool):
    app = await first_call(manners, is_looking=is_looking)
    assert (app.bells, [each for each in app.written if "]9;" in each]) == (0, [])


async def test_without_the_bell_the_other_ways_stay():
    app = await first_call(Manners(bell=False, sequence_kind=SequenceKind.OSC_777))
    assert app.bells == 0
    assert any("]777;" in each for each in app.written)
