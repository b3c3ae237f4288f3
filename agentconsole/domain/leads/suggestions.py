"""Who could take a conversation, and why: suggestions that explain themselves and decide nothing."""

from __future__ import annotations

from collections.abc import Iterable

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.rules.offering import HERE
from agentconsole.domain.team.agent import Agent
from agentconsole.domain.team.capacity import MAX_CALLS, MAX_CHATS
from agentconsole.domain.terms import Channel
from agentconsole.domain.values import dataclass

BUSY_TICKETS = 8
"""Tickets in hand from which on one more is worth a second thought."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of one agent: what they hold and have been offered, and what they did before with this contact and
    in this category."""

    agent: Agent
    chats: int = 0
    calls: int = 0
    tickets: int = 0
    offered: int = 0
    with_contact: int = 0
    in_category: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One agent and the reasons that speak for them, the strongest first."""

    agent: Agent
    reasons: tuple[str, ...]


def suggestions(conversation: Conversation, candidates: Iterable[Candidate], limit: int = 5) -> tuple[Suggestion, ...]:
    """Those who are here and have room: who knows the contact first, then the category, then who has least to do."""
    fit = [each for each in candidates if _has_room(conversation, each)]
    fit.sort(key=lambda each: (-each.with_contact, -min(each.in_category, 3), _load(each), each.agent.full_name))
    return tuple(Suggestion(each.agent, _reasons(conversation, each)) for each in fit[:limit])


def _has_room(conversation: Conversation, each: Candidate) -> bool:
    if each.agent.presence not in HERE or each.agent.id == conversation.assignee:
        return False
    match conversation.channel:
        case Channel.CHAT:
            return each.chats + each.offered < MAX_CHATS
        case Channel.PHONE:
            return each.calls < MAX_CALLS
        case Channel.TICKET:
            return True


def _load(each: Candidate) -> int:
    """Live contacts count for more than tickets, which can wait a minute."""
    return (each.chats + each.calls + each.offered) * 4 + each.tickets


def _reasons(conversation: Conversation, each: Candidate) -> tuple[str, ...]:
    reasons = []
    if each.with_contact:
        reasons.append(_knows_contact(conversation.contact_name, each.with_contact))
    if each.in_category and conversation.category:
        reasons.append(_knows_category(conversation.category, each.in_category))
    if conversation.channel is Channel.CHAT:
        free = MAX_CHATS - each.chats - each.offered
        reasons.append("both chat slots free" if free == MAX_CHATS else "a chat slot free")
    if conversation.channel is Channel.PHONE:
        reasons.append("not on the phone")
    if conversation.channel is Channel.TICKET or each.tickets >= BUSY_TICKETS:
        reasons.append(_holds(each.tickets))
    if each.chats and conversation.channel is not Channel.CHAT:
        reasons.append("one chat" if each.chats == 1 else "two chats")
    return tuple(reasons)


def _knows_contact(contact_name: str, count: int) -> str:
    return f"knows {contact_name} (once before)" if count == 1 else f"knows {contact_name} ({count} times before)"


def _knows_category(category: str, count: int) -> str:
    return f"knows {category} (once lately)" if count == 1 else f"knows {category} ({count} times lately)"


def _holds(tickets: int) -> str:
    if not tickets:
        return "no ticket in hand"
    return "holds 1 ticket" if tickets == 1 else f"holds {tickets} tickets"
