"""To whose figures a broken promise counts: not to an agent whose raised hand was waiting, or whom a lead relieved."""

from __future__ import annotations

from collections.abc import Iterable

from agentconsole.domain import events as happened
from agentconsole.domain.events import OfConversation
from agentconsole.domain.leads import events as leads
from agentconsole.domain.promises.clocks import ClockKind
from agentconsole.domain.values import dataclass

RELIEVES = (happened.Replied, happened.Updated, happened.Acknowledged, happened.ProgressReported)
"""A public word keeps what stood open: a take-over later does not reach back behind it."""

WHOEVER = "?"
"""In place of an agent: what an event makes of any holder."""


@dataclass(frozen=True, slots=True)
class Charge:
    """A promise broken at `due_at`, and the agent whose figures it counts to; empty when to nobody's."""

    agent: str
    clock: ClockKind
    due_at: int


def charges(history: Iterable[OfConversation], holder: str = "") -> tuple[Charge, ...]:
    """Every broken promise of one conversation, from its events in their order; `holder` held it before the first.

    What breaks in the queue, or while a raised hand has not been answered, or between an agent's last public word and a
    lead's take-over, is nobody's: clocks run on for the customer, and the agent is not charged with the wait for help.
    An escalation's own clock is the leads', never an agent's.
    """
    settled, open_ = list[Charge](), list[Charge]()
    is_waiting = False
    for event in history:
        match event:
            case happened.PromiseBroken():
                whose = "" if is_waiting or event.clock is ClockKind.ESCALATION else holder
                open_.append(Charge(whose, event.clock, event.due_at))
            case leads.TakenOver():
                settled += [Charge("", each.clock, each.due_at) for each in open_]
                open_ = []
            case _ if isinstance(event, RELIEVES):
                settled, open_ = settled + open_, []
            case _:
                pass
        holder, is_waiting = holder_after(event, holder), _waits(event, is_waiting)
    return tuple(settled + open_)


def holder_before(history: Iterable[OfConversation], holder: str) -> str:
    """Who held it before the first of these events, where `holder` does after the last; empty where nobody did, and
    where they do not tell: of a log that begins in the midst of a conversation."""
    for event in history:
        match event:
            case leads.TakenOver():
                return event.from_agent
            case leads.HandedBack():
                return event.by
            case _ if holder_after(event, WHOEVER) == WHOEVER:
                continue
            case _:
                return ""
    return holder


def holder_after(event: OfConversation, holder: str) -> str:
    """Who holds it after the event, where `holder` did before."""
    match event:
        case happened.Claimed() | happened.Reopened() | leads.TakenOver() | leads.OfferAccepted():
            return event.agent
        case happened.Transferred() | leads.HandedBack():
            return event.to_agent
        case happened.Released():
            return ""
        case _:
            return holder


def _waits(event: OfConversation, waits: bool) -> bool:
    match event:
        case leads.Escalated() | leads.PassedOn():
            return True
        case leads.EscalationAcknowledged() | leads.Withdrawn() | leads.Whispered() | leads.Barged():
            return False
        case leads.TakenOver() | leads.HandedBack():
            return False
        case _:
            return waits
