"""Leaving in good order, whatever ends the console: drafts on disk first, then the terminal as it was found."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from agentconsole.tongue import _

if TYPE_CHECKING:
    from agentconsole.workspace.api import Door

SETTLE = 2.0
"""Seconds the drafts get to reach the disk."""
PATIENCE = 3.0
"""Seconds an orderly exit gets, before a terminal that nobody reads any more is left behind."""
RESET = b"\x1b[8h\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?2004l\x1b[?1004l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[0m"
"""Mouse, paste and focus reports off, the plain keyboard, the first screen, a cursor, no colours."""
STEP = 0.01


def settle_drafts(door: Door) -> bool:
    """Waits until every draft is on disk, at most SETTLE seconds; whether it is."""
    for __ in range(int(SETTLE / STEP)):
        if door.drafts.are_settled():
            return True
        time.sleep(STEP)
    return door.drafts.are_settled()


@contextmanager
def orderly_exit(door: Door, leave: Callable[[], None]) -> Iterator[None]:
    """Within it SIGTERM, SIGHUP and SIGINT call `leave`; if the console hangs on its terminal, it is cut off."""
    modes = _terminal_modes()

    def on_signal(number: int, _frame: FrameType | None) -> None:
        leave()
        last = threading.Timer(PATIENCE, _cut_off, (door, modes, number))
        last.daemon = True
        last.start()

    numbers = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    before = {number: signal.signal(number, on_signal) for number in numbers}
    try:
        yield
    finally:
        settle_drafts(door)
        for number, answer in before.items():
            signal.signal(number, answer)


def tell_crash(error: BaseException, folder: Path, now: int) -> int:
    """After the terminal is itself again: says that it crashed and where the report is; the exit code."""
    from agentconsole.tui import crash

    lines = [_("agentconsole stopped because of an error in itself. Your drafts are saved.")]
    try:
        written = crash.write(error, folder, now)
        lines.append(_("What happened, without anybody's words: {file}").format(file=written))
    except OSError as trouble:
        lines.append(_("The report could not be written ({why}):").format(why=trouble.strerror))
        lines.append(crash.report(error))
    sys.stderr.write("\n".join(lines) + "\n")
    return 1


def _terminal_modes() -> list[object] | None:
    try:
        import termios

        return list(termios.tcgetattr(sys.__stdin__.fileno())) if sys.__stdin__ else None
    except (ImportError, OSError, ValueError):
        return None
    except termios.error:
        return None


def _cut_off(door: Door, modes: list[object] | None, number: int) -> None:
    """The last resort: the screen's thread is stuck in a write that nobody reads."""
    settle_drafts(door)
    _restore(modes)
    os._exit(128 + number)


def _restore(modes: list[object] | None) -> None:
    if modes is None or sys.__stdin__ is None or sys.__stdout__ is None:
        return
    import termios

    out = sys.__stdout__.fileno()
    try:
        termios.tcflush(out, termios.TCOFLUSH)
        termios.tcsetattr(sys.__stdin__.fileno(), termios.TCSANOW, modes)  # type: ignore[arg-type]  # as tcgetattr gave them
        os.set_blocking(out, False)
        os.write(out, RESET)
    except (OSError, termios.error):
        return
