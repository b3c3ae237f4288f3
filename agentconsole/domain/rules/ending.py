"""How it ends: resolve, wrap up, reopen, and duplicates that go on elsewhere."""

from __future__ import annotations

from agentconsole.domain.commands import Link, Merge, Reopen, Resolve, WrapUp
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.events import Absorbed, Linked, Merged, Reopened, Resolved, WrappedUp
from agentconsole.domain.moves import Move, after
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import first, illegal, not_held, rule, subject
from agentconsole.domain.rules.capacity_guard import no_room
from agentconsole.domain.rules.dispositions import not_offered
from agentconsole.domain.rules.owing import unkept
from agentconsole.domain.terms import Channel, Status
from agentconsole.domain.view import Context, Decision, View


@rule(Resolve)
def resolve(view: View, command: Resolve, context: Context) -> Decision:
    """Done. Ending a call or a chat frees its slot at once and opens the wrap-up."""
    conversation = subject(view)
    move = Move.END if conversation.is_live and conversation.channel is Channel.PHONE else Move.RESOLVE
    refusal = first(not_held(view, context, lead_may=True), illegal(conversation, move))
    if refusal:
        return refusal
    return (
        Resolved(
            conversation.id,
            status=after(conversation.channel, conversation.status, move),
            from_status=conversation.status,
            from_agent=conversation.assignee,
            before=conversation.turn_with_promises,
        ),
    )


@rule(WrapUp)
def wrap_up(view: View, command: WrapUp, context: Context) -> Decision:
    """Closed with a disposition code; a promised callback stays owed."""
    conversation = subject(view)
    refusal = first(
        not_held(view, context, lead_may=True),
        _wrappable(conversation),
        _named(command),
        not_offered(view.dispositions, command.disposition.strip()),
        unkept(conversation, command, view.dispositions),
    )
    if refusal:
        return refusal
    return (
        WrappedUp(
            conversation.id,
            status=_wrapped(conversation),
            disposition=command.disposition.strip(),
            category=command.category.strip() or conversation.category,
            note=command.note.strip(),
        ),
    )


def _wrappable(conversation: Conversation) -> Refusal | None:
    """A live call or chat may be ended and wrapped up in one step; a ticket is wrapped up when resolved."""
    if conversation.channel is Channel.TICKET:
        return illegal(conversation, Move.RESOLVE) if conversation.status is not Status.RESOLVED else None
    return None if conversation.is_live else illegal(conversation, Move.FINISH)


def _wrapped(conversation: Conversation) -> Status:
    if conversation.channel is Channel.TICKET:
        return Status.RESOLVED
    if conversation.channel is Channel.PHONE and conversation.callback_at is not None:
        return Status.CALLBACK_OWED
    return Status.CLOSED


def _named(command: WrapUp) -> Refusal | None:
    if command.disposition.strip():
        return None
    return Refusal(Code.NEEDS_REASON, "Say how it ended: choose a disposition code.")


@rule(Reopen)
def reopen(view: View, command: Reopen, context: Context) -> Decision:
    """Taken up again by the agent who says so, if they have room; a call becomes a callback we owe."""
    conversation = subject(view)
    refusal = first(_somebody_elses(view, context), illegal(conversation, Move.REOPEN))
    if refusal:
        return refusal
    status = after(conversation.channel, conversation.status, Move.REOPEN)
    if status is Status.ACTIVE:
        refusal = no_room(view, conversation, context.actor, is_actor=True)
        if refusal:
            return refusal
    owed = context.now + context.levels.callback_within if status is Status.CALLBACK_OWED else None
    return (
        Reopened(
            conversation.id,
            agent=context.actor,
            status=status,
            callback_at=owed,
            from_status=conversation.status,
            from_agent=conversation.assignee,
        ),
    )


def _somebody_elses(view: View, context: Context) -> Refusal | None:
    conversation = subject(view)
    wrapping = conversation.status is Status.WRAP_UP
    return not_held(view, context, lead_may=True) if wrapping else None


@rule(Merge)
def merge(view: View, command: Merge, context: Context) -> Decision:
    """A duplicate ends here; both say where the words are."""
    conversation = subject(view)
    refusal = first(
        not_held(view, context, lead_may=True) if conversation.assignee else None,
        _other(view, conversation, command.into),
        _ended(conversation),
        _circular(view, conversation),
    )
    if refusal:
        return refusal
    status = Status.RESOLVED if conversation.channel is Channel.TICKET else Status.CLOSED
    return (
        Merged(conversation.id, status=status, into=command.into),
        Absorbed(command.into, other=conversation.id),
    )


@rule(Link)
def link(view: View, command: Link, context: Context) -> Decision:
    """The two name each other; linking twice changes nothing."""
    conversation = subject(view)
    refusal = _other(view, conversation, command.other)
    if refusal:
        return refusal
    if command.other in conversation.links:
        return ()
    return (Linked(conversation.id, other=command.other), Linked(command.other, other=conversation.id))


def _other(view: View, conversation: Conversation, other: str) -> Refusal | None:
    if other == conversation.id:
        return Refusal(Code.SAME_CONVERSATION, f"#{other} is this conversation; name another one.")
    if view.other is None:
        return Refusal(Code.UNKNOWN_CONVERSATION, f"There is no conversation #{other}.")
    return None


def _ended(conversation: Conversation) -> Refusal | None:
    if conversation.is_open:
        return None
    return Refusal(Code.WRONG_STATUS, f"#{conversation.id} has ended already; link the two instead.")


def _circular(view: View, conversation: Conversation) -> Refusal | None:
    if view.other is None or not view.other.merged_into:
        return None
    if view.other.merged_into == conversation.id:
        return Refusal(Code.DUPLICATE, f"#{view.other.id} was merged into this one; it cannot go the other way too.")
    words = f"#{view.other.id} was itself merged into #{view.other.merged_into}; merge into that one."
    return Refusal(Code.DUPLICATE, words)
