"""How what a picker has found is drawn: a row for each thing around the chosen one, and what is told of that. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len

from agentconsole.tui import safe
from agentconsole.tui.dialogs.found import Item
from agentconsole.tui.own_keys import keys_in_a_line
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line
from agentconsole.tui.wrap import wrap

MARK = 3
"""Cells of the sign before each find."""
PARTED = " · "
COLUMNS = re.compile(r" {2,}")
"""What parts a row's first column from the rest of it."""


def rows(items: Sequence[Item], at: int, width: int, room: int) -> list[Line]:
    """As many rows as there is room for around the chosen one, the number `at`."""
    top = max(0, min(at - room // 2, len(items) - room))
    return [_row(each, width, is_chosen=n == at) for n, each in enumerate(items[top : top + room], top)]


def foot(chosen: Item | None, width: int, keys: str) -> list[Line]:
    """Two lines: what the chosen row has no room for and its detail, else the keys."""
    lines = _told_of(chosen, width) if chosen else []
    if not any(lines):
        return [(), ((keys_in_a_line(keys, width), Ink.DIM),)]
    return [()] * (2 - len(lines)) + [((safe.cells(f" {each}", width), Ink.DIM),) for each in lines]


def _row(item: Item, width: int, *, is_chosen: bool) -> Line:
    aside = _aside(item, width)
    words = safe.cells(f" {'>' if is_chosen else ' '} {safe.line(item.words)}", width - cell_len(aside))
    return ((words, Ink.CURSOR if is_chosen else Ink.TEXT), (aside, Ink.CURSOR if is_chosen else Ink.DIM))


def _aside(item: Item, width: int) -> str:
    """The word at the right edge, clearly parted from what it is about."""
    words = safe.line(item.aside)
    return safe.fit(f"  {words} " if words else " ", width // 2)


def _told_of(item: Item, width: int) -> list[str]:
    """Two lines at most; the words give way before a detail that needs no more than one of them."""
    detail, room = safe.line(item.detail), width - 2
    words = COLUMNS.sub(PARTED, safe.line(item.words).strip(), count=1) if _is_cut(item, width) else ""
    told = wrap(PARTED.join(part for part in (words, detail) if part), room)
    if len(told) > 2 and words and detail and cell_len(detail) <= room // 2:
        words = safe.cells(words, room + room // 3 - cell_len(detail))
        told = wrap(f"{words}{PARTED}{detail}", room)
    return told if len(told) <= 2 else [told[0], safe.cells(" ".join(told[1:]), room)]


def _is_cut(item: Item, width: int) -> bool:
    return cell_len(safe.line(item.words)) + MARK > width - cell_len(_aside(item, width))
