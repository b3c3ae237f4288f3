"""What has waited so long that it is not sent without being asked for again."""

from __future__ import annotations

from enum import Enum

from agentconsole.domain.commands import Acknowledge, Reply, ReportProgress, Update
from agentconsole.domain.promises.service_levels import DAY
from agentconsole.store.own.outbox import Waiting
from agentconsole.tongue import N_
from agentconsole.wire import Envelope

STALE = DAY
"""Milliseconds: a public word from yesterday would surprise the contact on Monday (protocol.md, 3.6)."""
PUBLIC = (Reply, Update, ReportProgress, Acknowledge)

TOO_OLD = N_("It waited for more than a day. Still send it?")
TOO_LATE = N_("It could not be sent while it was still meant; look again and decide anew.")


class Age(Enum):
    """What a command's age means for it."""

    FRESH = "fresh"
    OLD = "old"
    """To be asked for."""
    OVER = "over"
    """Never sent any more."""


def age_of(row: Waiting, envelope: Envelope, now: int) -> Age:
    """Whether the command is still meant as it was. What has its own last instant is decided by the server, which
    answers for good, once a try may have reached it."""
    if row.not_after_at is not None and now > row.not_after_at and not row.tries:
        return Age.OVER
    if isinstance(envelope.command, PUBLIC) and now - row.created_at > STALE:
        return Age.OLD
    return Age.FRESH
