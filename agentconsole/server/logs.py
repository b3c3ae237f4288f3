"""The server's log: one JSON object a line on the standard error, without bodies, tokens or foreign text."""

from __future__ import annotations

import logging
import sys

import msgspec


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
        told.update(request if request is not None else {"words": record.getMessage()[:500]})
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)[-4_000:]
        return msgspec.json.encode(told).decode()


def begin(level: int = logging.INFO) -> None:
    """Sends this process's log to the standard error in that shape."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
