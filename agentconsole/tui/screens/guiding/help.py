"""The keys on a page of the manual, made from the one table of commands and the agent's own keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agentconsole.tongue import N_, _
from agentconsole.tui import safe
from agentconsole.tui.commands import BY_ID, Command, Scope, keys_in_words, scoped
from agentconsole.tui.keymap import Keymap
from agentconsole.tui.own_keys import OwnKey
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, Run
from agentconsole.tui.wrap import wrap

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
LIVE, KEYS, TITLE = 18, 22, 24
"""Cells of the columns: of the keys that work here, of all keys, and of what each does."""
FIRST = {
    "queue": (Scope.QUEUE, Scope.READING, Scope.EVERYWHERE),
    "transcript": (Scope.TRANSCRIPT, Scope.READING, Scope.EVERYWHERE),
    "composer": (Scope.COMPOSER, Scope.EVERYWHERE),
    "board": (Scope.BOARD, Scope.READING, Scope.EVERYWHERE),
    "dialog": (Scope.DIALOG,),
}


def live_keys(ids: Iterable[str], keymap: Keymap, width: int) -> tuple[Line, ...]:
    """The most useful keys of a place, under a heading."""
    lines = [_heading()]
    for each in (BY_ID[each] for each in ids if keymap.of(each)):
        lines += _told(_keys(each, keymap, LIVE), _(each.title), _(each.help), width)
    return tuple(lines)


def own_keys(keys: Iterable[OwnKey], width: int) -> tuple[Line, ...]:
    """The keys of a page itself, under the same heading."""
    lines = [_heading()]
    for each in keys:
        lines += _told((safe.cells(f"   {each.key}", LIVE), Ink.CONTACT), _(each.words), _(each.help), width)
    return tuple(lines)


def _heading() -> Line:
    return ((_(" Keys that work here"), Ink.STRONG),)


def _told(keys: Run, title: str, help_: str, width: int) -> list[Line]:
    """A key, and what it does in as many rows as that takes."""
    first, *more = wrap(f"{title}  {help_}".rstrip(), width - LIVE - 1)
    title = first[: len(title)]
    told = (keys, (title, Ink.STRONG), (first[len(title) :], Ink.TEXT))
    return [told, *(((" " * LIVE + row, Ink.TEXT),) for row in more)]


def all_keys(place: str, keymap: Keymap, width: int) -> tuple[Line, ...]:
    """The keys of the place first, then all others; `place` is queue, transcript, composer, board or dialog."""
    first = FIRST.get(place, ())
    lines: list[Line] = []
    for scope in (*first, *(each for each in Scope if each not in first)):
        lines += [((_(TITLES[scope]), Ink.STRONG),), ()]
        lines += [line for command in scoped(scope) for line in _lines(command, keymap, width)]
        lines.append(())
    return tuple(lines)


def _lines(command: Command, keymap: Keymap, width: int) -> Iterator[Line]:
    title = safe.cells(_(command.title), TITLE)
    first, *more = wrap(_(command.help), width - KEYS - TITLE - 1)
    yield _keys(command, keymap, KEYS), (title, Ink.TEXT), (first, Ink.DIM)
    yield from (((" " * (KEYS + TITLE) + row, Ink.DIM),) for row in more)


def _keys(command: Command, keymap: Keymap, width: int) -> Run:
    words = keys_in_words(keymap.of(command.id)) or _("palette")
    return safe.cells(f"   {safe.line(words)}", width), Ink.CONTACT
