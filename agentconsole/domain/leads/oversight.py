"""What team leads have to do with a conversation: who was called, who reads along, who took over and from whom."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from agentconsole.domain.terms import Mode
from agentconsole.domain.values import dataclass


class EscalationReason(StrEnum):
    """Why an agent asks for somebody who may do more: a list short enough to choose from with one key."""

    ASKED_FOR = "asked_for"
    BEYOND_LIMIT = "beyond_limit"
    BEYOND_KNOWLEDGE = "beyond_knowledge"
    LEGAL = "legal"
    SECURITY = "security"
    ABUSE = "abuse"
    OUR_FAULT = "our_fault"
    OTHER = "other"


REASON_WORDS = {
    EscalationReason.ASKED_FOR: "the customer asks for a lead",
    EscalationReason.BEYOND_LIMIT: "the amount is above the agent's limit",
    EscalationReason.BEYOND_KNOWLEDGE: "it needs more knowledge or access",
    EscalationReason.LEGAL: "a legal threat or a formal complaint",
    EscalationReason.SECURITY: "a security or privacy incident",
    EscalationReason.ABUSE: "abuse",
    EscalationReason.OUR_FAULT: "our fault, and it is serious",
    EscalationReason.OTHER: "another reason",
}


@dataclass(frozen=True, slots=True)
class Escalation:
    """A raised hand: why, by whom, and on which rung of the ladder it is since `since`."""

    reason: EscalationReason
    line: str
    by: str
    at: int
    rung: str
    since: int
    acknowledged_by: str = ""
    acknowledged_at: int | None = None


@dataclass(frozen=True, slots=True)
class HelpCall:
    """The agent would like a lead to whisper; the conversation stays theirs."""

    by: str
    line: str
    at: int


@dataclass(frozen=True, slots=True)
class Supervisor:
    """A lead who is in, how far, and from when on the agent is shown that."""

    agent: str
    mode: Mode
    since: int
    shown_at: int


@dataclass(frozen=True, slots=True)
class Taken:
    """The lead who took the conversation over, and from whom."""

    by: str
    from_agent: str
    at: int


@dataclass(frozen=True, slots=True)
class Returning:
    """It goes back to `to` as soon as they have room; until then the lead holds it."""

    to: str
    summary: str
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class Offer:
    """Somebody is asked to take it, until `until`; meanwhile it stays with `held_by`, or in the queue."""

    to: str
    by: str
    at: int
    until: int
    held_by: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a lead wrote when they gave it back: message `k`, to be read before anybody but them answers."""

    by: str
    at: int
    k: int


@dataclass(frozen=True, slots=True)
class Whisper:
    """The newest word of a lead for the agent alone: message `k`."""

    by: str
    to: str
    at: int
    k: int


@dataclass(frozen=True, slots=True)
class Oversight:
    """Everything of the above, for one conversation. `looked_at` is when somebody senior looked at it last."""

    escalation: Escalation | None = None
    help: HelpCall | None = None
    supervisors: tuple[Supervisor, ...] = ()
    taken: Taken | None = None
    returning: Returning | None = None
    offer: Offer | None = None
    summary: Summary | None = None
    whisper: Whisper | None = None
    reminded_at: int | None = None
    looked_at: int | None = None
    looked_by: str = ""

    def mode_of(self, agent: str) -> Mode | None:
        """How far this lead has come in; None when they are out."""
        known = self.supervisor(agent)
        return known.mode if known else None

    def supervisor(self, agent: str) -> Supervisor | None:
        """This lead, when they are in."""
        return next((each for each in self.supervisors if each.agent == agent), None)

    def speaks_as_lead(self, agent: str) -> bool:
        """Whether public words of this agent are a lead's, to be told apart from the agent's for ever."""
        return self.mode_of(agent) is Mode.JOINED or (self.taken is not None and self.taken.by == agent)

    def shown_readers(self, now: int) -> tuple[Supervisor, ...]:
        """Who is in, as far as the agent is shown it by now."""
        return tuple(each for each in self.supervisors if each.shown_at <= now)

    @property
    def calls_since(self) -> int | None:
        """Since when somebody has asked for a lead whom no lead has answered; None when nobody has."""
        asked = [self.help.at] if self.help else []
        asked += [self.escalation.since] if self.escalation and self.escalation.acknowledged_at is None else []
        return min(asked, default=None)


UNSEEN = Oversight()
"""No lead has ever had anything to do with it."""


def kept(was: Oversight, assignee: str, *, is_live: bool, is_open: bool) -> Oversight:
    """What still holds now that `assignee` has it. `is_live`: there is work on it, in a queue or in somebody's hands;
    `is_open`: it has not ended for good. A summary nobody has read outlives the end: the contact may come back."""
    taken = was.taken if is_open and was.taken and was.taken.by == assignee else None
    stays = is_live and bool(assignee)
    return replace(
        was,
        escalation=was.escalation if is_live else None,
        help=was.help if stays and was.help and was.help.by == assignee else None,
        supervisors=tuple(each for each in was.supervisors if each.agent != assignee) if stays else (),
        taken=taken,
        returning=was.returning if taken and is_live else None,
        offer=was.offer if is_live and was.offer and was.offer.held_by == assignee else None,
        whisper=was.whisper if stays and was.whisper and was.whisper.to == assignee else None,
    )
