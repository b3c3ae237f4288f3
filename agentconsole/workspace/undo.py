"""What can be taken back right now, and in which words it is offered."""

from __future__ import annotations

import sqlite3

from agentconsole.domain.service_levels import SECOND
from agentconsole.store.queries import newest_done
from agentconsole.workspace.views import UndoOffer

OFFERED_FOR = 20 * SECOND
WORDS = {
    "conversation.claim": "taking #{}",
    "conversation.release": "giving #{} back",
    "conversation.hold": "hold on #{}",
    "conversation.resume": "resuming #{}",
    "conversation.pend": "pending #{}",
    "conversation.snooze": "the follow-up on #{}",
    "conversation.resolve": "resolving #{}",
    "conversation.reopen": "reopening #{}",
    "conversation.categorise": "the category of #{}",
    "conversation.tag": "the tags of #{}",
}


def find_offer(db: sqlite3.Connection, me: str, now: int) -> UndoOffer | None:
    """The agent's newest accepted command if it is young enough and has an inverse the rules would accept."""
    row = newest_done(db, me, now - OFFERED_FOR)
    if row is None or row[1] not in WORDS:
        return None
    # Once something was done the rules are loaded; at the start nothing was, and they would keep the first frame.
    from agentconsole.domain.commands import Undo
    from agentconsole.domain.decide import decide
    from agentconsole.domain.refusals import Refusal
    from agentconsole.domain.view import Context
    from agentconsole.engine.looking import look

    command_id, kind, conversation_id, at = row
    command = Undo(conversation_id, command_id)
    decision = decide(look(db, command, me), command, Context(now=now, actor=me))
    if isinstance(decision, Refusal):
        return None
    return UndoOffer(command_id, conversation_id, WORDS[kind].format(conversation_id), at + OFFERED_FOR)
