"""What the page of similar conversations shows: each with why it is there, and the answer that helped."""

from __future__ import annotations

from collections.abc import Iterable

from agentconsole.tongue import _, said
from agentconsole.tui import present, safe, times
from agentconsole.tui.screens.choosing import PageLine
from agentconsole.tui.widgets.ink import Ink
from agentconsole.workspace.customer_views import SimilarView

FRONT = "     "
ANSWER = 300
"""Characters of an answer that are shown in its line."""


def similar_lines(found: Iterable[SimilarView], offset: int) -> list[PageLine]:
    """Three lines each and a blank one; the first can be picked."""
    lines: list[PageLine] = []
    for each in found:
        day = times.date(each.received_at, offset)
        answer = " ".join(each.solution[:ANSWER].split())
        title = f"{present.channel_cell(each.channel)} #{each.conversation_id} {safe.in_order(each.subject)}"
        lines += [
            PageLine(((f"   {day} ", Ink.DIM), (safe.line(title), Ink.STRONG)), each.conversation_id),
            PageLine(((f"{FRONT}{safe.line(said(each.why))}", Ink.GOOD),)),
            PageLine(((f"{FRONT}{safe.line(answer) or _('no public answer')}", Ink.TEXT),)),
            PageLine(()),
        ]
    return lines
