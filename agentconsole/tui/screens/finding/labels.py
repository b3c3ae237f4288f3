"""What stands over the console's foot while the rows of the queue bear letters: its line, and the letter it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events
from textual.app import ComposeResult

from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.dialogs.overlay import Overlay
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.keyed import Keyed
from agentconsole.tui.widgets.painted import Line, Painted


class LabelView(Keyed, Painted, can_focus=True):
    """Says what the letters are for, and takes one."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        super().__init__()
        self._rows = rows

    def lay_out(self, width: int, _height: int) -> Sequence[Line]:
        """One line."""
        words = safe.cells(_("  its letter opens the row; any other key leaves"), width - 6)
        return [((_(" Jump"), Ink.STRONG), (words, Ink.DIM))]

    def press(self, event: events.Key) -> bool:
        """Opens the letter's row, or leaves."""
        if isinstance(self.screen, LabelScreen):
            self.screen.dismiss(self._rows.get(event.character or ""))
        return True


class LabelScreen(Overlay[str | None]):
    """Stands over the console's foot while the rows bear letters; the row that was meant, or None."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        """`rows` has the conversation for each letter."""
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        """The line, and what is urgent."""
        yield self.sheet(LabelView(self._rows), 1)
        yield from super().compose()
