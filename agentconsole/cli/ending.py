"""How a run ends: the one place where errors become a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from agentconsole.cli.errors import Exit, told


def ended(work: Callable[[], int]) -> int:
    """Does the work; its exit code. Nothing that goes wrong shows a traceback."""
    try:
        code = work()
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        _complain("interrupted; what has a receipt is saved.")
        return Exit.INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # Whoever read has had enough, for which click exits by itself; nothing is left to be written at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except Exception as error:
        return _ended_by(error)


def _ended_by(error: Exception) -> int:
    known = told(error)
    if known is None:
        return _bug(error)
    words, code = known
    _complain(words)
    return code


def _complain(words: str) -> None:
    from agentconsole.cli import output

    output.complain(words)


def _bug(error: Exception) -> int:
    """An error of ours: a report without anybody's words, and where it is."""
    from agentconsole import paths
    from agentconsole.clock import SystemClock
    from agentconsole.tui import crash

    try:
        where = f"What happened is in {crash.write(error, paths.crash_dir(), SystemClock().now())}."
    except OSError as trouble:
        where = f"The report could not be written ({trouble.strerror}): {crash.report(error)}"
    _complain(f"an error in agentconsole itself ended this command. {where}")
    return Exit.BUG
