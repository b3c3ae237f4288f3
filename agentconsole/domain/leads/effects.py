"""What events around team leads make of a conversation, one small function each; importing it enters them all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agentconsole.domain.conversation import Conversation, changed
from agentconsole.domain.effect import effect, freed, our_turn, stamped
from agentconsole.domain.leads import events as happened
from agentconsole.domain.leads import oversight as seen
from agentconsole.domain.terms import Mode, Status


def _overseen(c: Conversation, **changes: Any) -> Conversation:
    return changed(c, oversight=replace(c.oversight, **changes))


def _attended(c: Conversation, lead: str, at: int, **changes: Any) -> Conversation:
    """A lead has come in and said something: whoever called has been heard."""
    raised = c.oversight.escalation
    if raised and raised.acknowledged_at is None:
        raised = replace(raised, acknowledged_by=lead, acknowledged_at=at)
    return _looked(_overseen(c, escalation=raised, help=None, **changes), lead, at)


def _looked(c: Conversation, lead: str, at: int) -> Conversation:
    return _overseen(c, looked_at=at, looked_by=lead)


def _in_mode(c: Conversation, lead: str, mode: Mode, at: int, shown_at: int) -> tuple[seen.Supervisor, ...]:
    """The leads who are in, with this one in this mode: since when they are in does not change with it."""
    known = c.oversight.supervisor(lead)
    now = replace(known, mode=mode, shown_at=min(known.shown_at, shown_at)) if known else None
    others = tuple(each for each in c.oversight.supervisors if each.agent != lead)
    return (*others, now or seen.Supervisor(lead, mode, at, shown_at))


@effect(happened.Escalated)
def escalated(c: Conversation, e: happened.Escalated, at: int, actor: str) -> Conversation:
    """The hand is up, on this rung."""
    return _overseen(c, escalation=seen.Escalation(e.reason, e.line, actor, at, e.rung, at))


@effect(happened.EscalationAcknowledged)
def acknowledged(c: Conversation, e: happened.EscalationAcknowledged, at: int, actor: str) -> Conversation:
    """Its clock stops."""
    return _attended(c, actor, at)


@effect(happened.PassedOn)
def passed_on(c: Conversation, e: happened.PassedOn, at: int, actor: str) -> Conversation:
    """On the other rung nobody has seen it yet: its clock begins anew."""
    raised = c.oversight.escalation
    if raised is None:
        return c
    there = replace(raised, rung=e.rung, line=e.line or raised.line, since=at, acknowledged_by="", acknowledged_at=None)
    return _overseen(c, escalation=there)


@effect(happened.Withdrawn)
def withdrawn(c: Conversation, e: happened.Withdrawn, at: int, actor: str) -> Conversation:
    """The hand is down, and so is the smaller one."""
    return _overseen(c, escalation=None, help=None)


@effect(happened.HelpAsked)
def help_asked(c: Conversation, e: happened.HelpAsked, at: int, actor: str) -> Conversation:
    """A lead is called."""
    return _overseen(c, help=seen.HelpCall(actor, e.line, at))


@effect(happened.MonitoringStarted)
def monitoring_started(c: Conversation, e: happened.MonitoringStarted, at: int, actor: str) -> Conversation:
    """In, and reading."""
    return _looked(_overseen(c, supervisors=_in_mode(c, actor, Mode.READING, at, e.shown_at)), actor, at)


@effect(happened.MonitoringStopped)
def monitoring_stopped(c: Conversation, e: happened.MonitoringStopped, at: int, actor: str) -> Conversation:
    """Out."""
    return _without(c, actor)


@effect(happened.MonitoringLapsed)
def monitoring_lapsed(c: Conversation, e: happened.MonitoringLapsed, at: int, actor: str) -> Conversation:
    """Out as well."""
    return _without(c, e.lead)


def _without(c: Conversation, lead: str) -> Conversation:
    return _overseen(c, supervisors=tuple(each for each in c.oversight.supervisors if each.agent != lead))


@effect(happened.Whispered)
def whispered(c: Conversation, e: happened.Whispered, at: int, actor: str) -> Conversation:
    """The newest whisper stands beside the composer; whoever whispers is shown at once."""
    shown = _in_mode(c, actor, c.oversight.mode_of(actor) or Mode.READING, at, at)
    return _attended(c, actor, at, supervisors=shown, whisper=seen.Whisper(actor, e.to_agent, at, c.messages))


@effect(happened.WhisperDeclined)
def whisper_declined(c: Conversation, e: happened.WhisperDeclined, at: int, actor: str) -> Conversation:
    """It stands there no more."""
    return _overseen(c, whisper=None)


@effect(happened.Barged)
def barged(c: Conversation, e: happened.Barged, at: int, actor: str) -> Conversation:
    """In, and heard by everybody."""
    return _attended(c, actor, at, supervisors=_in_mode(c, actor, Mode.JOINED, at, at))


@effect(happened.BargeEnded)
def barge_ended(c: Conversation, e: happened.BargeEnded, at: int, actor: str) -> Conversation:
    """Back to reading."""
    return _overseen(c, supervisors=_in_mode(c, actor, Mode.READING, at, at))


@effect(happened.TakenOver)
def taken_over(c: Conversation, e: happened.TakenOver, at: int, actor: str) -> Conversation:
    """Another holder; what was promised and every clock stay as they are."""
    mine = changed(c, assignee=e.agent, assignee_before=c.assignee, assigned_at=at)
    return _attended(mine, e.agent, at, taken=seen.Taken(e.agent, e.from_agent, at), returning=None)


@effect(happened.TextTakenAlong)
def text_taken_along(c: Conversation, e: happened.TextTakenAlong, at: int, actor: str) -> Conversation:
    """Only a line."""
    return c


@effect(happened.TextHandedIn)
def text_handed_in(c: Conversation, e: happened.TextHandedIn, at: int, actor: str) -> Conversation:
    """Only a line."""
    return c


@effect(happened.HandBackWaits)
def hand_back_waits(c: Conversation, e: happened.HandBackWaits, at: int, actor: str) -> Conversation:
    """The lead holds it until there is room."""
    return _overseen(c, returning=seen.Returning(e.to_agent, e.summary, actor, at))


@effect(happened.HandBackCancelled)
def hand_back_cancelled(c: Conversation, e: happened.HandBackCancelled, at: int, actor: str) -> Conversation:
    """The lead goes on holding it."""
    return _overseen(c, returning=None)


@effect(happened.HandedBack)
def handed_back(c: Conversation, e: happened.HandedBack, at: int, actor: str) -> Conversation:
    """From hand to hand the clocks run on; the summary stands until whoever has it has read it."""
    if e.to_agent:
        back = changed(c, status=e.status, assignee=e.to_agent, assignee_before=c.assignee, assigned_at=at)
    else:
        back = changed(freed(our_turn(c, at)), status=e.status, held_at=None, waiting_since=at)
    summary = seen.Summary(e.by, at, c.messages)
    return _overseen(back, summary=summary, escalation=None, help=None, taken=None, returning=None)


@effect(happened.SummarySeen)
def summary_seen(c: Conversation, e: happened.SummarySeen, at: int, actor: str) -> Conversation:
    """Now they may write."""
    return _overseen(c, summary=None)


@effect(happened.Offered)
def offered(c: Conversation, e: happened.Offered, at: int, actor: str) -> Conversation:
    """It stays where it is and waits for the answer."""
    return _overseen(c, offer=seen.Offer(e.to_agent, actor, at, e.until, c.assignee))


@effect(happened.OfferAccepted)
def offer_accepted(c: Conversation, e: happened.OfferAccepted, at: int, actor: str) -> Conversation:
    """As a claim from the queue, or from hand to hand."""
    stamps, mine = c.stamps, c
    if c.status is Status.RINGING:
        stamps = stamped(stamped(stamps, "first_response", at, e.agent), "work_started", at, e.agent)
    if c.status is Status.PENDING and e.status is Status.ACTIVE:
        mine = our_turn(c, at)
    before = c.assignee or c.assignee_before
    taken = changed(mine, status=e.status, assignee=e.agent, assignee_before=before, assigned_at=at, woken=False)
    return _overseen(changed(taken, stamps=stamps), offer=None)


@effect(happened.OfferDeclined)
def offer_declined(c: Conversation, e: happened.OfferDeclined, at: int, actor: str) -> Conversation:
    """It returns: it has never been away."""
    return _overseen(c, offer=None)


@effect(happened.OfferLapsed)
def offer_lapsed(c: Conversation, e: happened.OfferLapsed, at: int, actor: str) -> Conversation:
    """The same, without a word."""
    return _overseen(c, offer=None)


@effect(happened.Reminded)
def reminded(c: Conversation, e: happened.Reminded, at: int, actor: str) -> Conversation:
    """Once said, it is not said again at once."""
    return _looked(_overseen(c, reminded_at=at), actor, at)


@effect(happened.Looked)
def looked(c: Conversation, e: happened.Looked, at: int, actor: str) -> Conversation:
    """Only that."""
    return _looked(c, actor, at)


LIVE = frozenset(
    {Status.RINGING, Status.WAITING, Status.ACTIVE, Status.ON_HOLD, Status.PENDING, Status.CALLBACK_OWED, Status.MISSED}
)
"""Where there is still something a lead could do."""


def overseen(c: Conversation) -> Conversation:
    """The conversation without what no longer holds: asked after every event, whatever it was."""
    if c.oversight is seen.UNSEEN or c.oversight == seen.UNSEEN:
        return c
    still = seen.kept(c.oversight, c.assignee, is_live=c.status in LIVE, is_open=c.is_open)
    return c if still == c.oversight else changed(c, oversight=still)
