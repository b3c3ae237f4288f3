"""What is asked for around team leads: escalation, reading along, taking over, giving back and offering."""

from __future__ import annotations

from typing import ClassVar

from agentconsole.domain.commands import OnConversation
from agentconsole.domain.leads.oversight import EscalationReason
from agentconsole.domain.values import dataclass

# The ladder.


@dataclass(frozen=True, slots=True)
class Escalate(OnConversation):
    """Raise a hand: why, in one line, on the first rung or the one named. A second time changes nothing."""

    kind: ClassVar[str] = "conversation.escalate"
    reason: EscalationReason
    line: str
    rung: str = ""


@dataclass(frozen=True, slots=True)
class AcknowledgeEscalation(OnConversation):
    """I have seen it and am on it: the escalation's clock stops."""

    kind: ClassVar[str] = "escalation.acknowledge"


@dataclass(frozen=True, slots=True)
class PassOn(OnConversation):
    """To the next rung up, or the one named, with a line; its clock begins anew there."""

    kind: ClassVar[str] = "escalation.pass_on"
    rung: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class Withdraw(OnConversation):
    """The hand comes down: it is not needed any more."""

    kind: ClassVar[str] = "escalation.withdraw"


@dataclass(frozen=True, slots=True)
class AskForHelp(OnConversation):
    """Call a lead to whisper; the conversation stays where it is."""

    kind: ClassVar[str] = "conversation.ask_help"
    line: str = ""


# Reading along, whispering, joining, taking over, giving back.


@dataclass(frozen=True, slots=True)
class Monitor(OnConversation):
    """Read along, unable to speak; the agent is shown who does."""

    kind: ClassVar[str] = "conversation.monitor"


@dataclass(frozen=True, slots=True)
class StopMonitoring(OnConversation):
    """Read along no more."""

    kind: ClassVar[str] = "conversation.stop_monitoring"


@dataclass(frozen=True, slots=True)
class LapseReading(OnConversation):
    """The lead has not been heard of for a while: they do not read along any more."""

    kind: ClassVar[str] = "monitoring.lapse"
    lead: str


@dataclass(frozen=True, slots=True)
class Whisper(OnConversation):
    """A word to the agent alone; it is never public."""

    kind: ClassVar[str] = "conversation.whisper"
    body: str


@dataclass(frozen=True, slots=True)
class DeclineWhisper(OnConversation):
    """Thank the lead and go on alone; the words may be empty."""

    kind: ClassVar[str] = "whisper.decline"
    body: str = ""


@dataclass(frozen=True, slots=True)
class Barge(OnConversation):
    """Join in public, under one's own name; the agent keeps the conversation."""

    kind: ClassVar[str] = "conversation.barge"


@dataclass(frozen=True, slots=True)
class Leave(OnConversation):
    """Speak no more; read along as before."""

    kind: ClassVar[str] = "conversation.leave"


@dataclass(frozen=True, slots=True)
class TakeOver(OnConversation):
    """The lead becomes its assignee, with everything promised; the agent goes on reading."""

    kind: ClassVar[str] = "conversation.take_over"


@dataclass(frozen=True, slots=True)
class HandInText(OnConversation):
    """What the agent had typed and not sent when it was taken over, for the lead to use or not."""

    kind: ClassVar[str] = "unsent.hand_in"
    body: str


@dataclass(frozen=True, slots=True)
class HandBack(OnConversation):
    """Back to the agent it came from, or to the queue, with what they must know before they write."""

    kind: ClassVar[str] = "conversation.hand_back"
    summary: str
    to_queue: bool = False


@dataclass(frozen=True, slots=True)
class CancelHandBack(OnConversation):
    """Keep it after all, while it still waits for the agent's free slot."""

    kind: ClassVar[str] = "handback.cancel"


@dataclass(frozen=True, slots=True)
class CompleteHandBack(OnConversation):
    """The agent has room now: it goes back."""

    kind: ClassVar[str] = "handback.complete"


@dataclass(frozen=True, slots=True)
class SeenSummary(OnConversation):
    """I have read what the lead wrote."""

    kind: ClassVar[str] = "summary.seen"


# Work given out.


@dataclass(frozen=True, slots=True)
class Offer(OnConversation):
    """Ask a colleague to take it; unanswered it returns by itself."""

    kind: ClassVar[str] = "conversation.offer"
    to_agent: str


@dataclass(frozen=True, slots=True)
class AcceptOffer(OnConversation):
    """Take what was offered."""

    kind: ClassVar[str] = "offer.accept"


@dataclass(frozen=True, slots=True)
class DeclineOffer(OnConversation):
    """Leave it where it is; why is kind to say."""

    kind: ClassVar[str] = "offer.decline"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Remind(OnConversation):
    """A kind word to whoever holds the conversation of this number; without one of yours the house has one."""

    kind: ClassVar[str] = "agent.remind"
    body: str = ""


@dataclass(frozen=True, slots=True)
class LookedAt(OnConversation):
    """Somebody senior has looked at it."""

    kind: ClassVar[str] = "conversation.looked_at"
