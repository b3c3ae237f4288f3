"""How wide the prompt's lines may be, and where they break: between words."""

from __future__ import annotations

import os
import sys

from agentconsole.cli import output
from agentconsole.tui.safe import text
from agentconsole.tui.wrap import wrap

USUAL = 80
"""Cells of a terminal that does not tell how wide it is."""


def columns() -> int:
    """Cells in a row of the terminal; 0 where stdout is none, and each line stays whole for whoever reads it."""
    if not sys.stdout.isatty():
        return 0
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or USUAL
    except OSError:
        return USUAL


def tell(words: str) -> None:
    """Shows the lines on stdout, each broken where the terminal ends."""
    width = columns()
    for each in words.splitlines() or [""]:
        clean = text(each, limit=len(each) + 100)
        for row in wrap(clean, width) if width else [each]:
            output.show(row)
    sys.stdout.flush()
