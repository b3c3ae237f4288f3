"""The curtain before the first picture: behind it all is styled and laid out once; it rises when the whole is there."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from agentconsole.tui.messages import Shown
from agentconsole.tui.screens.base import ConsoleBase

if TYPE_CHECKING:
    from textual.geometry import Size


class Curtain(ConsoleBase):
    """Keeps from Textual's screen what it would do again without anything having changed."""

    _is_curtain_down = True
    _laid_out_for: Size | None = None
    _mounted_as: frozenset[str] | None = None
    """The classes all that is mounted was styled with."""

    def hold_curtain(self) -> None:
        """Nothing is drawn until the curtain rises."""
        self._opening = ExitStack()
        self._opening.enter_context(self.app.batch_update())

    def raise_curtain(self) -> None:
        """Draws the first picture, and says so."""
        self._is_curtain_down = False
        self._opening.close()
        # Textual would draw at its next sixtieth of a second: the first picture has nothing to wait for.
        self._layout_required = self._repaint_required = False
        self._refresh_layout()
        self._dirty_widgets.clear()
        self.app.post_message(Shown())

    def update_node_styles(self, animate: bool = True) -> None:
        """Textual styles all anew when a screen comes to the front, although it has just been styled to be mounted."""
        if not self._is_curtain_down or self.classes != self._mounted_as:
            super().update_node_styles(animate)

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        # Textual tells the first size four times over.
        if size is None or size != self._laid_out_for or not self._is_curtain_down:
            self._laid_out_for = size if self.is_mounted else None
            super()._refresh_layout(size, scroll)

    def _compositor_refresh(self) -> None:
        # Textual draws whatever was laid out and then throws the picture away if a batch is open.
        if not self._is_curtain_down:
            super()._compositor_refresh()
            if self.app.screen is not self:
                # What stands over it has been told. Textual keeps the regions as well, and paints them all again with
                # each word that changes beneath: the whole window, once it was among them.
                self._exchange_repaint_regions()
                self._repaint_required = False
