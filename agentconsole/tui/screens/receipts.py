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


def receipts_page(receipts: Iterable[ReceiptView], offset: int) -> tuple[Line, ...]:
    """One line a command, newest first."""
    lines = [_line(receipt, offset) for receipt in receipts]
    return tuple(lines) or (((" Nothing done yet.", Ink.DIM),),)


def _line(receipt: ReceiptView, offset: int) -> Line:
    what = safe.cells(f" {safe.line(receipt.kind.replace('.', ' '))}", 26)
    about = safe.cells(f"#{safe.line(receipt.conversation_id)}" if receipt.conversation_id else "", 8)
    return ((what, Ink.TEXT), (about, Ink.TEXT), *_proof(receipt, offset))


def _proof(receipt: ReceiptView, offset: int) -> Line:
    pressed = f"pressed {clock_time(receipt.pressed_at, offset, seconds=True)}"
    saved = f", saved {clock_time(receipt.saved_at, offset, seconds=True)}" if receipt.saved_at else ", not saved yet"
    if receipt.outcome == "refused":
        return ((f"{pressed}{saved}, ", Ink.DIM), (f"refused: {safe.line(receipt.words)}", Ink.LATE))
    if not receipt.settled_at:
        return ((f"{pressed}{saved}, ", Ink.DIM), ("waiting for its receipt", Ink.SOON))
    return (
        (f"{pressed}{saved}, ", Ink.DIM),
        (f"#{receipt.seq}", Ink.GOOD),
        (f"  {safe.line(receipt.hash)[:HASH]}", Ink.DIM),
    )
