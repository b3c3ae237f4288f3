"""A rule that bears a title: what it stands over is set apart without a box."""

from __future__ import annotations

from rich.cells import cell_len

from agentconsole.tui import safe
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line


def titled_rule(title: str, width: int, tail: str = "") -> Line:
    """`── TEAM 7 ──────── whoever needs somebody first ──`: clean words; a tail without room goes."""
    words = safe.fit(f" {title} ", max(1, width - 4))
    left = width - 4 - cell_len(words)
    end = f" {tail} " if tail and cell_len(tail) + 2 <= left else ""
    return (
        *(("──", Ink.RULE), (words, Ink.STRONG)),
        *(("─" * (left - cell_len(end)), Ink.RULE), (end, Ink.DIM), ("──", Ink.RULE)),
    )
