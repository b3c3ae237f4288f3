"""Containers that draw nothing but their background, and do not work for it at every paint."""

from __future__ import annotations

from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Ground(Widget):
    """A background, made once for each width: Textual asks every container for all its lines at every paint, and
    passes each through the app's filters."""

    _blank: Strip | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """The same blank line as often as wanted."""
        if any(self.styles.gutter):
            return super().render_lines(crop)
        strip = self._blank
        if strip is None or strip.cell_length != crop.width:
            strip = Strip.blank(crop.width, self.rich_style)
            for each in self.get_line_filters():
                strip = strip.apply_filter(each, self.background_colors[1])
            self._blank = strip
        return [strip] * crop.height

    def notify_style_update(self) -> None:
        """Forgets the line when the theme or the background changed."""
        self._blank = None
        super().notify_style_update()


class Rows(Ground, Vertical):
    """One below the other."""


class Columns(Ground, Horizontal):
    """Side by side."""
