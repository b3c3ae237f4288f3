"""Which step is the agent's last, and in which words it is said that there is none to take back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.tongue import _, said
from agentconsole.workspace.undo import OFFERED_FOR, WORDS, newest_pressed

if TYPE_CHECKING:
    from agentconsole.workspace.api import Door
    from agentconsole.workspace.views import ReceiptView

FEW = 10
"""Receipts among which the last step is looked for: what a console does by itself stands between them."""


def last_step(door: Door) -> ReceiptView | None:
    """What the agent did last, on its way or answered."""
    return newest_pressed(door.without_receipt()) or newest_pressed(door.receipts(FEW))


def why_no_undo(door: Door) -> str:
    """What keeps the last step from being taken back, where it was just now."""
    from agentconsole.domain.commands import Undo

    last = last_step(door)
    if last is not None and not last.settled_at:
        return _not_yet(last)
    if last is not None and last.outcome == "accepted" and last.conversation_id:
        if door.now() - last.settled_at >= OFFERED_FOR:
            return _("Nothing to take back: your last step is more than 20 seconds ago.")
        if refusal := door.why_not(Undo(last.conversation_id, last.command_id)):
            return said(refusal.words)
    return _("Nothing to take back.")


def _not_yet(coming: ReceiptView) -> str:
    if coming.kind not in WORDS:
        return _("Your last step is saved and on its way; it is none that can be taken back.")
    what = _(WORDS[coming.kind]).format(id=coming.conversation_id)
    return _("Saved and on its way: {what}. Before it is there it cannot be taken back.").format(what=what)
