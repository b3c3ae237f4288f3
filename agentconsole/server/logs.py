"""The server's log: one JSON object a line on the standard error, without bodies, tokens or foreign text."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from traceback import extract_tb

import msgspec

OURS = ("agentconsole", "uvicorn")
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
    """Sends this process's log to the standard error in that shape."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
