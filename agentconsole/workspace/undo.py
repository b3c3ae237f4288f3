"""What can be taken back right now, and in which words it is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.promises.service_levels import SECOND
from agentconsole.store.queries import newest_done
from agentconsole.tongue import N_, _

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from agentconsole.workspace.views import ReceiptView, UndoOffer

OFFERED_FOR = 20 * SECOND
UNPRESSED = frozenset({"outage.report", "mention.seen", "unsent.hand_in"})
"""What a console does by itself: no step of the agent's, and none that could stand before one."""
WORDS = {
    "conversation.claim": N_("taking #{id}"),
    "conversation.release": N_("giving #{id} back"),
    "conversation.hold": N_("hold on #{id}"),
    "conversation.resume": N_("resuming #{id}"),
    "conversation.no_answer": N_("no answer needed on #{id}"),
    "conversation.pend": N_("pending #{id}"),
    "conversation.snooze": N_("the follow-up on #{id}"),
    "conversation.resolve": N_("resolving #{id}"),
    "conversation.reopen": N_("reopening #{id}"),
    "conversation.categorise": N_("the category of #{id}"),
    "conversation.tag": N_("the tags of #{id}"),
}


def find_offer(db: sqlite3.Connection, me: str, now: int) -> UndoOffer | None:
    """The agent's newest accepted command if it is young enough and has an inverse the rules would accept."""
    row = newest_done(db, me, now - OFFERED_FOR, UNPRESSED)
    if row is None or row[1] not in WORDS:
        return None
    # Once something was done the rules are loaded; at the start nothing was, and they would keep the first frame.
    from agentconsole.domain.commands import Undo
    from agentconsole.domain.decide import decide
    from agentconsole.domain.refusals import Refusal
    from agentconsole.domain.view import Context
    from agentconsole.engine.looking import look
    from agentconsole.workspace.views import UndoOffer

    command_id, kind, conversation_id, at = row
    command = Undo(conversation_id, command_id)
    decision = decide(look(db, command, me), command, Context(now=now, actor=me))
    if isinstance(decision, Refusal):
        return None
    return UndoOffer(command_id, conversation_id, _(WORDS[kind]).format(id=conversation_id), at + OFFERED_FOR)


def newest_pressed(receipts: Iterable[ReceiptView]) -> ReceiptView | None:
    """The first of them that is a step of the agent's."""
    return next((each for each in receipts if each.kind not in UNPRESSED), None)
