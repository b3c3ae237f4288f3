"""Calls beside the line: callbacks promised and made, and calls logged by hand."""

from __future__ import annotations

from agentconsole.domain.calls.commands import CompleteCallback, LogCall, PromiseCallback
from agentconsole.domain.calls.events import CallbackCompleted, CallbackPromised, CallLogged
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.customer.contact import Contact, contact_key
from agentconsole.domain.events import Opened
from agentconsole.domain.moves import Move, after
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import first, illegal, not_held, rule, subject
from agentconsole.domain.rules.dispositions import not_offered
from agentconsole.domain.rules.seeing import own_queue
from agentconsole.domain.rules.talking import in_the_past
from agentconsole.domain.terms import Channel, Status
from agentconsole.domain.view import Context, Decision, View

STEPS = 5 * MINUTE
"""By so much a clock that was set, or a time typed in whole minutes, may be off."""
DIRECTIONS = ("incoming", "outgoing")


@rule(PromiseCallback)
def promise_callback(view: View, command: PromiseCallback, context: Context) -> Decision:
    """We name an instant, and owe the call by then."""
    conversation = subject(view)
    if conversation.channel is not Channel.PHONE:
        words = f"Callbacks belong to calls; #{conversation.id} is a {conversation.channel}: report progress instead."
        if conversation.channel is Channel.CHAT:
            words = f"Callbacks belong to calls; #{conversation.id} is a chat: say there by when you write again."
        return Refusal(Code.WRONG_CHANNEL, words)
    refusal = first(
        not_held(view, context, lead_may=True) if conversation.assignee else None,
        illegal(conversation, Move.PROMISE_CALLBACK),
        in_the_past(command.due_at, context.now, "The callback"),
    )
    if refusal:
        return refusal
    status = after(conversation.channel, conversation.status, Move.PROMISE_CALLBACK)
    return (CallbackPromised(conversation.id, status=status, due_at=command.due_at),)


@rule(CompleteCallback)
def complete_callback(view: View, command: CompleteCallback, context: Context) -> Decision:
    """We rang. Reached: the wrap-up is open. Not reached: we say when we try again."""
    conversation = subject(view)
    if conversation.status is not Status.CALLBACK_OWED:
        return _none_owed(conversation)
    refusal = first(
        not_held(view, context),
        bad_span(command.started_at, command.ended_at, context.now),
        _before_it_came(conversation, command.started_at),
    )
    if refusal:
        return refusal
    status, next_at = Status.WRAP_UP, None
    if not command.reached:
        next_at = command.next_at or context.now + context.levels.callback_within
        status = Status.CALLBACK_OWED
        late = in_the_past(next_at, context.now, "The next try")
        if late:
            return late
    return (
        CallbackCompleted(
            conversation.id,
            status=status,
            reached=command.reached,
            started_at=command.started_at,
            ended_at=command.ended_at,
            next_at=next_at,
        ),
    )


def _none_owed(conversation: Conversation) -> Refusal:
    if conversation.channel is Channel.PHONE:
        return Refusal(Code.NO_CALLBACK, f"No callback is owed on #{conversation.id}.")
    words = f"No callback is owed on #{conversation.id}: ring them all the same, then log the call."
    return Refusal(Code.NO_CALLBACK, words)


@rule(LogCall)
def log_call(view: View, command: LogCall, context: Context) -> Decision:
    """A call held elsewhere becomes a closed conversation with its times."""
    disposition = command.disposition.strip()
    refusal = _no_call(command, context.now) or (not_offered(view.dispositions, disposition) if disposition else None)
    if refusal:
        return refusal
    number = str(context.next_number)
    logged = CallLogged(
        number,
        direction=command.direction,
        started_at=command.started_at,
        ended_at=command.ended_at,
        note=command.note.strip(),
        disposition=disposition,
    )
    return (_conversation_of(command, number, own_queue(view, context.actor, "support")), logged)


def _no_call(command: LogCall, now: int) -> Refusal | None:
    """The refusal of what is no call that has happened, with nobody, or neither way."""
    if command.direction not in DIRECTIONS:
        return Refusal(Code.UNSUPPORTED, f"A call is incoming or outgoing, not {command.direction!r}.")
    if not (command.name.strip() or command.phone.strip()):
        return Refusal(Code.EMPTY, "Say whom the call was with: a name or a number.")
    return bad_span(command.started_at, command.ended_at, now)


def _conversation_of(command: LogCall, number: str, queue: str) -> Opened:
    phone = command.phone.strip()
    name = command.name.strip() or phone
    return Opened(
        number,
        channel=Channel.PHONE,
        status=Status.CLOSED,
        contact=Contact(contact_key(name, "", command.phone), name, "", phone),
        subject=command.subject.strip() or f"{command.direction} call",
        category="",
        queue=queue,
        source="log",
        external_id="",
        received_at=command.started_at,
    )


def _before_it_came(conversation: Conversation, started_at: int) -> Refusal | None:
    """The refusal of a call that would have been made before anybody asked for one: a time of day still to come was
    typed, and means yesterday."""
    if started_at >= conversation.received_at - STEPS:
        return None
    words = f"That call would have been before #{conversation.id} came to us; check the two times."
    return Refusal(Code.BAD_TIME, words)


def bad_span(started_at: int, ended_at: int, now: int) -> Refusal | None:
    """The refusal of a call that ends before it began, or that has not happened yet."""
    if ended_at < started_at:
        return Refusal(Code.BAD_TIME, "The call ends before it begins; check the two times.")
    if started_at < 0 or ended_at > now:
        return Refusal(Code.BAD_TIME, "The call lies in the future; only calls that have happened are logged.")
    return None
