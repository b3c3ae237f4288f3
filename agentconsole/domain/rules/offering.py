"""Offering work: asked, not pushed; it stays where it is until somebody with room says yes, and never a third chat."""

from __future__ import annotations

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.events import Event
from agentconsole.domain.leads.commands import AcceptOffer, DeclineOffer, Offer
from agentconsole.domain.leads.events import OfferAccepted, OfferDeclined, Offered, OfferLapsed
from agentconsole.domain.moves import Move, after, is_legal
from agentconsole.domain.queue import span
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import STATUS_WORDS, first, rule, subject
from agentconsole.domain.rules.capacity_guard import no_room
from agentconsole.domain.rules.leading import is_at_work, long_line, not_a_lead
from agentconsole.domain.rules.seeing import out_of_sight
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.capacity import MAX_CHATS
from agentconsole.domain.terms import Channel, Status
from agentconsole.domain.view import Context, Decision, View

HERE = frozenset({Presence.AVAILABLE, Presence.WRAP_UP})
"""Who can be asked: an offer to somebody on a break would only run out."""


@rule(Offer)
def offer(view: View, command: Offer, context: Context) -> Decision:
    """By a lead, to a colleague who is here and has room left beside the offers they have not answered.

    An offer reserves nothing: what the agent takes themselves goes first, and the offer returns.
    """
    c = subject(view)
    refusal = first(
        not_a_lead(view, context), _not_to_give(c), _target(view, command.to_agent), _standing(view, command, context)
    )
    if refusal:
        return refusal
    if c.oversight.offer is not None and c.oversight.offer.until > context.now:
        return ()
    return (Offered(c.id, to_agent=command.to_agent, until=context.now + context.levels.offer_within),)


def _not_to_give(c: Conversation) -> Refusal | None:
    if is_at_work(c) or (not c.assignee and is_legal(c.channel, c.status, Move.CLAIM)):
        return None
    return Refusal(Code.WRONG_STATUS, f"#{c.id} {STATUS_WORDS[c.status]}, so it cannot be offered.")


def _target(view: View, to_agent: str) -> Refusal | None:
    c, target = subject(view), view.agents.get(to_agent)
    if target is None:
        return Refusal(Code.UNKNOWN_AGENT, f"Nobody here is called {to_agent}.")
    if to_agent == c.assignee:
        return Refusal(Code.ALREADY_YOURS, f"{target.short_name} holds #{c.id} already.")
    if target.presence not in HERE:
        where = "on a break" if target.presence is Presence.BREAK else "not on shift"
        return Refusal(Code.TARGET_NOT_ON_SHIFT, f"{target.short_name} is {where}: offer it to somebody who is here.")
    cannot = first(out_of_sight(view, c, to_agent), no_room(view, c, to_agent, is_actor=False))
    return cannot or _spoken_for(view, c, to_agent)


def _spoken_for(view: View, c: Conversation, to_agent: str) -> Refusal | None:
    """Two offers for one free slot would make one of them a disappointment."""
    if c.channel is not Channel.CHAT:
        return None
    asked = [each for each in view.offered.get(to_agent, ()) if each != c.id]
    if len(view.chats.get(to_agent, ())) + len(asked) < MAX_CHATS:
        return None
    words = f"{view.name_of(to_agent)} has been offered a chat for their free slot already."
    return Refusal(Code.TARGET_AT_CAPACITY, words)


def _standing(view: View, command: Offer, context: Context) -> Refusal | None:
    c = subject(view)
    standing = c.oversight.offer
    if standing is None or standing.until <= context.now or standing.to == command.to_agent:
        return None
    left = span(standing.until - context.now)
    words = f"#{c.id} is offered to {view.name_of(standing.to)} for {left} more; wait for their answer."
    return Refusal(Code.ALREADY_OFFERED, words)


@rule(AcceptOffer)
def accept_offer(view: View, command: AcceptOffer, context: Context) -> Decision:
    """In time, and with room: from the queue or from the holder's hands, in one step."""
    c = subject(view)
    refusal = first(_not_offered(c, context), no_room(view, c, context.actor, is_actor=True))
    if refusal:
        return refusal
    status = c.status if c.assignee else after(c.channel, c.status, Move.CLAIM)
    status = Status.ACTIVE if status is Status.PENDING else status
    return (OfferAccepted(c.id, agent=context.actor, status=status, from_agent=c.assignee),)


def _not_offered(c: Conversation, context: Context) -> Refusal | None:
    standing = c.oversight.offer
    if standing is None or standing.to != context.actor:
        return Refusal(Code.NOT_OFFERED, f"#{c.id} is not offered to you, or not any more.")
    if standing.until < context.now:
        return Refusal(Code.TOO_LATE, f"The offer of #{c.id} ran out {span(context.now - standing.until)} ago.")
    return None


@rule(DeclineOffer)
def decline_offer(view: View, command: DeclineOffer, context: Context) -> Decision:
    """It stays where it is, and the lead is told why; an offer that has ended needs no answer."""
    c = subject(view)
    refusal = long_line(command.reason)
    if refusal:
        return refusal
    standing = c.oversight.offer
    if standing is None or standing.to != context.actor:
        return ()
    return (OfferDeclined(c.id, reason=command.reason.strip(), by=standing.by),)


def lapsed(c: Conversation, now: int) -> tuple[Event, ...]:
    """The end of an offer nobody answered, when its time has come."""
    standing = c.oversight.offer
    return (OfferLapsed(c.id, to_agent=standing.to),) if standing and standing.until <= now else ()
