"""Which lines the events around leads add to a transcript, and in which voice they are said."""

from __future__ import annotations

from agentconsole.domain.events import Event
from agentconsole.domain.leads import events as happened
from agentconsole.domain.leads.oversight import REASON_WORDS
from agentconsole.domain.queue import span
from agentconsole.domain.terms import Mode, Voice


def said_to_the_team(event: Event) -> tuple[Voice, str] | None:
    """The voice and the text of an internal line somebody wrote; None for events without words."""
    match event:
        case happened.Whispered() | happened.WhisperDeclined():
            return Voice.WHISPER, event.body
        case happened.TextTakenAlong():
            return Voice.ALONG, event.body
        case happened.TextHandedIn():
            return Voice.UNSENT, event.body
        case happened.HandedBack():
            return Voice.SUMMARY, event.summary
        case happened.Reminded():
            return Voice.REMINDER, event.body
        case _:
            return None


def lead_remark(event: Event, actor: str, at: int) -> str:
    """The console's own dry remark; empty where there is nothing to remark.

    Reading along leaves none: a team's policy may delay the notice, and a line in the transcript would be one.
    """
    match event:
        case happened.Escalated():
            return because(f"{actor} asked for a lead ({REASON_WORDS[event.reason]})", event.line)
        case happened.EscalationAcknowledged():
            return f"{actor} is on it"
        case happened.PassedOn():
            return because(f"{actor} passed it on to {event.rung}", event.line)
        case happened.Withdrawn():
            return f"{actor} took the call for a lead back"
        case happened.HelpAsked():
            return because(f"{actor} asked a lead to whisper", event.line)
        case happened.Barged():
            return f"{actor} joined"
        case happened.BargeEnded():
            return f"{actor} left"
        case happened.MonitoringLapsed(lead=lead, mode=Mode.JOINED):
            return f"{lead} left: their console was not heard of any more"
        case happened.TakenOver():
            return f"{actor} took over from {event.from_agent}"
        case _:
            return _given(event, actor, at)


def _given(event: Event, actor: str, at: int) -> str:
    match event:
        case happened.HandBackWaits():
            return f"{actor} gives it back to {event.to_agent} as soon as they have room"
        case happened.HandBackCancelled():
            return f"{actor} keeps it"
        case happened.SummarySeen():
            return f"{actor} has read the summary by {event.by}"
        case happened.Offered():
            return f"{actor} offered it to {event.to_agent}, for {span(event.until - at)}"
        case happened.OfferAccepted():
            return f"{event.agent} accepted it"
        case happened.OfferDeclined():
            return because(f"{actor} declined it", event.reason)
        case happened.OfferLapsed():
            return f"{event.to_agent} did not answer the offer"
        case _:
            return ""


def because(words: str, reason: str) -> str:
    """The words, and the reason behind them where one was given."""
    return f"{words}: {reason}" if reason else words
