"""Taking over and handing back: one step each, so that a conversation is never in two hands and never in nobody's."""

from __future__ import annotations

from agentconsole.domain.commands import Claim, Command, Note, Open, Receive, RecordBreaches, Reply, Update
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.leads.commands import (
    CancelHandBack,
    CompleteHandBack,
    HandBack,
    HandInText,
    LapseReading,
    LookedAt,
    Monitor,
    SeenSummary,
    TakeOver,
    Whisper,
)
from agentconsole.domain.leads.events import (
    HandBackCancelled,
    HandBackWaits,
    HandedBack,
    SummarySeen,
    TakenOver,
    TextHandedIn,
    TextTakenAlong,
)
from agentconsole.domain.moves import Move, after
from agentconsole.domain.queue import span
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import bad_text, first, not_held, rule, subject
from agentconsole.domain.rules.capacity_guard import no_room
from agentconsole.domain.rules.leading import not_a_lead, not_with_somebody, over
from agentconsole.domain.rules.seeing import out_of_sight
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.view import Context, Decision, View

FILLS_OR_LEAVES: frozenset[type[Command]] = frozenset(
    {Open, Receive, Claim, Reply, Note, Update, RecordBreaches, Whisper, LookedAt, Monitor, CompleteHandBack}
    | {LapseReading}
)
"""The commonest commands after which nobody has more room than before."""
LONGEST_SUMMARY = 4_000
"""What somebody has to read before they may type has to be short enough to be read."""


@rule(TakeOver)
def take_over(view: View, command: TakeOver, context: Context) -> Decision:
    """By a lead with a free slot of their own, with what the holder has typed and not sent. The second of two leads is
    told who was faster."""
    c = subject(view)
    refusal = first(
        not_a_lead(view, context),
        not_with_somebody(view, context),
        _faster(view, context),
        no_room(view, c, context.actor, is_actor=True),
    )
    return refusal or (TakenOver(c.id, agent=context.actor, from_agent=c.assignee), *_taken_along(view, c))


def _taken_along(view: View, c: Conversation) -> tuple[TextTakenAlong, ...]:
    """None where nothing is known, or what is known could not be handed in: it never stands in a take-over's way."""
    if _not_to_hand_in(view.unsent):
        return ()
    return (TextTakenAlong(c.id, from_agent=c.assignee, body=view.unsent.strip()),)


def _faster(view: View, context: Context) -> Refusal | None:
    c = subject(view)
    taken = c.oversight.taken
    if taken is None:
        return None
    words = f"{view.name_of(taken.by)} took #{c.id} over {span(context.now - taken.at)} earlier; ask for a transfer."
    return Refusal(Code.TAKEN_OVER, words)


def _not_to_hand_in(body: str) -> Refusal | None:
    """What is still to be filled in goes to the lead as well: only the contact must not get it."""
    bad = bad_text(body, "text")
    return None if bad and bad.code is Code.UNFILLED else bad


@rule(HandInText)
def hand_in_text(view: View, command: HandInText, context: Context) -> Decision:
    """What the agent had not sent, while the lead has it; an agent's console does this by itself. The same text
    again, from their other console or a moment later, changes nothing."""
    c = subject(view)
    taken = c.oversight.taken
    if taken is None or taken.from_agent != context.actor:
        words = f"#{c.id} was not taken over from you: your text is your draft, and nobody else's."
        return Refusal(Code.NOT_TAKEN_OVER, words)
    if view.message_known:
        return ()
    return _not_to_hand_in(command.body) or (TextHandedIn(c.id, body=command.body.rstrip()),)


@rule(HandBack)
def hand_back(view: View, command: HandBack, context: Context) -> Decision:
    """To whom it came from as soon as they have room, or to the queue, with a summary; the lead holds it until then."""
    c = subject(view)
    refusal = first(not_held(view, context), _not_taken(c), over(c), _no_summary(command.summary))
    if refusal:
        return refusal
    summary = command.summary.strip()
    if command.to_queue:
        status = after(c.channel, c.status, Move.RELEASE)
        return (HandedBack(c.id, by=context.actor, to_agent="", status=status, summary=summary),)
    to = c.oversight.taken.from_agent if c.oversight.taken else ""
    away = first(_away(view, to), out_of_sight(view, c, to))
    if away:
        return away
    if no_room(view, c, to, is_actor=False):
        waits = c.oversight.returning
        same = waits is not None and (waits.to, waits.summary) == (to, summary)
        return () if same else (HandBackWaits(c.id, to_agent=to, summary=summary),)
    return (HandedBack(c.id, by=context.actor, to_agent=to, status=c.status, summary=summary),)


def _not_taken(c: Conversation) -> Refusal | None:
    if c.oversight.taken is not None:
        return None
    return Refusal(
        Code.NOT_TAKEN_OVER, f"#{c.id} was not taken over from anybody: transfer it, or give it to the queue."
    )


def _no_summary(summary: str) -> Refusal | None:
    if not summary.strip():
        return Refusal(Code.EMPTY, "Say in a few words what was agreed: it is read before anybody writes again.")
    if len(summary) > LONGEST_SUMMARY:
        words = f"The summary has {len(summary):,} characters; at most {LONGEST_SUMMARY:,} are read before writing."
        return Refusal(Code.TOO_LONG, words)
    return None


def _away(view: View, agent_id: str) -> Refusal | None:
    agent = view.agents.get(agent_id)
    if agent is not None and agent.presence is not Presence.OFFLINE:
        return None
    return Refusal(Code.TARGET_NOT_ON_SHIFT, f"{view.name_of(agent_id)} is not on shift: hand it back to the queue.")


def makes_room(command: Command) -> bool:
    """Whether the command may leave somebody with room they did not have: then what waits for it goes back."""
    return type(command) not in FILLS_OR_LEAVES


@rule(CompleteHandBack)
def complete_hand_back(view: View, command: CompleteHandBack, context: Context) -> Decision:
    """By the house, once the agent has room; while they have none, or are away, nothing changes."""
    c = subject(view)
    waits = c.oversight.returning
    if waits is None or _away(view, waits.to) or no_room(view, c, waits.to, is_actor=False):
        return ()
    return (HandedBack(c.id, by=waits.by, to_agent=waits.to, status=c.status, summary=waits.summary),)


@rule(CancelHandBack)
def cancel_hand_back(view: View, command: CancelHandBack, context: Context) -> Decision:
    """The holder keeps it; where nothing waits nothing changes."""
    c = subject(view)
    refusal = not_held(view, context)
    if refusal:
        return refusal
    waits = c.oversight.returning
    return (HandBackCancelled(c.id, to_agent=waits.to),) if waits else ()


@rule(SeenSummary)
def seen_summary(view: View, command: SeenSummary, context: Context) -> Decision:
    """By whoever has it now; where none is unread nothing changes."""
    c = subject(view)
    refusal = not_held(view, context)
    if refusal:
        return refusal
    return (SummarySeen(c.id, by=c.oversight.summary.by),) if c.oversight.summary else ()
