"""Taking back: the natural inverse of an event, while nothing else has happened since."""

from __future__ import annotations

from dataclasses import replace

from agentconsole.domain.commands import (
    Categorise,
    Claim,
    Command,
    Hold,
    Release,
    Reopen,
    Resolve,
    Resume,
    Tag,
    Undo,
)
from agentconsole.domain.conversation import Conversation, Turn
from agentconsole.domain.events import (
    AnswerWaived,
    Categorised,
    Claimed,
    Event,
    HeldCall,
    OfConversation,
    Pended,
    Released,
    Reopened,
    Resolved,
    Resumed,
    Snoozed,
    Tagged,
    Undone,
    WrappedUp,
)
from agentconsole.domain.evolve import evolve
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import RULES, rule, subject
from agentconsole.domain.terms import Channel, Status
from agentconsole.domain.view import Context, Decision, Past, View


def inverse(event: Event, conversation: Conversation) -> Command | None:
    """The command that takes the event back; None when it has no natural inverse (words that were sent)."""
    own = conversation.id
    match event:
        case Claimed():
            return Release(own)
        case Released():
            return Claim(own)
        case HeldCall():
            return Resume(own)
        case Resumed():
            return Hold(own) if conversation.channel is Channel.PHONE else None
        case Resolved():
            return Reopen(own) if conversation.channel is not Channel.PHONE else None
        case Reopened():
            return Resolve(own) if conversation.channel is Channel.TICKET else None
        case Categorised(was=was):
            return Categorise(own, category=was)
        case Tagged(added=added, removed=removed):
            return Tag(own, add=removed, remove=added)
        case _:
            return None


@rule(Undo)
def undo(view: View, command: Undo, context: Context) -> Decision:
    """The agent's own last command, by the same rules that any other command obeys."""
    conversation = subject(view)
    past = view.past
    if past is None or past.actor != context.actor or len(past.events) != 1:
        return Refusal(Code.NOTHING_TO_UNDO, f"You have done nothing on #{conversation.id} that can be taken back.")
    if conversation.rev != past.rev:
        return Refusal(Code.TOO_LATE, f"Something else has happened on #{conversation.id} since; it stays as it is.")
    match past.events[0]:
        case Pended(before=turn) | Snoozed(before=turn) | AnswerWaived(before=turn) if turn is not None:
            return (_undone(past, conversation, turn),)
        case Resolved(before=turn, from_agent=agent) if turn is not None and agent == context.actor:
            return _not_ended(view, past, turn, context)
        case _:
            return _by_inverse(view, past, context)


def _undone(past: Past, conversation: Conversation, turn: Turn | None = None) -> Undone:
    return Undone(conversation.id, past.command_id, turn, past.events[0].type)


def _not_ended(view: View, past: Past, turn: Turn, context: Context) -> Decision:
    """Where reopening is allowed, a free slot included: no promise is forgiven or forgotten by ending and undoing."""
    conversation = subject(view)
    if conversation.channel is Channel.PHONE:
        return _by_inverse(view, past, context)
    allowed = RULES[Reopen](view, Reopen(conversation.id), replace(context, if_rev=None))
    return allowed if isinstance(allowed, Refusal) else (_undone(past, conversation, turn),)


def _by_inverse(view: View, past: Past, context: Context) -> Decision:
    conversation = subject(view)
    back = inverse(past.events[0], conversation)
    if back is None:
        return _stays(past.events[0], conversation)
    decision = RULES[type(back)](view, back, replace(context, if_rev=None))
    if isinstance(decision, Refusal):
        return decision
    if _stands(conversation, decision, context) != _stood(past.events[0], conversation):
        words = f"#{conversation.id} cannot be put back exactly as it was; change it by hand."
        return Refusal(Code.NOTHING_TO_UNDO, words)
    return (_undone(past, conversation), *decision)


def _stays(event: Event, conversation: Conversation) -> Refusal:
    """Why it stays, and what helps instead: nobody writes again about a wrap-up."""
    words = "What was sent or recorded cannot be taken back; write again instead."
    if isinstance(event, WrappedUp):
        words = f"A wrap-up cannot be taken back; reopen #{conversation.id} instead."
    return Refusal(Code.NOTHING_TO_UNDO, words)


def _stood(event: Event, conversation: Conversation) -> tuple[Status | None, str]:
    """The status and the holder from before the event, as far as it says so."""
    match event:
        case Claimed(from_status=status):
            return status, ""
        case Released(from_status=status, from_agent=agent):
            return status, agent
        case Resolved(from_status=status, from_agent=agent):
            return status, agent
        case Reopened(from_status=status, from_agent=agent):
            return status, agent
        case HeldCall():
            return Status.ACTIVE, conversation.assignee
        case Resumed():
            return Status.ON_HOLD, conversation.assignee
        case _:
            return conversation.status, conversation.assignee


def _stands(conversation: Conversation, decision: tuple[Event, ...], context: Context) -> tuple[Status | None, str]:
    after = conversation
    for event in decision:
        if isinstance(event, OfConversation):
            after = evolve(after, event, context.now, context.actor)
    return after.status, after.assignee
