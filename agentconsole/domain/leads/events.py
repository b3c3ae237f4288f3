"""What happens to conversations around team leads: each of it stands in the log and so in the audit trail."""

from __future__ import annotations

from typing import ClassVar

from agentconsole.domain.events import OfConversation
from agentconsole.domain.leads.oversight import EscalationReason
from agentconsole.domain.terms import Mode, Status
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Escalated(OfConversation):
    """A hand was raised."""

    type: ClassVar[str] = "conversation.escalated"
    reason: EscalationReason
    line: str
    rung: str


@dataclass(frozen=True, slots=True)
class EscalationAcknowledged(OfConversation):
    """Somebody is on it."""

    type: ClassVar[str] = "escalation.acknowledged"


@dataclass(frozen=True, slots=True)
class PassedOn(OfConversation):
    """The escalation is on another rung now."""

    type: ClassVar[str] = "escalation.passed_on"
    rung: str
    line: str
    from_rung: str


@dataclass(frozen=True, slots=True)
class Withdrawn(OfConversation):
    """The hand came down."""

    type: ClassVar[str] = "escalation.withdrawn"


@dataclass(frozen=True, slots=True)
class HelpAsked(OfConversation):
    """A lead was called to whisper."""

    type: ClassVar[str] = "help.asked"
    line: str = ""


@dataclass(frozen=True, slots=True)
class MonitoringStarted(OfConversation):
    """A lead reads along; the agent is shown it from `shown_at` on."""

    type: ClassVar[str] = "monitoring.started"
    shown_at: int
    holder: str


@dataclass(frozen=True, slots=True)
class MonitoringStopped(OfConversation):
    """The lead reads along no more."""

    type: ClassVar[str] = "monitoring.stopped"
    holder: str


@dataclass(frozen=True, slots=True)
class MonitoringLapsed(OfConversation):
    """The lead was not heard of any more, and is out; `mode` is how far they had come in."""

    type: ClassVar[str] = "monitoring.lapsed"
    lead: str
    holder: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class Whispered(OfConversation):
    """A lead said something to the agent alone."""

    type: ClassVar[str] = "whisper.sent"
    body: str
    to_agent: str


@dataclass(frozen=True, slots=True)
class WhisperDeclined(OfConversation):
    """The agent thanked, and goes on alone."""

    type: ClassVar[str] = "whisper.declined"
    body: str
    lead: str


@dataclass(frozen=True, slots=True)
class Barged(OfConversation):
    """A lead joined in public."""

    type: ClassVar[str] = "conversation.joined"
    holder: str


@dataclass(frozen=True, slots=True)
class BargeEnded(OfConversation):
    """The lead speaks no more."""

    type: ClassVar[str] = "conversation.left"
    holder: str


@dataclass(frozen=True, slots=True)
class TakenOver(OfConversation):
    """A lead has it now, and its slot; nothing was said to the contact."""

    type: ClassVar[str] = "conversation.taken_over"
    agent: str
    from_agent: str


@dataclass(frozen=True, slots=True)
class TextTakenAlong(OfConversation):
    """What was known, by the moment of the take-over, of what the agent had not sent."""

    type: ClassVar[str] = "unsent.taken_along"
    from_agent: str
    body: str


@dataclass(frozen=True, slots=True)
class TextHandedIn(OfConversation):
    """What the agent had not sent."""

    type: ClassVar[str] = "unsent.handed_in"
    body: str


@dataclass(frozen=True, slots=True)
class HandBackWaits(OfConversation):
    """It will go back to the agent as soon as they have room; until then the lead holds it."""

    type: ClassVar[str] = "handback.waits"
    to_agent: str
    summary: str


@dataclass(frozen=True, slots=True)
class HandBackCancelled(OfConversation):
    """The lead keeps it."""

    type: ClassVar[str] = "handback.cancelled"
    to_agent: str


@dataclass(frozen=True, slots=True)
class HandedBack(OfConversation):
    """The agent has it again, or the queue when `to_agent` is empty; `by` is the lead who gives."""

    type: ClassVar[str] = "conversation.handed_back"
    by: str
    to_agent: str
    status: Status
    summary: str


@dataclass(frozen=True, slots=True)
class SummarySeen(OfConversation):
    """Whoever has it now has read the summary."""

    type: ClassVar[str] = "summary.seen"
    by: str


@dataclass(frozen=True, slots=True)
class Offered(OfConversation):
    """A colleague was asked to take it, until then."""

    type: ClassVar[str] = "conversation.offered"
    to_agent: str
    until: int


@dataclass(frozen=True, slots=True)
class OfferAccepted(OfConversation):
    """They took it."""

    type: ClassVar[str] = "offer.accepted"
    agent: str
    status: Status
    from_agent: str


@dataclass(frozen=True, slots=True)
class OfferDeclined(OfConversation):
    """They left it where it is."""

    type: ClassVar[str] = "offer.declined"
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class OfferLapsed(OfConversation):
    """They did not answer in time."""

    type: ClassVar[str] = "offer.lapsed"
    to_agent: str


@dataclass(frozen=True, slots=True)
class Reminded(OfConversation):
    """A lead said a kind word to the holder."""

    type: ClassVar[str] = "agent.reminded"
    body: str
    to_agent: str


@dataclass(frozen=True, slots=True)
class Looked(OfConversation):
    """Somebody senior looked."""

    type: ClassVar[str] = "conversation.looked_at"
