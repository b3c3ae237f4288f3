"""The ground of our own widgets: lines of inked runs, of which only the cells that changed are painted again.

Textual writes a dirty row from the widget's left edge to the end of its dirty region, so the regions end where the
last changed run ends: what ticks stands at the left and costs a few bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from agentconsole.tui.looks import USUAL, looks_of
from agentconsole.tui.safe import cells
from agentconsole.tui.widgets.ink import Ink, mix, two_colours

Run = tuple[str, Ink]
Line = tuple[Run, ...]
"""Clean text and its ink, left to right; what is missing to the widget's width stays blank."""
STRIPS_KEPT = 400
"""Lines a widget remembers as the terminal gets them, wherever they stood: a screen or two of each."""


class Painted(Widget):
    """A widget that draws lines. Subclasses say what they are in `lay_out` and call `repaint` when that changed."""

    ALLOW_SELECT: ClassVar[bool] = False
    looks = USUAL
    """How the agent wants it drawn."""
    DEFAULT_CSS = """
    Painted { height: 1; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Line, ...] = ()
        self._inks: dict[Ink, Style] = {}
        self._strips: dict[Line, Strip] = {}
        self._strips_width = 0
        self._ground: Color | None = None
        self._worn = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """What the widget shows, from the top."""
        return self._lines

    @property
    def caret(self) -> Offset:
        """Column and row of the window where the terminal's cursor belongs while the widget has the focus."""
        return self.content_region.offset + (caret_in(self._lines) or Offset())

    def lay_out(self, width: int, height: int, /) -> Sequence[Line]:
        """The lines to show at this size, at most `height` of at most `width` cells."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Lays the lines out anew and paints the cells that differ; an equal picture paints nothing."""
        width, height = self.size
        before, self._lines = self._lines, tuple(self.lay_out(width, height)) if width and height else ()
        regions = []
        for y in range(max(len(before), len(self._lines))):
            old = before[y] if y < len(before) else ()
            new = self._lines[y] if y < len(self._lines) else ()
            if old != new:
                regions.append(Region(0, y, min(width, changed_width(old, new) or width), 1))
        if regions:
            self.refresh(*regions)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines as the terminal gets them, from memory where they are the same.

        For each paint Textual asks every widget for all its lines, and passes them all through the app's filters.
        """
        if any(self.styles.gutter):
            return super().render_lines(crop)
        width, lines = self.size.width, self._lines
        if self._strips_width != width or len(self._strips) > STRIPS_KEPT:
            self._strips, self._strips_width = {}, width
        strips = [self._filtered(lines[y] if y < len(lines) else ()) for y in crop.line_range]
        if crop.column_span != (0, width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def _filtered(self, line: Line) -> Strip:
        known = self._strips.get(line)
        if known is not None:
            return known
        strip, ground = self._inked(line, self._strips_width), self._ground
        if ground is None:
            ground = self._ground = self.background_colors[1]
        for each in self.get_line_filters():
            strip = strip.apply_filter(each, ground)
        self._strips[line] = strip
        return strip

    def render_line(self, y: int) -> Strip:
        """One line in this theme's inks."""
        return self._inked(self._lines[y] if y < len(self._lines) else (), self.size.width)

    def _inked(self, line: Line, width: int) -> Strip:
        ink, used = self.ink, line_width(line)
        if used < width:
            line = (*line, (" " * (width - used), Ink.TEXT))
        strip = Strip([Segment(text, ink(name)) for text, name in joined(line)], max(width, used))
        return strip.crop(0, width) if used > width else strip

    def ink(self, name: Ink) -> Style:
        """The style of an ink on this widget."""
        if name is Ink.CARET and self.looks.shows_cursor:
            # A terminal's cursor over a reversed cell reverses it once more, and is not seen.
            name = Ink.TEXT
        style = self._inks.get(name)
        if style is None:
            self._worn = self.app.theme
            style = self._inks[name] = self._mixed(name)
        return style

    def _mixed(self, name: Ink) -> Style:
        if self.app.no_color:
            return two_colours(name)
        return mix(name, self.app.theme_variables, self.background_colors[1])

    def notify_style_update(self) -> None:
        """Forgets the mixed inks when the theme or the background changed."""
        self._inks.clear()
        self._strips.clear()
        self._ground = None
        super().notify_style_update()
        if self._worn and self._worn != self.app.theme:
            # Where a theme differs in inks alone Textual sees nothing to paint, and keeps what has a border as it was.
            self._worn = self.app.theme
            self.refresh()

    def on_mount(self) -> None:
        """Asks once how the agent wants it drawn."""
        self.looks = looks_of(self.app)

    def on_resize(self, _event: events.Resize) -> None:
        """Lays out for the new size."""
        self.repaint()


@lru_cache(maxsize=256)
def changed_width(old: Line, new: Line) -> int:
    """The cells from the left after which both lines look the same; 0 when they share nothing at their end."""
    if line_width(old) != line_width(new):
        return 0
    same = 0
    while same < min(len(old), len(new)) and old[-1 - same] == new[-1 - same]:
        same += 1
    return line_width(new[: len(new) - same])


def joined(line: Line) -> list[Run]:
    """The line with neighbours of one ink as one run: a change of ink costs the terminal 38 bytes."""
    runs: list[Run] = []
    for text, ink in line:
        if runs and runs[-1][1] is ink:
            runs[-1] = (runs[-1][0] + text, ink)
        elif text:
            runs.append((text, ink))
    return runs


def line_width(line: Line) -> int:
    """The cells of a line."""
    return sum(cell_len(text) for text, _ in line)


def tail_fitted(left: Line, right: Line, width: int) -> Line:
    """The left runs, then the right ones at the right edge; what does not fit is cut from the left part's end."""
    room = max(0, width - line_width(right))
    fitted: list[Run] = []
    for text, ink in left:
        if room <= 0:
            break
        size = min(room, cell_len(text))
        fitted.append((cells(text, size), ink))
        room -= size
    return (*fitted, (" " * room, Ink.TEXT), *right) if right else tuple(fitted)


def caret_in(lines: Sequence[Line]) -> Offset | None:
    """Column and row of where is typed, else of the selected row, else of the line marked with a `>`; None without."""
    for ink in (Ink.CARET, Ink.CURSOR):
        for y, line in enumerate(lines):
            for n, (_, name) in enumerate(line):
                if name is ink:
                    return Offset(line_width(line[:n]), y)
    marked = (y for y, line in enumerate(lines) if line and line[0][0].lstrip().startswith(">"))
    return next((Offset(0, y) for y in marked), None)
