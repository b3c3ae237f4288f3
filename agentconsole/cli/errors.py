"""What a line command ends with, and how each kind of trouble becomes one plain sentence and an exit code.

0 done · 1 refused by a rule · 2 usage · 3 store or backend unavailable · 4 invalid data · 130 interrupted.
"""

from __future__ import annotations

import sqlite3
from enum import IntEnum
from typing import TYPE_CHECKING

from agentconsole.store.errors import StoreError, as_store_error
from agentconsole.tongue import _

if TYPE_CHECKING:
    import rich_click as click


class Exit(IntEnum):
    """The promised exit codes, and one for an error in the program itself."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    STORE = 3
    INVALID = 4
    BUG = 70
    INTERRUPTED = 130


class CommandError(Exception):
    """A command cannot do what was asked; the message is one plain sentence for the person who asked."""

    code = Exit.USAGE


class Misused(CommandError):
    """What was typed is not what the command takes."""


class ExtraMissing(Misused):
    """What was asked for needs packages that come with an extra."""

    def __init__(self, package: str, extra: str) -> None:
        import shlex
        import sys

        words = _("This needs {package}, which comes with the extra {extra}. In the checkout: {install}")
        install = f"python3 -m pip --python {shlex.quote(sys.prefix)} install -e '.[{extra}]'"
        super().__init__(words.format(package=package, extra=extra, install=install))


class InvalidData(CommandError):
    """What was read is not what it should be."""

    code = Exit.INVALID


class Unavailable(CommandError):
    """What the command needs of this computer cannot be had right now."""

    code = Exit.STORE


class Refused(CommandError):
    """A rule said no; the receipt has been printed."""

    code = Exit.REFUSED


class Interrupted(CommandError):
    """Stopped by the person at the keyboard; the message says what stays and how to go on."""

    code = Exit.INTERRUPTED


def told(error: Exception) -> tuple[str, Exit] | None:
    """The sentence and the exit code an error becomes; None for an error in the program itself."""
    # Whatever can go wrong is only known by then; most runs end without having loaded all of it.
    import rich_click as click

    from agentconsole.backends.base import BackendError
    from agentconsole.channels.files.reader import UnreadableFile
    from agentconsole.credentials.places import CredentialsError
    from agentconsole.domain.promises.service_levels import LevelsError
    from agentconsole.engine.receipts import IdReused, NotYours
    from agentconsole.settings import SettingsError
    from agentconsole.wire import WireError

    match error:
        case CommandError():
            return str(error), error.code
        case click.UsageError():
            return _with_hint(error), Exit.USAGE
        case click.ClickException():
            return error.format_message(), Exit.USAGE
        case StoreError() | BackendError():
            return str(error), Exit.STORE
        case SettingsError() | LevelsError() | CredentialsError():
            return str(error), Exit.USAGE
        case UnreadableFile() | WireError() | IdReused() | NotYours():
            return str(error), Exit.INVALID
        case sqlite3.Error():
            return _of_sqlite(error)
        case _:
            return None


def _with_hint(error: click.UsageError) -> str:
    words = " ".join(error.format_message().split())
    words = words if words.endswith((".", "?")) else f"{words}."
    return f"{words} See `{error.ctx.command_path} --help`." if error.ctx else words


def _of_sqlite(error: sqlite3.Error) -> tuple[str, Exit] | None:
    trouble = as_store_error(error, "the store's file")
    return (str(trouble), Exit.STORE) if trouble else None
