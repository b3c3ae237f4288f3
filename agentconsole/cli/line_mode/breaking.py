"""Where the prompt's lines break: between words."""

from __future__ import annotations

import sys

from agentconsole.cli import output
from agentconsole.cli.lines.columns import columns
from agentconsole.tui.safe import text
from agentconsole.tui.wrap import wrap


def tell(words: str) -> None:
    """Shows the lines on stdout, each broken where the terminal ends."""
    width = columns(sys.stdout)
    for each in words.splitlines() or [""]:
        clean = text(each, limit=len(each) + 100)
        for row in wrap(clean, width) if width else [each]:
            output.show(row)
    sys.stdout.flush()
