"""The diagnostics log of a console: what went wrong and what its clock did, without a word anybody has written."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from pathlib import Path

from agentconsole import paths

LARGEST = 1_000_000
"""Bytes after which the log begins anew; the one before stays beside it."""


def log_file() -> Path:
    """Where it is."""
    return paths.state_dir() / "console.log"


def begin() -> None:
    """Writes warnings to the file from now on, and to nowhere where there can be none: the screen is the console's."""
    handler: logging.Handler = logging.NullHandler()
    with suppress(OSError):
        handler = _file_handler(log_file())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def _file_handler(where: Path) -> logging.Handler:
    where.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if where.exists() and where.stat().st_size > LARGEST:
        os.replace(where, where.with_suffix(".log.1"))
    os.close(os.open(where, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
    return logging.FileHandler(where, encoding="utf-8", delay=True)
