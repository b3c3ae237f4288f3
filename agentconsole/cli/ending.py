"""How a run ends: the one place where errors become a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from agentconsole.cli.errors import Exit, told
from agentconsole.tongue import _

Tell = Callable[[str, Exit], None]
"""Takes the sentence of what went wrong and the exit code it is, beside what stderr is told."""


def nobody(_words: str, _code: Exit) -> None:
    """Whoever asked reads stderr."""


def on_stderr(words: str) -> None:
    """Says what went wrong where a shell is told it."""
    from agentconsole.cli import output

    output.complain(words)


def ended(work: Callable[[], int], tell: Tell = nobody, complain: Callable[[str], None] = on_stderr) -> int:
    """Does the work; its exit code. Nothing that goes wrong shows a traceback: `complain` says it in a sentence."""
    try:
        code = _tried(work, tell, complain)
        sys.stdout.flush()
        return code
    except (BrokenPipeError, SystemExit):
        # Whoever read has had enough, for which click exits by itself; nothing is left to be written at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE


def _tried(work: Callable[[], int], tell: Tell, complain: Callable[[str], None]) -> int:
    try:
        return work()
    except BrokenPipeError:
        raise
    except KeyboardInterrupt:
        words, code = _("interrupted; what has a receipt is saved."), Exit.INTERRUPTED
    except Exception as error:
        words, code = told(error) or (_bug(error), Exit.BUG)
    complain(words)
    tell(words, code)
    return code


def _bug(error: Exception) -> str:
    """An error of ours: writes a report without anybody's words, and says where it is."""
    from agentconsole import paths
    from agentconsole.clock import SystemClock
    from agentconsole.tui import crash

    try:
        where = f"What happened is in {crash.write(error, paths.crash_dir(), SystemClock().now())}."
    except OSError as trouble:
        where = f"The report could not be written ({trouble.strerror}): {crash.report(error)}"
    return f"an error in agentconsole itself ended this command. {where}"
