"""A page to read and leave again: receipts and the audit trail are such pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult

from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.dialogs.overlay import Page
from agentconsole.tui.own_keys import LEAVE, MOVE, OwnKey, foot
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.keyed import Keyed
from agentconsole.tui.widgets.painted import Line, Painted, line_width, tail_fitted
from agentconsole.tui.wrap import wrap

LEAST: Final = 16
"""Cells below which words are cut rather than broken."""
STEPS = {"down": 1, "j": 1, "up": -1, "k": -1}
"""Lines down by each key that goes one line."""


def place_words(top: int, last: int, total: int) -> str:
    """Which lines of how many are in sight, for the title's right end; `top` counts from 0."""
    return _("lines {first}-{last} of {total} ").format(first=top + 1, last=last, total=total)


def in_lines(words: str, ink: Ink, width: int, most: int) -> list[Line]:
    """Words in lines of a width, with a cell free on either side; where they are more than `most`, the last is cut."""
    found = wrap(safe.line(words), width - 2)
    if len(found) > most:
        found[most - 1 :] = [" ".join(found[most - 1 :])]
    return [((f" {safe.cells(each, max(0, width - 2))}", ink),) for each in found]


@lru_cache(maxsize=4)
def broken(page: tuple[Line, ...], width: int) -> tuple[Line, ...]:
    """The lines of a page; the last words of one that is too long go on below where they began."""
    return tuple(row for line in page for row in _rows_of(line, width))


def _rows_of(line: Line, width: int) -> tuple[Line, ...]:
    start = line_width(line[:-1])
    if line_width(line) < width or width - start <= LEAST or not line[-1][0].strip():
        return (line,)
    text, ink = line[-1]
    first, *others = wrap(text, width - start - 1)
    return ((*line[:-1], (first, ink)), *(((" " * start, Ink.TEXT), (row, ink)) for row in others))


class PageView(Keyed, Painted, can_focus=True):
    """Draws lines from `top` on; moves with the same keys as the transcript."""

    OWN_KEYS: ClassVar[tuple[OwnKey, ...]] = (MOVE, LEAVE)

    def __init__(self, title: str, page: Sequence[Line]) -> None:
        super().__init__()
        self._title = title
        self._page: tuple[Line, ...] = tuple(page)
        self._top = 0

    def lay_out(self, width: int, height: int) -> Sequence[Line]:
        """The title with the place in the page, the lines in sight, and how to leave."""
        room, page = max(1, height - 3), self.rows(width)
        last = min(len(page), self._top + room)
        where = place_words(self._top, last, len(page)) if len(page) > room else ""
        title = tail_fitted(((f" {self._title}", Ink.STRONG),), ((where, Ink.DIM),), width)
        shown = [tail_fitted(line, (("", Ink.TEXT),), width) for line in page[self._top : last]]
        shown += [()] * (room - len(shown))
        return [
            title,
            ((("─" * width), Ink.RULE),),
            *shown,
            foot((each for each in self.OWN_KEYS if each is not MOVE or len(page) > room), width)[0],
        ]

    def rows(self, width: int) -> tuple[Line, ...]:
        """The page in lines that fit into the width."""
        return broken(self._page, width)

    @property
    def room(self) -> int:
        """Lines of the page in sight."""
        return max(1, self.size.height - 3)

    def in_sight(self, top: int) -> int:
        """The line to show first, so that the page fills its room."""
        return max(0, min(top, len(self.rows(self.size.width)) - self.room))

    def press(self, event: events.Key) -> bool:
        """Moves or leaves; whether the key was one of the page's."""
        room, all_ = self.room, len(self.rows(self.size.width))
        jumps = {"pagedown": room, "space": room, "pageup": -room, "home": -all_, "end": all_}
        by = (STEPS | jumps).get(event.key)
        if event.key in ("escape", "q", "enter") and isinstance(self.screen, Page):
            self.screen.dismiss(None)
        elif by is not None:
            self._top = self.in_sight(self._top + by)
            self.repaint()
        else:
            return False
        return True


class PageScreen(Page[None]):
    """A page over the console."""

    own_keys = PageView.OWN_KEYS
    DEFAULT_CSS: ClassVar[str] = """
    PageScreen > PageView { width: 100%; height: 1fr; background: $background; }
    """

    def __init__(self, title: str, page: Sequence[Line], *, help_page: str = "") -> None:
        super().__init__()
        self._asked = (title, page)
        self.help_page = help_page

    def compose(self) -> ComposeResult:
        """The view, and what is urgent."""
        yield PageView(*self._asked)
        yield from super().compose()
