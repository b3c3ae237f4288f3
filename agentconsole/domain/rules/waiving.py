"""What needs no answer: the contact's thanks or nod, whose clock ends without a word from us."""

from __future__ import annotations

from agentconsole.domain.commands import WaiveAnswer
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.events import AnswerWaived
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import first, not_held, rule, subject
from agentconsole.domain.rules.speaking import unread_summary
from agentconsole.domain.terms import WaitsOn
from agentconsole.domain.view import Context, Decision, View


@rule(WaiveAnswer)
def waive_answer(view: View, command: WaiveAnswer, context: Context) -> Decision:
    """By who holds it, over nothing unread. A promise of ours is not theirs to settle: it runs on."""
    conversation = subject(view)
    refusal = first(
        not_held(view, context),
        unread_summary(view, context),
        _nothing_owed(conversation),
        _never_answered(conversation),
        _unread(conversation, command.seen),
    )
    if refusal:
        return refusal
    turn = WaitsOn.CONTACT if gave_the_turn(conversation) else conversation.waits_on
    return (AnswerWaived(conversation.id, waits_on=turn, before=conversation.turn),)


def gave_the_turn(conversation: Conversation) -> bool:
    """Whether the turn is ours by the contact's unanswered word alone, and not since before it."""
    return conversation.owed_since is not None and conversation.owing_since == conversation.owed_since


def _nothing_owed(conversation: Conversation) -> Refusal | None:
    if conversation.owed_since is not None:
        return None
    words = f"No word of theirs waits for an answer on #{conversation.id}."
    return Refusal(Code.WRONG_STATUS, words)


def _never_answered(conversation: Conversation) -> Refusal | None:
    """A first word is always answered: to say that it needs none would be a way around the promise of a first reply."""
    if conversation.last_agent_k >= 0 or conversation.stamps.first_response is not None:
        return None
    return Refusal(Code.NEEDS_REASON, "They have had no word from us yet: a first word is always answered.")


def _unread(conversation: Conversation, seen: int | None) -> Refusal | None:
    if seen is None or conversation.last_contact_k < seen:
        return None
    return Refusal(Code.NEWER_MESSAGE, "They wrote again just now: read it first.")
