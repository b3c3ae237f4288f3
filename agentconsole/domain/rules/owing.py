"""What is still owed when a conversation ends: no wrap-up without a time for it, and the ticket that keeps it."""

from __future__ import annotations

from agentconsole.domain.commands import WrapUp
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.customer.contact import Contact
from agentconsole.domain.dispositions import Dispositions, Keeper
from agentconsole.domain.events import Claimed, Event, Linked, Opened, Snoozed
from agentconsole.domain.owing import FollowUp, is_kept
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import first, not_held, rule, subject
from agentconsole.domain.rules.dispositions import promises
from agentconsole.domain.rules.seeing import own_queue
from agentconsole.domain.rules.talking import in_the_past
from agentconsole.domain.terms import Channel, Status
from agentconsole.domain.view import Context, Decision, View


def unkept(conversation: Conversation, command: WrapUp, dispositions: Dispositions) -> Refusal | None:
    """The refusal of an ending that promises something while nothing with a time keeps it."""
    if not promises(dispositions, command) or any(is_kept(conversation, keeper) for keeper in Keeper):
        return None
    own = conversation.id
    match conversation.channel:
        case Channel.PHONE:
            words = f"#{own} would end with a promise and no time: promise the callback, or open a follow-up, first."
        case Channel.CHAT:
            words = f"#{own} would end with a promise and no time: open a follow-up ticket with its time first."
        case Channel.TICKET:
            words = f"#{own} still owes what was promised: set it aside until then, and wrap it up when it is kept."
    return Refusal(Code.NEEDS_TIME, words)


@rule(FollowUp)
def follow_up(view: View, command: FollowUp, context: Context) -> Decision:
    """A ticket of the same contact's, in the actor's hands and set aside until then; the two name each other."""
    conversation = subject(view)
    refusal = first(
        not_held(view, context, lead_may=True),
        _is_one_itself(conversation),
        in_the_past(command.due_at, context.now, "The follow-up"),
    )
    if refusal:
        return refusal
    number = str(context.next_number)
    # The receipt is about what the first event is about: what the agent has in front of them.
    return (Linked(conversation.id, other=number), *_opened(view, command, context, number))


def _is_one_itself(conversation: Conversation) -> Refusal | None:
    if conversation.channel is not Channel.TICKET:
        return None
    return Refusal(Code.WRONG_CHANNEL, f"#{conversation.id} is a ticket itself: set it aside until then.")


def _opened(view: View, command: FollowUp, context: Context, number: str) -> tuple[Event, ...]:
    about, promised = subject(view), command.promised.strip()
    subject_line = about.subject or f"follow-up on #{about.id}"
    opened = Opened(
        number,
        channel=Channel.TICKET,
        # The contact has written nothing in it: opened as settled, no clock of an arrival runs beside the promise.
        status=Status.RESOLVED,
        contact=view.contact or Contact(about.contact_id, about.contact_name),
        subject=": ".join(filter(None, (promised, subject_line))),
        category=about.category,
        queue=own_queue(view, context.actor, about.queue),
        source="follow_up",
        external_id="",
        received_at=context.now,
    )
    return (
        opened,
        Claimed(number, agent=context.actor, status=Status.ACTIVE, from_status=Status.RESOLVED),
        Snoozed(number, status=Status.PENDING, until=command.due_at, reason=command.reason.strip()),
        Linked(number, other=about.id),
    )
