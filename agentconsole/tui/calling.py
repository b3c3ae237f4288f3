"""Ways to call an agent who looks elsewhere: the bell, the terminal's own notification, a program of the agent's.

Nothing a contact wrote is in a call; their name only where the agent asked for it. A terminal gets one kind of
sequence, never several: each shows the ones it does not know as rubbish or swallows what follows.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from enum import StrEnum
from threading import Thread
from typing import assert_never

from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.values import dataclass
from agentconsole.tongue import _
from agentconsole.tui import safe

TITLE = "agentconsole"
LONGEST = 80
"""Characters of one call: terminals cut where they like, or show a wall of text."""
HOOK_SECONDS = 2.0
"""How long the agent's own program may take before it is ended."""
MINUTES_A_DAY = 24 * 60
KITTY = "xterm-kitty"
"""What TERM says in kitty itself, at the far end of an ssh as well."""
_GHOSTTY = "xterm-ghostty"
_NINE = frozenset({"iTerm.app", "ghostty", "WezTerm", "WarpTerminal", "vscode"})


class SequenceKind(StrEnum):
    """The kinds of sequence that make a terminal show a notification."""

    NONE = "off"
    OSC_9 = "osc9"
    OSC_777 = "osc777"
    OSC_99 = "osc99"


@dataclass(frozen=True, slots=True)
class Manners:
    """How an agent wants to be called. `quiet` is a span of the day, `22:00-07:00`, or empty."""

    bell: bool = True
    sequence_kind: SequenceKind = SequenceKind.NONE
    is_in_tmux: bool = False
    """Whether the sequence has to be handed on by a tmux around us."""
    command: tuple[str, ...] = ()
    says_names: bool = False
    quiet: str = ""


class BadSpan(ValueError):
    """A span of the day that cannot be read; the message says how it is written."""


def sequence_kind_of(
    environment: Mapping[str, str], chosen: str, *, tmux_passthrough: bool
) -> tuple[SequenceKind, bool]:
    """The kind this terminal takes, and whether a tmux has to hand it on; `chosen` is a kind's value, or `auto`."""
    in_tmux = bool(environment.get("TMUX"))
    if chosen != "auto":
        return SequenceKind(chosen), in_tmux
    if in_tmux and not tmux_passthrough:
        return SequenceKind.NONE, False
    term = environment.get("TERM", "")
    if environment.get("KITTY_WINDOW_ID") or term == KITTY:
        return SequenceKind.OSC_99, in_tmux
    if environment.get("TERM_PROGRAM") in _NINE or term == _GHOSTTY:
        return SequenceKind.OSC_9, in_tmux
    if term.startswith(("foot", "rxvt")):
        return SequenceKind.OSC_777, in_tmux
    return SequenceKind.NONE, False


def sequence(kind: SequenceKind, words: str, *, is_in_tmux: bool = False) -> str:
    """What is written to the terminal; empty for none."""
    told = plain(words)
    match kind:
        case SequenceKind.NONE:
            return ""
        case SequenceKind.OSC_9:
            made = f"\x1b]9;{TITLE}: {told}\x1b\\"
        case SequenceKind.OSC_777:
            made = f"\x1b]777;notify;{TITLE};{told}\x1b\\"
        case SequenceKind.OSC_99:
            made = f"\x1b]99;i={TITLE}:d=0;{TITLE}\x1b\\\x1b]99;i={TITLE}:d=1:p=body;{told}\x1b\\"
        case _:
            assert_never(kind)
    return "\x1bPtmux;" + made.replace("\x1b", "\x1b\x1b") + "\x1b\\" if is_in_tmux else made


def plain(words: str) -> str:
    """One short line without what ends a sequence or a field of one."""
    return safe.line(words).replace(";", ",")[:LONGEST]


def minutes_of(span: str) -> tuple[int, int] | None:
    """The span's two minutes of the day; None for the empty one. Raises BadSpan."""
    if not span:
        return None
    begin, __, end = span.partition("-")
    try:
        return _minute(begin), _minute(end)
    except ValueError as error:
        raise BadSpan(_("{span} is no span of the day; write 22:00-07:00.").format(span=repr(span))) from error


def _minute(text: str) -> int:
    hour, __, minute = text.strip().partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60):
        raise ValueError(text)
    return int(hour) * 60 + int(minute)


def is_quiet(span: str, now: int, offset: int) -> bool:
    """Whether the instant (epoch ms; local time is `offset` ms later) lies in the span, midnight in between or not."""
    found = minutes_of(span)
    if found is None:
        return False
    begin, end = found
    at = (now + offset) // MINUTE % MINUTES_A_DAY
    return begin <= at < end if begin <= end else at >= begin or at < end


def run_hook(command: tuple[str, ...], words: str) -> None:
    """Runs the agent's program in a thread of its own, `{title}` and `{body}` filled in; it is given no shell."""
    if command:
        filled = [part.replace("{title}", TITLE).replace("{body}", plain(words)) for part in command]
        Thread(target=_run, args=(filled,), name="notify", daemon=True).start()


def _run(command: list[str]) -> None:
    quietly = subprocess.DEVNULL
    try:
        subprocess.run(command, stdin=quietly, stdout=quietly, stderr=quietly, timeout=HOOK_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        # `config validate` says that it cannot be run; a shift is not interrupted for it.
        return
