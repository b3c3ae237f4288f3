"""The console as it is begun every morning, with a store and a name at most: no parser is loaded for that."""

from __future__ import annotations

from collections.abc import Sequence

PLAIN = ("--store", "--as")


def shape_of(arguments: Sequence[str]) -> dict[str, str] | None:
    """The options with their values when all are plain, each at most once; None leaves the rest to the parser."""
    found: dict[str, str] = {}
    for option, value in zip(arguments[::2], (*arguments[1::2], ""), strict=False):
        if option not in PLAIN or option in found or not value or value.startswith("-"):
            return None
        found[option] = value
    return found


def run(options: dict[str, str]) -> int:
    """Opens the console for options that `shape_of` found; the exit code. Nothing that goes wrong shows a traceback."""
    from agentconsole.cli.ending import ended

    return ended(lambda: _begun(options))


def _begun(options: dict[str, str]) -> int:
    from agentconsole.cli.shell_session import ShellSession
    from agentconsole.cli.starting.console import begin
    from agentconsole.cli.starting.opening import Opening

    session = ShellSession(store_option=options.get("--store", ""), agent_option=options.get("--as", ""))
    session.speak()
    return begin(session, Opening())
