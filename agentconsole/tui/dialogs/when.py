"""Times as an agent types them: `20m`, `2h`, `1h30`, `14:30`, `tomorrow 9:00`, `2026-11-03 9:00`. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from agentconsole.domain.promises.service_levels import DAY, MINUTE, lasting
from agentconsole.domain.queue import span
from agentconsole.tongue import N_, _
from agentconsole.tongue import said as told
from agentconsole.tui.times import clock_time, date

EXAMPLES = N_("20m, 2h, 14:30, tomorrow 9:00")
PAST_EXAMPLES = N_("20m, 2h, 13:40, 2026-11-03 9:00")

_SPAN = re.compile(r"(?:in\s+)?(?:(\d{1,3})\s*[dt])?\s*(?:(\d{1,3})\s*h)?\s*(?:(\d{1,4})\s*m?(?:in)?)?")
_CLOCK = re.compile(r"(?:(tomorrow|today|\d{4}-\d{2}-\d{2})\s+)?(?:at\s+)?(\d{1,2})[:.](\d{2})")
_HOUR = re.compile(r"(?:tomorrow|today|\d{4}-\d{2}-\d{2}) (?:at )?\d{1,2}")
"""Behind a day an hour alone is one; elsewhere a number is minutes."""


class NotATime(ValueError):
    """The words name no time; the message says what would."""


def instant(words: str, now: int, offset: int, examples: str = EXAMPLES) -> int:
    """The instant the words mean, epoch milliseconds; a time of day that has passed today means tomorrow.

    `offset` is milliseconds east of UTC. Raises NotATime, which names the `examples`.
    """
    text = _plain(words)
    if text == "tomorrow":
        text = "tomorrow 9:00"
    clock = _CLOCK.fullmatch(text)
    if clock:
        return _time_of_day(clock[1] or "", int(clock[2]), int(clock[3]), now, offset, examples)
    lasts = _SPAN.fullmatch(text)
    if not lasts or not any(lasts.groups()):
        raise NotATime(_("Not a time: try {examples}.").format(examples=_(examples)))
    return now + lasting(lasts.groups())


def _plain(words: str) -> str:
    """With single blanks, in small letters, and the days' names in English."""
    days = {_("today").casefold(): "today", _("tomorrow").casefold(): "tomorrow"}
    text = " ".join(days.get(each, each) for each in words.casefold().split())
    return f"{text}:00" if _HOUR.fullmatch(text) else text


def meaning(words: str, now: int, offset: int) -> str:
    """What the words mean: `= tomorrow 14:30, in 16 h`; empty where they mean no time."""
    try:
        at = instant(words, now, offset)
    except NotATime:
        return ""
    days = (at + offset) // DAY - (now + offset) // DAY
    day = f"{_('tomorrow')} " if days == 1 else f"{date(at, offset)} " if days else ""
    return _("= {time}, in {span}").format(time=f"{day}{clock_time(at, offset)}", span=told(span(at - now)))


def past_instant(words: str, now: int, offset: int) -> int:
    """As `instant`, but for what has happened: a span counts back, a time of day still to come was yesterday."""
    at = instant(words, now, offset, PAST_EXAMPLES)
    if _CLOCK.fullmatch(_plain(words)):
        return at - DAY if at > now else at
    return now - (at - now)


def _time_of_day(day: str, hour: int, minute: int, now: int, offset: int, examples: str) -> int:
    if hour > 23 or minute > 59:
        words = _("There is no {time}; try {examples}.")
        raise NotATime(words.format(time=f"{hour}:{minute:02}", examples=_(examples)))
    today = (now + offset) // DAY * DAY - offset
    at = today + (hour * 60 + minute) * MINUTE
    if day == "tomorrow":
        return at + DAY
    if day[:1].isdigit():
        return at - today + _start_of(day, offset)
    return at if at > now or day == "today" else at + DAY


def _start_of(day: str, offset: int) -> int:
    try:
        midnight = datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise NotATime(_("There is no day {day}; write it as 2026-11-03.").format(day=day)) from error
    return int(midnight.timestamp()) * 1000 - offset


def is_a_time(words: str) -> str:
    """What is wrong with the words as a time; empty when nothing is."""
    return _wrong(instant, words)


def is_a_past_time(words: str) -> str:
    """The same for a time that has been."""
    return _wrong(past_instant, words)


def _wrong(read: Callable[[str, int, int], int], words: str) -> str:
    try:
        read(words, 0, 0)
    except NotATime as error:
        return str(error)
    return ""
