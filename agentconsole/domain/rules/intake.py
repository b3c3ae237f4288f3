"""What contacts do: they ring, write, write again, and leave."""

from __future__ import annotations

from agentconsole.domain.commands import ContactLeft, Open, Receive, RequestClose
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.customer.contact import Contact, contact_key
from agentconsole.domain.events import CloseRequested, Event, Left, Opened, Received
from agentconsole.domain.incoming import IncomingConversation
from agentconsole.domain.moves import Move, after, is_legal
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import illegal, rule, subject
from agentconsole.domain.terms import Channel, Status
from agentconsole.domain.view import Context, Decision, View

IMPORTED = {
    Channel.PHONE: {"resolved": Status.CLOSED, "closed": Status.CLOSED, "wrap_up": Status.CLOSED},
    Channel.TICKET: {"resolved": Status.RESOLVED, "closed": Status.CLOSED, "pending": Status.PENDING},
    Channel.CHAT: {"resolved": Status.CLOSED, "closed": Status.CLOSED, "wrap_up": Status.CLOSED},
}
BEGINNING = {Channel.PHONE: Status.RINGING, Channel.TICKET: Status.WAITING, Channel.CHAT: Status.WAITING}


@rule(Open)
def open_conversation(view: View, command: Open, context: Context) -> Decision:
    """A new conversation; one that is known already by its external id changes nothing."""
    if view.known_as:
        return ()
    coming = command.incoming
    channel = Channel(coming.channel)
    status = _beginning(coming, channel, context)
    missed = status in (Status.MISSED, Status.CALLBACK_OWED)
    return (
        Opened(
            str(context.next_number),
            channel=channel,
            status=status,
            contact=_contact(coming),
            subject=coming.subject,
            category=coming.category,
            queue=command.queue,
            source=coming.source,
            external_id=coming.external_id,
            received_at=min(coming.received_at, context.now),
            messages=coming.messages,
            callback_at=context.now + context.levels.callback_within if missed else None,
        ),
    )


def _beginning(coming: IncomingConversation, channel: Channel, context: Context) -> Status:
    """Live ones ring or wait; imported ones keep their end, and are never anybody's live call or chat."""
    if context.actor != "import":
        return BEGINNING[channel]
    if coming.status in IMPORTED[channel]:
        return IMPORTED[channel][coming.status]
    if channel is Channel.PHONE:
        return Status.MISSED
    return BEGINNING[channel]


def _contact(coming: IncomingConversation) -> Contact:
    who = coming.contact
    name = who.name.strip() or who.email.strip() or who.phone.strip() or "Unknown contact"
    return Contact(contact_key(name, who.email, who.phone), name, who.email.strip(), who.phone.strip())


@rule(Receive)
def receive(view: View, command: Receive, context: Context) -> Decision:
    """The contact wrote: an ended chat wakes up in the queue, an ended ticket is reopened."""
    if view.message_known:
        return ()
    conversation = subject(view)
    if conversation.channel is Channel.PHONE and not conversation.is_open:
        return Refusal(Code.WRONG_STATUS, f"Call #{conversation.id} is over; a new call opens a new conversation.")
    return (
        Received(
            conversation.id,
            status=_after_word(conversation),
            body=command.body,
            external_id=command.external_id,
            attachments=command.attachments,
            asks_to_close=command.asks_to_close,
        ),
    )


def _after_word(conversation: Conversation) -> Status:
    if not is_legal(conversation.channel, conversation.status, Move.WAKE):
        return conversation.status
    if conversation.status is Status.PENDING and not conversation.assignee:
        return Status.WAITING
    return after(conversation.channel, conversation.status, Move.WAKE)


@rule(ContactLeft)
def contact_left(view: View, command: ContactLeft, context: Context) -> Decision:
    """Gone: an unanswered call is missed and owed a callback, a live one goes to wrap-up."""
    conversation = subject(view)
    move = Move.MISS if conversation.status is Status.RINGING else Move.END
    refusal = illegal(conversation, move)
    if refusal:
        return refusal
    status = after(conversation.channel, conversation.status, move)
    owed = context.now + context.levels.callback_within if move is Move.MISS else None
    return (Left(conversation.id, status=status, callback_at=owed),)


@rule(RequestClose)
def request_close(view: View, command: RequestClose, context: Context) -> Decision:
    """The contact asked to close it; asking twice changes nothing."""
    conversation = subject(view)
    if conversation.stamps.close_requested is not None:
        return ()
    events: tuple[Event, ...] = (CloseRequested(conversation.id),)
    return events
