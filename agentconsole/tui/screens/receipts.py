"""The receipts page: for everything the agent did, when it was pressed, saved and settled, and its number."""

from __future__ import annotations

from collections.abc import Iterable

from agentconsole.tui import safe
from agentconsole.tui.times import clock_time
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line
from agentconsole.workspace.views import ReceiptView

HASH = 12
"""Characters of the hash that are shown: enough to compare aloud."""

WHAT, ABOUT, TIME = 26, 8, 10
"""Cells of the columns."""
HEAD: Line = (
    (safe.cells(" what", WHAT) + safe.cells("on", ABOUT), Ink.DIM),
    ("".join(safe.cells(word, TIME) for word in ("pressed", "saved", "answered")), Ink.DIM),
    ("receipt", Ink.DIM),
)


def receipts_page(receipts: Iterable[ReceiptView], offset: int) -> tuple[Line, ...]:
    """One line a command, newest first, under a line that names the columns."""
    lines = [_line(receipt, offset) for receipt in receipts]
    return (HEAD, *lines) if lines else (((" Nothing done yet.", Ink.DIM),),)


def _line(receipt: ReceiptView, offset: int) -> Line:
    what = safe.cells(f" {safe.line(receipt.kind.replace('.', ' '))}", WHAT)
    about = safe.cells(f"#{safe.line(receipt.conversation_id)}" if receipt.conversation_id else "", ABOUT)
    instants = (receipt.pressed_at, receipt.saved_at, receipt.settled_at)
    shown = "".join(safe.cells(clock_time(at, offset, seconds=True) if at else "-", TIME) for at in instants)
    return ((what, Ink.TEXT), (about, Ink.TEXT), (shown, Ink.DIM), *_outcome(receipt))


def _outcome(receipt: ReceiptView) -> Line:
    if receipt.outcome == "refused":
        return ((f"refused: {safe.line(receipt.words)}", Ink.LATE),)
    if not receipt.settled_at:
        return (("waiting for its receipt", Ink.SOON),)
    return ((f"#{receipt.seq}", Ink.GOOD), (f"  {safe.line(receipt.hash)[:HASH]}", Ink.DIM))
