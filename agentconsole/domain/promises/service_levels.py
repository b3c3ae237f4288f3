"""What the team promises its contacts, in numbers: a team may change them, never switch them off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from agentconsole.domain.values import dataclass

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY
_TYPED = (DAY, HOUR, MINUTE, SECOND)


def lasting(numbers: Iterable[str | None]) -> int:
    """Milliseconds of days, hours, minutes and seconds as they were typed, in that order; what is missing is none."""
    return sum(int(number or 0) * unit for number, unit in zip(numbers, _TYPED, strict=False))


class LevelsError(ValueError):
    """Numbers that would make a promise meaningless; the message says which and why."""


@dataclass(frozen=True, slots=True)
class ServiceLevels:
    """Durations in milliseconds. The defaults are what support desks of web hosts promise: a call answered
    in 30 to 60 s, a ticket acknowledged in 10 min with progress and an estimate in 20, and a word every
    3 to 5 minutes to whoever is with us in a chat or on hold."""

    phone_target: int = 30 * SECOND
    phone_limit: int = 60 * SECOND
    chat_first_reply: int = 60 * SECOND
    nudge_after: int = 3 * MINUTE
    alarm_after: int = 4 * MINUTE
    breach_after: int = 5 * MINUTE
    lead_after: int = 8 * MINUTE
    ticket_acknowledge: int = 10 * MINUTE
    ticket_progress: int = 20 * MINUTE
    callback_within: int = 15 * MINUTE
    promise_nudge_before: int = 5 * MINUTE
    promise_alarm_before: int = 1 * MINUTE
    escalation_live: int = 2 * MINUTE
    """A lead acknowledges what was raised in a chat or on the phone."""
    escalation_ticket: int = 10 * MINUTE
    offer_within: int = 45 * SECOND
    """How long an offer waits for its answer, as a reservation of Twilio's TaskRouter does."""
    quiet_after: int = 30 * MINUTE
    """What waits on others and has heard nothing for so long is shown to its owner."""
    review_after: int = 180 * DAY
    """How long the review of an article holds; then somebody reads it again."""

    def __post_init__(self) -> None:
        """Raises LevelsError when a number is missing its sense."""
        for each in fields(self):
            if each.name != "review_after" and not SECOND <= getattr(self, each.name) <= WEEK:
                words = "must lie between one second and seven days: a promise cannot be switched off"
                raise LevelsError(f"{each.name} {words}")
        if not DAY <= self.review_after <= 3_650 * DAY:
            raise LevelsError("review_after must lie between one day and ten years: nothing stays right by itself")
        rising = (self.nudge_after, self.alarm_after, self.breach_after, self.lead_after)
        if list(rising) != sorted(set(rising)):
            raise LevelsError("nudge_after, alarm_after, breach_after and lead_after must each be longer than the last")
        if self.phone_target >= self.phone_limit:
            raise LevelsError("phone_target must be shorter than phone_limit")
        if self.ticket_acknowledge >= self.ticket_progress:
            raise LevelsError("ticket_acknowledge must be shorter than ticket_progress")
        if self.promise_alarm_before >= self.promise_nudge_before:
            raise LevelsError("promise_alarm_before must be shorter than promise_nudge_before")


DEFAULT_LEVELS = ServiceLevels()
