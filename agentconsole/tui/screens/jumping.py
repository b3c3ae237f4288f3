"""A letter on every row of the queue in sight: one key opens the row it stands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from textual import events
from textual.app import ComposeResult

from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.dialogs.overlay import Overlay
from agentconsole.tui.screens.base import ConsoleBase
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.keyed import Keyed
from agentconsole.tui.widgets.painted import Line, Painted

if TYPE_CHECKING:
    from agentconsole.tui.widgets.queue_view import QueueView

LABELS: Final = "asdfghjklqwertyuiopzxcvbnm1234567890ASDFGHJKLQWERTYUIOPZXCVBNM"
"""In the order rows get them: where the fingers lie first. More than rows fit on any screen we draw."""


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


class Jumping(ConsoleBase):
    """The command that puts the letters there."""

    queue: QueueView

    def leave_board(self) -> None:
        """The board gives the screen back to the console."""
        raise NotImplementedError

    def action_goto_labels(self) -> None:
        """Letters on the rows; one opens its row."""
        self.leave_board()
        rows = dict(zip(LABELS, (row.id for row in self.queue.in_sight), strict=False)) if self.queue.is_shown else {}
        if not rows:
            self.say(_("There is no row in sight to jump to."))
            return
        self.queue.label({number: letter for letter, number in rows.items()})

        def jumped(conversation_id: str | None) -> None:
            self.queue.label({})
            if conversation_id:
                self.open_conversation(conversation_id)

        self.app.push_screen(LabelScreen(rows), jumped)
