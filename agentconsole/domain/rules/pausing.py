"""What waits: hold and resume, pending on somebody's word, and following up later."""

from __future__ import annotations

from agentconsole.domain.commands import Hold, Pend, Resume, Snooze
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.events import HeldCall, Pended, Resumed, Snoozed
from agentconsole.domain.moves import Move, after
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import first, illegal, not_held, rule, subject
from agentconsole.domain.rules.talking import in_the_past
from agentconsole.domain.terms import Channel, WaitsOn
from agentconsole.domain.view import Context, Decision, View


@rule(Hold)
def hold(view: View, command: Hold, context: Context) -> Decision:
    """The caller waits on the line, with a clock that wants them to hear from us."""
    conversation = subject(view)
    refusal = first(not_held(view, context), illegal(conversation, Move.HOLD))
    return refusal or (HeldCall(conversation.id),)


@rule(Resume)
def resume(view: View, command: Resume, context: Context) -> Decision:
    """Back to the caller, or back to work on what was pending or waited for the contact."""
    conversation = subject(view)
    refusal = first(not_held(view, context), illegal(conversation, Move.RESUME))
    if refusal:
        return refusal
    if conversation.channel is Channel.CHAT and conversation.waits_on is WaitsOn.US:
        return ()
    return (Resumed(conversation.id, status=after(conversation.channel, conversation.status, Move.RESUME)),)


@rule(Pend)
def pend(view: View, command: Pend, context: Context) -> Decision:
    """The next word is not ours. Waiting for others needs their name, so that somebody can chase them."""
    conversation = subject(view)
    refusal = first(
        not_held(view, context, lead_may=True), illegal(conversation, Move.PEND), _whose(conversation, command)
    )
    if refusal:
        return refusal
    return (
        Pended(
            conversation.id,
            status=after(conversation.channel, conversation.status, Move.PEND),
            waits_on=command.waits_on,
            reason=command.reason.strip(),
            before=conversation.turn,
        ),
    )


def _whose(conversation: Conversation, command: Pend) -> Refusal | None:
    if command.waits_on is WaitsOn.US:
        return Refusal(Code.NEEDS_REASON, "Pending is for what waits on somebody else: the contact or others.")
    if command.waits_on is WaitsOn.CONTACT and conversation.first_reply_owed:
        words = "They have had no word from us yet: answer first, then wait for theirs."
        return Refusal(Code.NEEDS_REASON, words)
    if command.waits_on is WaitsOn.OTHERS and not command.reason.strip():
        return Refusal(Code.NEEDS_REASON, "Say whom it waits for, so that somebody can chase them.")
    return None


@rule(Snooze)
def snooze(view: View, command: Snooze, context: Context) -> Decision:
    """A follow-up at a named instant, beside what was promised. Only tickets can be set aside: a live contact is
    owed a word sooner."""
    conversation = subject(view)
    if conversation.channel is not Channel.TICKET:
        words = f"Only tickets can be followed up later; #{conversation.id} is a {conversation.channel}."
        return Refusal(Code.WRONG_CHANNEL, words)
    refusal = first(
        not_held(view, context),
        illegal(conversation, Move.PEND),
        in_the_past(command.until, context.now, "The follow-up"),
    )
    if refusal:
        return refusal
    status = after(conversation.channel, conversation.status, Move.PEND)
    return (
        Snoozed(
            conversation.id,
            status=status,
            until=command.until,
            reason=command.reason.strip(),
            before=conversation.turn,
        ),
    )
