"""What the keys and the mouse do in the queue: each says where the cursor goes, the view takes it there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding

from agentconsole.tui.commands import Scope
from agentconsole.tui.keymap import bindings
from agentconsole.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from agentconsole.tui.widgets.queue_window import QueueWindow


class QueueKeys(Painted):
    """The actions of the commands `queue.*`."""

    BINDINGS: ClassVar[list[Binding | tuple[str, str] | tuple[str, str, str]]] = bindings(Scope.QUEUE)

    @property
    def window(self) -> QueueWindow:
        """The loaded rows and where the cursor stands."""
        raise NotImplementedError

    @property
    def page_size(self) -> int:
        """The rows that fit on the screen, at least one."""
        raise NotImplementedError

    def move(self, to: Callable[[QueueWindow], int]) -> None:
        """Puts the cursor on another row of the window."""
        raise NotImplementedError

    def ask_for_edge(self, *, at_top: bool) -> None:
        """Asks for the very first or very last rows."""
        raise NotImplementedError

    def open_selected(self) -> None:
        """Opens the conversation under the cursor."""
        raise NotImplementedError

    def mark_selected(self) -> None:
        """Marks the conversation under the cursor, or no longer, and goes on to the next row."""
        raise NotImplementedError

    def mark_in_sight(self) -> None:
        """Marks every row in sight, or none."""
        raise NotImplementedError

    def index_at(self, y: int) -> int | None:
        """The row drawn at a line of the widget; None where there is none."""
        raise NotImplementedError

    def action_queue_down(self) -> None:
        """One row down."""
        self.move(lambda window: window.cursor + 1)

    def action_queue_up(self) -> None:
        """One row up."""
        self.move(lambda window: window.cursor - 1)

    def action_queue_page_down(self) -> None:
        """One screen down."""
        self.move(lambda window: window.cursor + self.page_size)

    def action_queue_page_up(self) -> None:
        """One screen up."""
        self.move(lambda window: window.cursor - self.page_size)

    def action_queue_top(self) -> None:
        """The most urgent row of all."""
        if self.window.first_index:
            self.ask_for_edge(at_top=True)
        self.move(lambda _window: 0)

    def action_queue_bottom(self) -> None:
        """The last row of all."""
        if self.window.has_after:
            self.ask_for_edge(at_top=False)
        self.move(lambda window: len(window.rows) - 1)

    def action_queue_open(self) -> None:
        """Opens the selected conversation."""
        self.open_selected()

    def action_queue_mark(self) -> None:
        """Marks the row, or no longer."""
        self.mark_selected()

    def action_queue_mark_all(self) -> None:
        """Marks all rows in sight, or none."""
        self.mark_in_sight()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.action_queue_down()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.action_queue_up()

    def on_click(self, event: events.Click) -> None:
        """A click selects, a second one opens."""
        index = self.index_at(event.y)
        if index is None:
            return
        if index == self.window.cursor:
            self.action_queue_open()
        else:
            self.move(lambda _window: index)
