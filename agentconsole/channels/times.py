"""Written times to epoch milliseconds and back; years 1970 to 9999, no zone means UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

LAST = 253_402_300_799_999
"""The last millisecond of the year 9999."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


class BadTime(ValueError):
    """A time that cannot be read, or lies outside the years 1970 to 9999."""


def from_iso(text: str) -> int:
    """Epoch milliseconds of an ISO 8601 time. Raises: BadTime."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise BadTime(f"{_quoted(text)} is not an ISO 8601 time; write it like 2026-05-04T09:30:00Z") from None
    return from_datetime(moment)


def from_datetime(moment: datetime) -> int:
    """Epoch milliseconds of a moment; naive ones are UTC. Raises: BadTime."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        at = (moment - _EPOCH) // _MS
    except OverflowError:  # an offset can push the year 1 or 9999 over the edge
        at = -1
    if not 0 <= at <= LAST:
        raise BadTime("the time lies outside the years 1970 to 9999; correct it")
    return at


def to_iso(at: int) -> str:
    """The moment `at` as ISO 8601 in UTC with milliseconds, such as `2026-05-04T09:30:00.000Z`."""
    moment = _EPOCH + at * _MS
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at % 1000:03d}Z"


def _quoted(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:40] + "…")
