"""The keys on a page of the manual, made from the one table of commands and the agent's own keys."""

from __future__ import annotations

from collections.abc import Iterable

from agentconsole.tongue import N_, _
from agentconsole.tui import safe
from agentconsole.tui.commands import BY_ID, Command, Scope, keys_in_words, scoped
from agentconsole.tui.keymap import Keymap
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, Run

TITLES = {
    Scope.EVERYWHERE: N_(" All keys: everywhere, also while typing"),
    Scope.READING: N_(" All keys: in the queue and the transcript"),
    Scope.QUEUE: N_(" All keys: in the queue"),
    Scope.TRANSCRIPT: N_(" All keys: in the transcript"),
    Scope.COMPOSER: N_(" All keys: while typing"),
    Scope.BOARD: N_(" All keys: on the board"),
    Scope.GOTO: N_(" All keys: after g"),
    Scope.DIALOG: N_(" All keys: in a question"),
}
FIRST = {
    "queue": (Scope.QUEUE, Scope.READING, Scope.EVERYWHERE),
    "transcript": (Scope.TRANSCRIPT, Scope.READING, Scope.EVERYWHERE),
    "composer": (Scope.COMPOSER, Scope.EVERYWHERE),
    "board": (Scope.BOARD, Scope.READING, Scope.EVERYWHERE),
    "dialog": (Scope.DIALOG,),
}


def live_keys(ids: Iterable[str], keymap: Keymap) -> tuple[Line, ...]:
    """The most useful keys of a place, under a heading."""
    commands = (BY_ID[each] for each in ids if keymap.of(each))
    keys = tuple(
        (_keys(each, keymap, 18), (_(each.title), Ink.STRONG), (f"  {_(each.help)}", Ink.TEXT)) for each in commands
    )
    return (((_(" Keys that work here"), Ink.STRONG),), *keys)


def all_keys(place: str, keymap: Keymap) -> tuple[Line, ...]:
    """The keys of the place first, then all others; `place` is queue, transcript, composer, board or dialog."""
    first = FIRST.get(place, ())
    lines: list[Line] = []
    for scope in (*first, *(each for each in Scope if each not in first)):
        lines += [((_(TITLES[scope]), Ink.STRONG),), ()]
        lines += [_line(command, keymap) for command in scoped(scope)]
        lines.append(())
    return tuple(lines)


def _line(command: Command, keymap: Keymap) -> Line:
    return _keys(command, keymap, 22), (safe.cells(_(command.title), 24), Ink.TEXT), (_(command.help), Ink.DIM)


def _keys(command: Command, keymap: Keymap, width: int) -> Run:
    words = keys_in_words(keymap.of(command.id)) or _("palette")
    return safe.cells(f"   {safe.line(words)}", width), Ink.CONTACT
