"""Times as the screens write them: local times of day, days, and durations in words.

Instants are epoch milliseconds; `offset` is the milliseconds the agent's clock stands east of UTC. Nothing here
raises for an instant of the year 1 or 9999: foreign systems send those too. English is written here, every other
language as Babel knows it.
"""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR
from datetime import date as Date
from functools import lru_cache
from typing import Final, Literal

from agentconsole import tongue
from agentconsole.domain.promises.service_levels import DAY, SECOND
from agentconsole.tongue import N_, _

_WEEKDAYS: Final = ("Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed")
"""From the weekday of 1 January 1970 on."""
_UNITS: Final = {1: N_("{count}s"), 60: N_("{count}m"), 3600: N_("{count}h"), 86_400: N_("{count}d")}
ClockWay = Literal["auto", "24", "12"]


class _Shown:
    """How this process shows the time of day: it has one reader."""

    clock: ClockWay = "auto"


def set_clock(way: ClockWay) -> None:
    """How the time of day is shown from here on; `auto` is the way of the spoken language, 24 hours for English."""
    _Shown.clock = way


def clock_time(at: int, offset: int, *, seconds: bool = False) -> str:
    """The local time of day as HH:MM, or HH:MM:SS; by twelve hours `2:05p`, `2:05:09p`, a cell wider at most."""
    second = (at + offset) // SECOND % 86_400
    hour, minute = second // 3600, second // 60 % 60
    ending = f":{minute:02}:{second % 60:02}" if seconds else f":{minute:02}"
    if _by_twelve(_Shown.clock, tongue.spoken()):
        return f"{hour % 12 or 12}{ending}{'a' if hour < 12 else 'p'}"
    return f"{hour:02}{ending}"


def day(at: int, offset: int) -> str:
    """The local day with its weekday: `Tue 2026-11-03`, `Di., 3.11.2026`."""
    number = (at + offset) // DAY
    return _elsewhere(number, tongue.spoken(), "yMEd") or f"{_WEEKDAYS[number % 7]} {_iso(number)}"


def date(at: int, offset: int) -> str:
    """The local day, always as wide: `2026-11-03`, `03.11.2026`."""
    number = (at + offset) // DAY
    return _elsewhere(number, tongue.spoken(), "medium") or _iso(number)


def short_date(at: int, offset: int) -> str:
    """The local day without its year: `11-03`, `03.11.`."""
    number = (at + offset) // DAY
    return _elsewhere(number, tongue.spoken(), "MMdd") or _iso(number)[5:]


def moment(at: int, now: int, offset: int) -> str:
    """The time of day when it is today, the date and time when it is not."""
    same_day = (at + offset) // DAY == (now + offset) // DAY
    return clock_time(at, offset) if same_day else f"{date(at, offset)} {clock_time(at, offset)}"


def ago(at: int, now: int) -> str:
    """How long ago, roughly: `now`, `5m ago`, `3h ago`, `2d ago`."""
    seconds = (now - at) // SECOND
    return _("now") if seconds < 60 else _("{span} ago").format(span=roughly(seconds))


def roughly(seconds: int) -> str:
    """A duration in one unit: `42s`, `25m`, `3h`, `2d`."""
    amount = max(0, seconds)
    return in_unit(amount, unit_of(amount))


def in_unit(seconds: int, unit: int) -> str:
    """The whole units in a duration: `90m`; `unit` is as `unit_of` answers."""
    return _(_UNITS[unit]).format(count=seconds // unit)


def minutes(span: int) -> str:
    """A span of milliseconds in minutes or more: `<1m`, `12m`, `3h`."""
    seconds = max(0, span) // SECOND
    return _("<1m") if seconds < 60 else roughly(seconds)


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


@lru_cache(maxsize=8)
def _by_twelve(way: ClockWay, language: str) -> bool:
    if way != "auto" or language == tongue.ENGLISH:
        return way == "12"
    # Its data takes 15 ms to load, and English needs none of it.
    from babel import Locale

    return "a" in Locale(language).time_formats["short"].pattern


@lru_cache(maxsize=512)
def _elsewhere(number: int, language: str, form: str) -> str:
    """The day in another language's own order, or as ISO writes it in a year Babel does not know; empty for English."""
    if language == tongue.ENGLISH:
        return ""
    year, month, of_month = _civil(number)
    if not MINYEAR <= year <= MAXYEAR:
        return _iso(number)
    from babel.dates import format_date, format_skeleton

    that = Date(year, month, of_month)
    return format_date(that, form, language) if form == "medium" else format_skeleton(form, that, locale=language)


def _iso(number: int) -> str:
    year, month, of_month = _civil(number)
    return f"{year:04}-{month:02}-{of_month:02}"


def _civil(day_number: int) -> tuple[int, int, int]:
    """The Gregorian year, month and day of a day counted from 1 January 1970, by the era arithmetic of 400 years."""
    era, of_era = divmod(day_number + 719_468, 146_097)
    year_of_era = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month_from_march = (5 * of_year + 2) // 153
    of_month = of_year - (153 * month_from_march + 2) // 5 + 1
    month = month_from_march + 3 if month_from_march < 10 else month_from_march - 9
    return year_of_era + era * 400 + (month <= 2), month, of_month
