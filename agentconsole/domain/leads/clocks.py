"""The clocks of leads: how long a raised hand may wait, how long an offer stands, and what is due next of either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.promises.clocks import Clock, ClockKind, is_recorded, span_clock
from agentconsole.domain.terms import FAR, Channel

if TYPE_CHECKING:
    from agentconsole.domain.conversation import Conversation
    from agentconsole.domain.promises.service_levels import ServiceLevels


def escalation_clock(conversation: Conversation, levels: ServiceLevels) -> Clock | None:
    """The clock of a raised hand that nobody has acknowledged: 2 min with a live contact, 10 for tickets, by default.

    It is the leads' clock: it does not move the conversation's place in the queue.
    """
    raised = conversation.oversight.escalation
    if raised is None or raised.acknowledged_at is not None:
        return None
    limit = levels.escalation_ticket if conversation.channel is Channel.TICKET else levels.escalation_live
    return span_clock(ClockKind.ESCALATION, raised.since, limit)


def lead_due_at(conversation: Conversation, levels: ServiceLevels) -> int:
    """The instant at which an event of the leads' own is due: an escalation's breach, an offer's end; FAR for none."""
    clock, offer = escalation_clock(conversation, levels), conversation.oversight.offer
    breach = clock.breach_at if clock and not is_recorded(clock, conversation.broken) else FAR
    return min(breach, offer.until if offer else FAR)
