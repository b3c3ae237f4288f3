"""Who holds it: claim, release and transfer, and the limit on every path."""

from __future__ import annotations

from agentconsole.domain.commands import Claim, Release, Transfer
from agentconsole.domain.events import Claimed, Released, Transferred
from agentconsole.domain.moves import Move, after
from agentconsole.domain.promises.service_levels import SECOND
from agentconsole.domain.queue import span
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import first, illegal, not_held, rule, subject
from agentconsole.domain.rules.capacity_guard import no_room
from agentconsole.domain.rules.seeing import out_of_sight
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.terms import Status
from agentconsole.domain.view import Context, Decision, View


@rule(Claim)
def claim(view: View, command: Claim, context: Context) -> Decision:
    """First come, first served: the second agent is told who was faster."""
    conversation = subject(view)
    refusal = first(
        _taken(view, context),
        illegal(conversation, Move.CLAIM),
        no_room(view, conversation, context.actor, is_actor=True),
    )
    if refusal:
        return refusal
    return (
        Claimed(
            conversation.id,
            agent=context.actor,
            status=after(conversation.channel, conversation.status, Move.CLAIM),
            from_status=conversation.status,
        ),
    )


def _taken(view: View, context: Context) -> Refusal | None:
    conversation = subject(view)
    if not conversation.assignee or not conversation.is_open:
        return None
    if conversation.assignee == context.actor:
        return Refusal(Code.ALREADY_YOURS, f"You hold #{conversation.id} already.")
    holder = view.name_of(conversation.assignee)
    since = context.now - (conversation.assigned_at or conversation.received_at)
    if since < SECOND:
        return Refusal(Code.ALREADY_TAKEN, f"{holder} took it just before you.")
    return Refusal(Code.ALREADY_TAKEN, f"{holder} took it {span(since)} earlier.")


@rule(Release)
def release(view: View, command: Release, context: Context) -> Decision:
    """Back to the queue; the text the agent had typed stays their draft."""
    conversation = subject(view)
    lead_may = bool(conversation.assignee)
    refusal = first(not_held(view, context, lead_may=lead_may), illegal(conversation, Move.RELEASE))
    if refusal:
        return refusal
    return (
        Released(
            conversation.id,
            status=after(conversation.channel, conversation.status, Move.RELEASE),
            from_status=conversation.status,
            from_agent=conversation.assignee,
        ),
    )


@rule(Transfer)
def transfer(view: View, command: Transfer, context: Context) -> Decision:
    """To a colleague with room, in one step, so that it is never nobody's; or to a queue."""
    conversation = subject(view)
    refusal = first(
        not_held(view, context, lead_may=True), illegal(conversation, Move.RELEASE), _target(view, command, context)
    )
    if refusal:
        return refusal
    if not command.to_agent:
        status = after(conversation.channel, conversation.status, Move.RELEASE)
        return (Transferred(conversation.id, status=status, to_queue=command.to_queue, note=command.note),)
    refusal = no_room(view, conversation, command.to_agent, is_actor=command.to_agent == context.actor)
    if refusal:
        return refusal
    status = Status.ACTIVE if conversation.status is Status.PENDING else conversation.status
    return (Transferred(conversation.id, status=status, to_agent=command.to_agent, note=command.note),)


def _target(view: View, command: Transfer, context: Context) -> Refusal | None:
    conversation = subject(view)
    if bool(command.to_agent) == bool(command.to_queue):
        return Refusal(Code.UNKNOWN_AGENT, "Say to whom: one colleague or one queue.")
    if command.to_agent and command.to_agent not in view.agents:
        return Refusal(Code.UNKNOWN_AGENT, f"Nobody here is called {command.to_agent}.")
    if command.to_agent == conversation.assignee:
        return Refusal(Code.ALREADY_YOURS, f"{view.name_of(command.to_agent)} holds #{conversation.id} already.")
    if command.to_agent not in ("", context.actor) and view.agents[command.to_agent].presence is Presence.OFFLINE:
        words = f"{view.name_of(command.to_agent)} is not on shift: hand it to somebody who is, or to a queue."
        return Refusal(Code.TARGET_NOT_ON_SHIFT, words)
    return out_of_sight(view, conversation, command.to_agent)
