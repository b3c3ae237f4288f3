"""The clocks of a conversation: what we owe its contact and by when, from its row alone."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from agentconsole.domain.promises.service_levels import MINUTE, ServiceLevels
from agentconsole.domain.terms import FAR, Channel, Status, WaitsOn
from agentconsole.domain.values import dataclass

if TYPE_CHECKING:
    from agentconsole.domain.conversation import Conversation


class ClockKind(StrEnum):
    """What is owed when the clock runs out."""

    ANSWER = "answer"
    FIRST_REPLY = "first_reply"
    REPLY = "reply"
    UPDATE = "update"
    HOLD = "hold"
    ACKNOWLEDGE = "acknowledge"
    PROGRESS = "progress"
    PROMISED = "promised"
    CALLBACK = "callback"
    FOLLOW_UP = "follow_up"
    ESCALATION = "escalation"


@dataclass(frozen=True, slots=True)
class Clock:
    """One promise: when it began, when to nudge, to alarm, when it is broken, and when leads are shown it."""

    kind: ClockKind
    since: int
    nudge_at: int
    alarm_at: int
    breach_at: int
    lead_at: int

    @property
    def mark(self) -> str:
        """The name under which a breach at this instant is recorded."""
        return f"{self.kind}@{self.breach_at}"


def clocks(conversation: Conversation, levels: ServiceLevels) -> tuple[Clock, ...]:
    """Every clock that runs on the conversation, the one that breaks first in front."""
    if not conversation.is_open or conversation.status is Status.WRAP_UP:
        return ()
    match conversation.channel:
        case Channel.PHONE:
            running = _phone(conversation, levels)
        case Channel.TICKET:
            running = _ticket(conversation, levels)
        case Channel.CHAT:
            running = _chat(conversation, levels)
    return tuple(sorted(running, key=lambda clock: clock.breach_at))


def next_promise(conversation: Conversation, levels: ServiceLevels) -> Clock | None:
    """The promise that breaks first; None when nothing is owed."""
    running = clocks(conversation, levels)
    return running[0] if running else None


def first_unrecorded(conversation: Conversation, running: tuple[Clock, ...]) -> int:
    """The instant of the first breach of those clocks that no event records yet; FAR when there is none to come."""
    return min((c.breach_at for c in running if not is_recorded(c, conversation.broken)), default=FAR)


def is_recorded(clock: Clock, broken: tuple[str, ...]) -> bool:
    """Whether one of the marks in `broken` is of this promise.

    The team's numbers move the instant at which a promise breaks, but not when it began: a breach of the same kind
    recorded since then was this one's. Only what was promised for an instant of its own is known by that instant.
    """
    if clock.kind in (ClockKind.PROMISED, ClockKind.CALLBACK, ClockKind.FOLLOW_UP):
        return clock.mark in broken
    marks = (mark.partition("@") for mark in broken)
    return any(kind == clock.kind and int(instant) >= clock.since for kind, _, instant in marks)


def clock_due(kind: ClockKind, breach_at: int, levels: ServiceLevels) -> Clock:
    """The clock of this kind that breaks at `breach_at`: for rows that carry no more than that."""
    match kind:
        case ClockKind.ANSWER:
            return _answer(breach_at - levels.phone_limit, levels)
        case ClockKind.FIRST_REPLY:
            return _first_reply(breach_at - levels.chat_first_reply, levels)
        case ClockKind.REPLY | ClockKind.UPDATE | ClockKind.HOLD:
            return _window(kind, breach_at - levels.breach_after, levels)
        case ClockKind.ACKNOWLEDGE:
            return span_clock(kind, breach_at - levels.ticket_acknowledge, levels.ticket_acknowledge)
        case ClockKind.PROGRESS:
            return span_clock(kind, breach_at - levels.ticket_progress, levels.ticket_progress)
        case ClockKind.PROMISED | ClockKind.CALLBACK | ClockKind.FOLLOW_UP:
            return _promise(kind, breach_at - levels.promise_nudge_before, breach_at, levels)
        case ClockKind.ESCALATION:
            return span_clock(kind, breach_at - levels.escalation_live, levels.escalation_live)
        case _:
            assert_never(kind)


def _phone(conversation: Conversation, levels: ServiceLevels) -> list[Clock]:
    if conversation.status is Status.RINGING:
        since = conversation.waiting_since
        return [_answer(since, levels)]
    if conversation.status is Status.ON_HOLD and conversation.held_at is not None:
        return [_window(ClockKind.HOLD, conversation.held_at, levels)]
    owed = conversation.status in (Status.MISSED, Status.CALLBACK_OWED)
    if owed and conversation.callback_at is not None:
        return [_promise(ClockKind.CALLBACK, conversation.waiting_since, conversation.callback_at, levels)]
    return []


def _ticket(conversation: Conversation, levels: ServiceLevels) -> list[Clock]:
    running = []
    if conversation.follow_up_at is not None:
        since = conversation.owing_since or conversation.received_at
        running.append(_promise(ClockKind.FOLLOW_UP, since, conversation.follow_up_at, levels))
    if conversation.waits_on is WaitsOn.CONTACT:
        return running
    if conversation.promised_at is not None:
        since = conversation.progress_at or conversation.received_at
        running.append(_promise(ClockKind.PROMISED, since, conversation.promised_at, levels))
    elif conversation.owing_since is not None:
        running.append(span_clock(ClockKind.PROGRESS, _silent_since(conversation), levels.ticket_progress))
    if conversation.owed_since is not None:
        running.append(span_clock(ClockKind.ACKNOWLEDGE, conversation.owed_since, levels.ticket_acknowledge))
    return running


def _silent_since(conversation: Conversation) -> int:
    """From when the next estimate is due: the turn being ours, or the word that fulfilled the estimate before."""
    since = conversation.owing_since or 0
    return since if conversation.progress_at is None else max(since, conversation.last_public_at or 0)


def _chat(conversation: Conversation, levels: ServiceLevels) -> list[Clock]:
    """In the queue the promises made before run on: giving a chat back buys no time."""
    if conversation.waits_on is WaitsOn.CONTACT:
        return []
    if conversation.first_reply_owed:
        return [_first_reply(_first_word_since(conversation), levels)]
    running = []
    if conversation.status is Status.WAITING:
        running.append(_first_reply(conversation.waiting_since, levels))
    if conversation.owed_since is not None:
        running.append(_window(ClockKind.REPLY, conversation.owed_since, levels))
    if conversation.last_public_at is not None:
        since = max(conversation.last_public_at, conversation.owing_since or 0)
        running.append(_window(ClockKind.UPDATE, since, levels))
    return running


def _first_word_since(conversation: Conversation) -> int:
    """The contact's oldest open word; without one, since when the turn has been ours."""
    for since in (conversation.owed_since, conversation.owing_since):
        if since is not None:
            return since
    return conversation.waiting_since


def _answer(since: int, levels: ServiceLevels) -> Clock:
    target, limit = since + levels.phone_target, since + levels.phone_limit
    return Clock(ClockKind.ANSWER, since, target, target, limit, limit + levels.phone_limit)


def _first_reply(since: int, levels: ServiceLevels) -> Clock:
    limit = levels.chat_first_reply
    half = since + limit // 2
    return Clock(ClockKind.FIRST_REPLY, since, half, since + limit * 3 // 4, since + limit, since + 3 * limit)


def _window(kind: ClockKind, since: int, levels: ServiceLevels) -> Clock:
    return Clock(
        kind,
        since,
        since + levels.nudge_after,
        since + levels.alarm_after,
        since + levels.breach_after,
        since + levels.lead_after,
    )


def span_clock(kind: ClockKind, since: int, limit: int) -> Clock:
    """A clock that runs for `limit` from `since`: it nudges at seven tenths, alarms at nine."""
    nudge, alarm = since + limit * 7 // 10, since + limit * 9 // 10
    return Clock(kind, since, nudge, alarm, since + limit, since + limit + limit // 2)


def _promise(kind: ClockKind, since: int, due: int, levels: ServiceLevels) -> Clock:
    nudge = min(due, max(since, due - levels.promise_nudge_before))
    alarm = min(due, max(since, due - levels.promise_alarm_before))
    return Clock(kind, since, nudge, alarm, due, due + 3 * MINUTE)
