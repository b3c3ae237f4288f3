"""Times as people type them on a command line: `20m`, `14:30`, `tomorrow 9:00`, or ISO 8601."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta, timezone

from agentconsole.channels.times import BadTime, from_datetime
from agentconsole.clock import local_offset
from agentconsole.tui.dialogs.when import instant, past_instant

_ISO = re.compile(r"\d{4}-\d\d-\d\d([T ].*)?")


def coming(words: str, now: int) -> int:
    """The instant to come that the words mean, in epoch milliseconds. Raises ValueError with what would do."""
    return _iso(words, now) if _ISO.fullmatch(words.strip()) else instant(words, now, local_offset(now))


def gone(words: str, now: int) -> int:
    """The instant past that the words mean: `20m` is twenty minutes ago. Raises ValueError with what would do."""
    return _iso(words, now) if _ISO.fullmatch(words.strip()) else past_instant(words, now, local_offset(now))


def told(at: int) -> str:
    """The instant in local time, to the second."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(at / 1000))


def _iso(words: str, now: int) -> int:
    try:
        moment = datetime.fromisoformat(words.strip())
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=timezone(timedelta(milliseconds=local_offset(now))))
        return from_datetime(moment)
    except BadTime:
        raise
    except ValueError as error:
        raise ValueError(f"{words!r} is no time; write it as 2026-11-03T09:30 or 2026-11-03T09:30Z") from error
