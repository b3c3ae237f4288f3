"""The password at the prompt: typed unseen, or the next line of a script."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from agentconsole.cli.line_mode.keyboard import Heard, Keyboard
from agentconsole.tongue import _

LONGEST = 3_600.0
"""Seconds somebody may take to type it; what happens meanwhile is told afterwards."""


def typed_password(keyboard: Keyboard) -> str:
    """The next line, whatever happens meanwhile; empty when there is none."""
    with _unseen():
        heard: str | Heard = Heard.NEWS
        while heard is Heard.NEWS:
            heard = keyboard.next(LONGEST)
    return heard if isinstance(heard, str) else ""


@contextmanager
def _unseen() -> Iterator[None]:
    """Within it the terminal does not repeat what is typed; the keyboard's own thread reads it all the same."""
    if not sys.stdin.isatty():
        yield
        return
    import termios

    before = termios.tcgetattr(sys.stdin)
    silent = termios.tcgetattr(sys.stdin)
    silent[3] &= ~termios.ECHO
    termios.tcsetattr(sys.stdin, termios.TCSADRAIN, silent)
    sys.stdout.write(_("Password: "))
    sys.stdout.flush()
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
        sys.stdout.write("\n")
