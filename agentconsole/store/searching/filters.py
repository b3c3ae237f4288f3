"""What narrows a search: `from:mara channel:chat before:3d breached:yes`, typed among the words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from agentconsole.domain.promises.service_levels import DAY, HOUR, MINUTE, WEEK
from agentconsole.domain.terms import FAR, Channel
from agentconsole.domain.values import dataclass
from agentconsole.domain.words.spelling import nearest

_TOKEN = re.compile(r'(?:^|(?<=\s))([a-z]+):(?:"([^"]*)"|(\S*))')
_SPAN = re.compile(r"(\d{1,5})([mhdw])")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_UNITS = {"m": MINUTE, "h": HOUR, "d": DAY, "w": WEEK}
_YES, _NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0"})


@dataclass(frozen=True, slots=True)
class Filters:
    """What a conversation, or a message of one, has to be like; empty strings and None narrow nothing."""

    who: str = ""
    channel: str = ""
    category: str = ""
    tag: str = ""
    holder: str = ""
    is_open: bool | None = None
    is_breached: bool | None = None
    after: int = 0
    before: int = FAR

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as it was typed: the words that are looked for, what narrows it, and what cannot be understood."""

    words: str
    filters: Filters = Filters()
    complaint: str = ""


Set = Callable[[Filters, str, int, int], Filters]
"""Takes a filter's value in, with `now` and the offset of local time. Raises ValueError with what would do."""


def read(text: str, now: int, offset: int) -> Asked:
    """What is asked for. A name with a colon that is none of the filters is a word like any other, unless it is one
    of them but for a letter."""
    filters, complaint, kept, end = Filters(), "", [], 0
    for match in _TOKEN.finditer(text):
        name, value = match[1], match[2] if match[2] is not None else match[3]
        setter = FILTERS.get(name)
        if setter is None:
            complaint = complaint or _misspelt(name, value)
            continue
        kept.append(text[end : match.start()])
        end = match.end()
        # While the value is still being typed there is nothing to complain about.
        if value:
            try:
                filters = setter(filters, value, now, offset)
            except ValueError as error:
                complaint = complaint or f"{name}: {error}"
    words = "".join([*kept, text[end:]])
    return Asked(words if words.strip() else "", filters, complaint)


def _misspelt(name: str, value: str) -> str:
    """What was meant by a name that is almost a filter's; a web address names no filter."""
    if not value or value.startswith("//"):
        return ""
    meant = nearest(name, FILTERS)
    return f"{name}: write {meant}:{value}" if meant else ""


def _who(filters: Filters, value: str, _now: int, _offset: int) -> Filters:
    return replace(filters, who=value)


def _channel(filters: Filters, value: str, _now: int, _offset: int) -> Filters:
    found = [each.value for each in Channel if each.value.startswith(value.lower())]
    if not found:
        raise ValueError(f"there are {', '.join(Channel)}")
    return replace(filters, channel=found[0])


def _is(filters: Filters, value: str, _now: int, _offset: int) -> Filters:
    if value not in ("open", "closed"):
        raise ValueError("open or closed")
    return replace(filters, is_open=value == "open")


def _breached(filters: Filters, value: str, _now: int, _offset: int) -> Filters:
    if value.lower() not in _YES | _NO:
        raise ValueError("yes or no")
    return replace(filters, is_breached=value.lower() in _YES)


def _after(filters: Filters, value: str, now: int, offset: int) -> Filters:
    return replace(filters, after=_instant(value, now, offset))


def _before(filters: Filters, value: str, now: int, offset: int) -> Filters:
    return replace(filters, before=_instant(value, now, offset))


FILTERS: dict[str, Set] = {
    "from": _who,
    "channel": _channel,
    "category": lambda filters, value, _now, _offset: replace(filters, category=value),
    "tag": lambda filters, value, _now, _offset: replace(filters, tag=value),
    "by": lambda filters, value, _now, _offset: replace(filters, holder=value),
    "is": _is,
    "breached": _breached,
    "after": _after,
    "before": _before,
}
"""The filters by name; `from` is the contact, `by` the agent who holds it or had it last."""


def _instant(value: str, now: int, offset: int) -> int:
    """`3d` is three days ago, `today` and `2026-11-03` begin at local midnight."""
    today = (now + offset) // DAY * DAY - offset
    if value in ("today", "yesterday"):
        return today if value == "today" else today - DAY
    if span := _SPAN.fullmatch(value):
        return now - int(span[1]) * _UNITS[span[2]]
    if day := _DAY.fullmatch(value):
        return _days(int(day[1]), int(day[2]), int(day[3])) * DAY - offset
    raise ValueError("write 3d, 2h, today, yesterday or 2026-11-03")


def _days(year: int, month: int, day: int) -> int:
    """Days since 1970. Raises ValueError for a day there is not."""
    from datetime import date

    try:
        return date(year, month, day).toordinal() - date(1970, 1, 1).toordinal()
    except ValueError as error:
        raise ValueError("there is no such day") from error


def conditions(filters: Filters, at: str) -> tuple[str, list[object]]:
    """The filters as SQL over a conversation `c`, and the values; `at` is the column of the instant that counts."""
    parts, values = [f"{at} >= ?", f"{at} < ?"], [filters.after, filters.before]
    told: list[object] = list(values)
    for sql, value in (
        ("c.channel = ?", filters.channel),
        ("c.category = ? COLLATE NOCASE", filters.category),
        ("c.assignee = ? COLLATE NOCASE", filters.holder),
    ):
        if value:
            parts.append(sql)
            told.append(value)
    if filters.who:
        # As typed: a begun name will do, anywhere in it, and no letter of it is an operator.
        parts.append("instr(lower(c.contact_name), lower(?)) > 0")
        told.append(filters.who)
    if filters.tag:
        parts.append("EXISTS (SELECT 1 FROM json_each(c.tags) WHERE value = ? COLLATE NOCASE)")
        told.append(filters.tag)
    if filters.is_open is not None:
        parts.append("c.open = ?")
        told.append(int(filters.is_open))
    if filters.is_breached is not None:
        # Breaches are told in the facts only where there were some; a quotation mark within a text is escaped there.
        parts.append(f"instr(c.facts, '\"broken\":[') {'>' if filters.is_breached else '='} 0")
    return " AND ".join(parts), told
