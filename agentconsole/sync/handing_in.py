"""Words that came too late because a lead has taken over: they stay the agent's draft, and are offered to the lead."""

from __future__ import annotations

import sqlite3

from agentconsole.domain.lead_commands import HandInText
from agentconsole.domain.refusals import Code
from agentconsole.engine.receipts import Receipt
from agentconsole.ids import Ids
from agentconsole.sync.ledger import add, lane_of, text_of
from agentconsole.wire import Envelope


def follow(db: sqlite3.Connection, server: str, envelope: Envelope, receipt: Receipt, now: int, ids: Ids) -> None:
    """Puts the refused words into the outbox as unsent text, behind what waits in their lane.

    Belongs into the unit that files the refusal, so that it happens exactly once, whether or not a screen is open.
    """
    typed = text_of(envelope)
    if receipt.code != Code.TAKEN_OVER or typed is None or not typed[0].strip():
        return
    command = HandInText(lane_of(envelope), typed[0])
    handed = Envelope(ids.command_id(now), envelope.actor, envelope.terminal, command, now)
    add(db, server, handed, now)
