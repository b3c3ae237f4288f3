"""The ownership card: who looks after it, how to reach them, under which number, and when the next word comes."""

from __future__ import annotations

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.leads.ladder import Ladder, rung_of
from agentconsole.domain.promises.clocks import next_promise
from agentconsole.domain.promises.service_levels import MINUTE, ServiceLevels
from agentconsole.domain.queue import span
from agentconsole.domain.team.agent import Agent
from agentconsole.domain.terms import Channel
from agentconsole.domain.values import dataclass

LEAST = 5 * MINUTE
"""A customer is promised no word sooner than the team itself expects to give one."""


@dataclass(frozen=True, slots=True)
class OwnershipCard:
    """What the customer is given. `handle` is the extension or the name to ask for; `next_word` milliseconds from now;
    `rung` who else looks at it, empty while nobody does."""

    name: str
    handle: str
    number: str
    next_word: int
    rung: str = ""


def ownership_card(
    conversation: Conversation, agent: Agent, handle: str, levels: ServiceLevels, ladder: Ladder, now: int
) -> OwnershipCard:
    """The card of the agent who holds it: the next word comes with the next promise, or within the channel's own."""
    promise = next_promise(conversation, levels)
    usual = levels.ticket_progress if conversation.channel is Channel.TICKET else levels.breach_after
    due = promise.breach_at - now if promise else usual
    raised = conversation.oversight.escalation
    rung = rung_of(ladder, raised.rung) if raised else None
    # Whole minutes, rounded up: nobody is told seconds.
    minutes = -(-max(due, LEAST) // MINUTE)
    return OwnershipCard(
        agent.full_name, handle or agent.id, conversation.id, minutes * MINUTE, rung.name if rung else ""
    )


def card_text(card: OwnershipCard, channel: Channel) -> str:
    """The card as it is read aloud on the phone, or written in a chat or a ticket."""
    within, number = span(card.next_word), f"#{card.number}"
    also = f" {card.rung} is looking at it with me." if card.rung else ""
    match channel:
        case Channel.PHONE:
            return (
                f"My name is {card.name}; ask for {card.handle}. Your number is {card.number}.{also} "
                f"You will hear from us again within {within}."
            )
        case Channel.CHAT:
            return (
                f"I am {card.name} and I look after this for you (ask for {card.handle}, number {number}).{also} "
                f"The next word from us comes within {within}."
            )
        case Channel.TICKET:
            return (
                f"{card.name} looks after this for you.\nAsk for: {card.handle}\nYour number: {number}\n"
                f"Next word from us: within {within}" + (f"\nAlso on it: {card.rung}" if card.rung else "")
            )
