"""Coming in by degrees: read along, whisper, join in public, leave, and go; reading is incapable of speaking."""

from __future__ import annotations

from agentconsole.domain.events import Event
from agentconsole.domain.leads.commands import (
    Barge,
    DeclineWhisper,
    LapseReading,
    Leave,
    Monitor,
    StopMonitoring,
    Whisper,
)
from agentconsole.domain.leads.events import (
    Barged,
    BargeEnded,
    MonitoringLapsed,
    MonitoringStarted,
    MonitoringStopped,
    WhisperDeclined,
    Whispered,
)
from agentconsole.domain.leads.supervision import is_away
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import bad_text, first, not_held, rule, subject
from agentconsole.domain.rules.leading import not_a_lead, not_with_somebody
from agentconsole.domain.rules.talking import trimmed
from agentconsole.domain.terms import Mode
from agentconsole.domain.view import Context, Decision, View

THANKS = "Thank you, I have this one."


def _not_to_come_in(view: View, context: Context) -> Refusal | None:
    return first(not_a_lead(view, context), not_with_somebody(view, context))


@rule(Monitor)
def monitor(view: View, command: Monitor, context: Context) -> Decision:
    """In, and reading; who is in already stays as they are."""
    refusal = _not_to_come_in(view, context)
    if refusal:
        return refusal
    return () if subject(view).oversight.mode_of(context.actor) else (_began(view, context),)


def _began(view: View, context: Context) -> Event:
    c = subject(view)
    return MonitoringStarted(c.id, shown_at=context.now + view.supervision.notice_after, holder=c.assignee)


@rule(StopMonitoring)
def stop_monitoring(view: View, command: StopMonitoring, context: Context) -> Decision:
    """Out, from wherever; who is not in changes nothing."""
    c = subject(view)
    return (MonitoringStopped(c.id, holder=c.assignee),) if c.oversight.mode_of(context.actor) else ()


@rule(LapseReading)
def lapse_reading(view: View, command: LapseReading, context: Context) -> Decision:
    """By the house, once no console of the lead's was heard of for a while: one that died reads nothing."""
    c = subject(view)
    known = c.oversight.supervisor(command.lead)
    if known is None or not is_away(known.since, view.heard_at, context.now):
        return ()
    return (MonitoringLapsed(c.id, lead=known.agent, holder=c.assignee, mode=known.mode),)


@rule(Whisper)
def whisper(view: View, command: Whisper, context: Context) -> Decision:
    """To the holder alone. Who whispers reads along from then on, and is seen to."""
    c = subject(view)
    refusal = first(_not_to_come_in(view, context), bad_text(command.body, "whisper"))
    return refusal or (Whispered(c.id, body=trimmed(command.body), to_agent=c.assignee),)


@rule(DeclineWhisper)
def decline_whisper(view: View, command: DeclineWhisper, context: Context) -> Decision:
    """Politely, by the holder; where no whisper stands nothing changes."""
    c = subject(view)
    refusal = not_held(view, context)
    if refusal:
        return refusal
    standing = c.oversight.whisper
    if standing is None:
        return ()
    body = trimmed(command.body) or THANKS
    return bad_text(body, "answer") or (WhisperDeclined(c.id, body=body, lead=standing.by),)


@rule(Barge)
def barge(view: View, command: Barge, context: Context) -> Decision:
    """Heard by everybody from now on, under one's own name."""
    c = subject(view)
    refusal = _not_to_come_in(view, context)
    if refusal:
        return refusal
    return () if c.oversight.mode_of(context.actor) is Mode.JOINED else (Barged(c.id, holder=c.assignee),)


@rule(Leave)
def leave(view: View, command: Leave, context: Context) -> Decision:
    """Back to reading. Whoever has taken it over cannot leave it: it has to be given to somebody."""
    c = subject(view)
    if c.assignee == context.actor:
        return Refusal(Code.ALREADY_YOURS, f"You hold #{c.id}: hand it back, so that it is never nobody's.")
    if c.oversight.mode_of(context.actor) is not Mode.JOINED:
        return ()
    return (BargeEnded(c.id, holder=c.assignee),)
