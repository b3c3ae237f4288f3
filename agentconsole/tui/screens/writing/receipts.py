"""The receipts page: for everything the agent did, when it was pressed, saved and settled, and its number."""

from __future__ import annotations

from collections.abc import Iterable

from agentconsole.tongue import _, said
from agentconsole.tui import safe
from agentconsole.tui.screens.writing.deed_words import deed_on
from agentconsole.tui.times import clock_time
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line
from agentconsole.workspace.views import ReceiptView

HASH = 12
"""Characters of the hash that are shown: enough to compare aloud."""

WHAT, ABOUT, TIME = 20, 8, 10
"""Cells of the columns."""


def receipts_page(receipts: Iterable[ReceiptView], offset: int) -> tuple[Line, ...]:
    """One line a command, newest first, under a line that names the columns."""
    lines = [_line(receipt, offset) for receipt in receipts]
    return (_head(), *lines) if lines else (((_(" Nothing done yet."), Ink.DIM),),)


def _head() -> Line:
    instants = (_("pressed"), _("saved"), _("answered"))
    return (
        (safe.cells(_(" what"), WHAT) + safe.cells(_("on"), ABOUT), Ink.DIM),
        ("".join(safe.cells(word, TIME) for word in instants), Ink.DIM),
        (_("receipt"), Ink.DIM),
    )


def _line(receipt: ReceiptView, offset: int) -> Line:
    step = f": {said(receipt.taken_back)}" if receipt.taken_back else ""
    what = safe.cells(f" {safe.line(deed_on(receipt.kind, receipt.conversation_id))}{safe.line(step)}", WHAT)
    about = safe.cells(f"#{safe.line(receipt.conversation_id)}" if receipt.conversation_id else "", ABOUT)
    instants = (receipt.pressed_at, receipt.saved_at, receipt.settled_at)
    shown = "".join(safe.cells(clock_time(at, offset, seconds=True) if at else "-", TIME) for at in instants)
    return ((what, Ink.TEXT), (about, Ink.TEXT), (shown, Ink.DIM), *_outcome(receipt))


def _outcome(receipt: ReceiptView) -> Line:
    if receipt.outcome == "refused":
        return ((_("refused: {why}").format(why=safe.line(said(receipt.words))), Ink.LATE),)
    if not receipt.settled_at:
        return ((_("waiting for its receipt"), Ink.SOON),)
    return ((f"#{receipt.seq}", Ink.GOOD), (f"  {safe.line(receipt.hash)[:HASH]}", Ink.DIM))
