"""The server's log, without bodies, tokens or foreign text: JSON lines for a service, plain ones at a terminal."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from traceback import extract_tb

import msgspec

OURS = ("agentconsole", "uvicorn")
WENT_WRONG = 400
"""The lowest status of a request that did not go well."""
EXPECTED = {("POST", "/v1/sessions", 422), ("GET", "/v1/changes", 410)}
"""Answers of every day that only look like errors: a code is asked for before a password is chosen, and a console whose
copy no longer goes on, as after a restore, copies anew."""
FRAMES = 12
"""The last of them, of each error."""


class JsonLines(logging.Formatter):
    """One record, one line of JSON; whatever is in it is escaped."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told: dict[str, object] = {
            "at_ms": int(record.created * 1_000),
            "level": record.levelname.lower(),
            "from": record.name,
        }
        request = getattr(record, "request", None)
        told.update(request if request is not None else {"words": _words(record)})
        if record.exc_info and record.exc_info[1]:
            told["trace"] = list(_trace(record.exc_info[1]))
        return msgspec.json.encode(told).decode()


class PlainLines(logging.Formatter):
    """One record, one line to be read by a person; the kinds of error and where they were under it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        request = getattr(record, "request", None)
        told = _words(record) if request is None else "{method} {route}: {status}, {ms} ms".format_map(request)
        level = "" if record.levelno <= logging.INFO else f"{record.levelname.lower()}: "
        lines = [f"{self.formatTime(record, '%H:%M:%S')} {level}{told}"]
        if record.exc_info and record.exc_info[1]:
            lines += _trace(record.exc_info[1])
        return "\n".join("".join(each if each.isprintable() else "?" for each in line) for line in lines)


def is_worth_a_look(record: logging.LogRecord) -> bool:
    """Whether it is anything but a request answered as it should be: at a terminal each console's asking would hide
    the rest."""
    request = getattr(record, "request", None)
    if request is None:
        return True
    answered = (request["method"], request["route"], request["status"])
    return request["status"] >= WENT_WRONG and answered not in EXPECTED


def _words(record: logging.LogRecord) -> str:
    """What is told; of another library only the pattern's first line, for what it puts in may be anybody's words."""
    if record.name.partition(".")[0] in OURS:
        return record.getMessage().strip()[:500]
    return next(iter(str(record.msg).splitlines()), "")[:200]


def _trace(error: BaseException) -> Iterator[str]:
    """Which kinds of error, cause by cause, and where. Not what they say: a database repeats the row it refuses."""
    cause: BaseException | None = error
    while cause is not None:
        yield f"{type(cause).__module__}.{type(cause).__qualname__}"
        for frame in extract_tb(cause.__traceback__)[-FRAMES:]:
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def begin(level: int = logging.INFO) -> None:
    """Sends this process's log to the standard error; at a terminal every request is told on the level of debugging."""
    handler = logging.StreamHandler(sys.stderr)
    at_a_terminal = sys.stderr.isatty()
    handler.setFormatter(PlainLines() if at_a_terminal else JsonLines())
    if at_a_terminal and level > logging.DEBUG:
        handler.addFilter(is_worth_a_look)
    logging.basicConfig(level=level, handlers=[handler], force=True)
