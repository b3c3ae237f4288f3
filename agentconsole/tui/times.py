"""Times as the screens write them: local times of day, days, and durations in words.

Instants are epoch milliseconds; `offset` is the milliseconds the agent's clock stands east of UTC. Nothing here
raises for an instant of the year 1 or 9999: foreign systems send those too.
"""

from __future__ import annotations

from typing import Final

from agentconsole.domain.service_levels import MINUTE, SECOND
from agentconsole.tongue import N_, _

DAY: Final = 24 * 60 * MINUTE
_WEEKDAYS: Final = ("Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed")
"""From the weekday of 1 January 1970 on."""
_UNITS: Final = {1: "s", 60: "m", 3600: "h", 86_400: N_("d")}


def clock_time(at: int, offset: int, *, seconds: bool = False) -> str:
    """The local time of day as HH:MM, or HH:MM:SS."""
    second = (at + offset) // SECOND % 86_400
    minute = second // 60
    shown = f"{minute // 60:02}:{minute % 60:02}"
    return f"{shown}:{second % 60:02}" if seconds else shown


def day(at: int, offset: int) -> str:
    """The local day as `Tue 2026-11-03`."""
    number = (at + offset) // DAY
    year, month, of_month = _civil(number)
    return f"{_WEEKDAYS[number % 7]} {year:04}-{month:02}-{of_month:02}"


def moment(at: int, now: int, offset: int) -> str:
    """The time of day when it is today, the date and time when it is not."""
    same_day = (at + offset) // DAY == (now + offset) // DAY
    return clock_time(at, offset) if same_day else f"{day(at, offset)[4:]} {clock_time(at, offset)}"


def ago(at: int, now: int) -> str:
    """How long ago, roughly: `now`, `5m ago`, `3h ago`, `2d ago`."""
    seconds = (now - at) // SECOND
    return "now" if seconds < 60 else f"{roughly(seconds)} ago"


def roughly(seconds: int) -> str:
    """A duration in one unit: `42s`, `25m`, `3h`, `2d`."""
    amount = max(0, seconds)
    unit = unit_of(amount)
    return f"{amount // unit}{_(_UNITS[unit])}"


def minutes(span: int) -> str:
    """A span of milliseconds in minutes or more: `<1m`, `12m`, `3h`."""
    seconds = max(0, span) // SECOND
    return "<1m" if seconds < 60 else roughly(seconds)


def exactly(seconds: int) -> str:
    """A duration as M:SS, or H:MM:SS from one hour on."""
    minutes, second = divmod(max(0, seconds), 60)
    return f"{minutes}:{second:02}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02}:{second:02}"


def unit_of(seconds: int) -> int:
    """The seconds of the unit a duration is told in: days from two on, hours, minutes, else seconds."""
    if seconds >= 2 * 86_400:
        return 86_400
    if seconds >= 3600:
        return 3600
    return 60 if seconds >= 60 else 1


def _civil(day_number: int) -> tuple[int, int, int]:
    """The Gregorian year, month and day of a day counted from 1 January 1970, by the era arithmetic of 400 years."""
    era, of_era = divmod(day_number + 719_468, 146_097)
    year_of_era = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month_from_march = (5 * of_year + 2) // 153
    of_month = of_year - (153 * month_from_march + 2) // 5 + 1
    month = month_from_march + 3 if month_from_march < 10 else month_from_march - 9
    return year_of_era + era * 400 + (month <= 2), month, of_month
