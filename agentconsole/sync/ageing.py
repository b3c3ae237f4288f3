"""What has waited so long that it is not sent without being asked for again."""

from __future__ import annotations

from agentconsole.domain.commands import Acknowledge, Reply, ReportProgress, Update
from agentconsole.store.outbox import Waiting
from agentconsole.wire import Envelope

STALE = 24 * 3_600_000
"""Milliseconds: a public word from yesterday would surprise the contact on Monday (protocol.md, 3.6)."""
PUBLIC = (Reply, Update, ReportProgress, Acknowledge)

TOO_OLD = "It waited for more than a day, so it was not sent. Is it still what you mean? Then send it again."
TOO_LATE = "It could not be sent while it was still meant; look again and decide anew."


def why_not_now(row: Waiting, envelope: Envelope, now: int) -> str:
    """Why the command is not sent any more, in words; empty when it is. What may have reached the server already is
    sent again whatever its age: its receipt tells what became of it."""
    if row.tries:
        return ""
    if row.not_after_at is not None and now > row.not_after_at:
        return TOO_LATE
    if isinstance(envelope.command, PUBLIC) and now - row.created_at > STALE:
        return TOO_OLD
    return ""
