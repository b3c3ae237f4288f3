"""The help page, made from the one table of commands and the agent's own keys."""

from __future__ import annotations

from agentconsole.tui import safe
from agentconsole.tui.commands import Command, Scope, keys_in_words, scoped
from agentconsole.tui.keymap import Keymap
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line

TITLES = {
    Scope.EVERYWHERE: "Everywhere, also while typing",
    Scope.READING: "In the queue and the transcript",
    Scope.QUEUE: "In the queue",
    Scope.TRANSCRIPT: "In the transcript",
    Scope.COMPOSER: "While typing",
    Scope.BOARD: "On the board",
    Scope.GOTO: "After g",
    Scope.DIALOG: "In a question",
}
FIRST = {
    "queue": (Scope.QUEUE, Scope.READING, Scope.EVERYWHERE),
    "transcript": (Scope.TRANSCRIPT, Scope.READING, Scope.EVERYWHERE),
    "composer": (Scope.COMPOSER, Scope.EVERYWHERE),
    "board": (Scope.BOARD, Scope.READING, Scope.EVERYWHERE),
}


def help_page(place: str, keymap: Keymap) -> tuple[Line, ...]:
    """The keys of the place first, then all others; `place` is queue, transcript or composer."""
    first = FIRST.get(place, ())
    lines: list[Line] = []
    for scope in (*first, *(each for each in Scope if each not in first)):
        lines += [((f" {TITLES[scope]}", Ink.STRONG),), ()]
        lines += [_line(command, keymap) for command in scoped(scope)]
        lines.append(())
    return tuple(lines)


def _line(command: Command, keymap: Keymap) -> Line:
    keys = keys_in_words(keymap.of(command.id)) or "palette"
    return (
        (safe.cells(f"   {keys}", 22), Ink.CONTACT),
        (safe.cells(command.title, 24), Ink.TEXT),
        (command.help, Ink.DIM),
    )
