"""What a paint asks of the widgets: the rows that changed, from the front, until nothing behind can be seen.

Textual asks every widget of the window for all its rows at every paint and throws most of them away. It leans on
`_get_renders` of Textual 8.2's compositor, which `_render_chops` takes rows from, front to back: the first one wins.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual._compositor import Compositor
from textual.geometry import Region

if TYPE_CHECKING:
    from textual.strip import Strip


class Picture(Compositor):
    """The compositor of our screens."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Region, clip and strips of the widgets that show in the crop; the clip ends with its first and last row."""
        _x, top, _width, height = crop = crop or self.size.region
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            rows = shown.intersection(Region(shown.x, top, shown.width, height))
            if crop.overlaps(rows):
                yield region, rows, widget.render_lines(rows.translate((-region.x, -region.y)))
                if rows.contains_region(crop):
                    return
