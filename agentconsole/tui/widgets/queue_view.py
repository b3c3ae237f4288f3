"""The queue on the screen: a window of rows in the one order, a cursor that belongs to a conversation, no scroll bar.

New orders wait until the agent has not moved or typed for HOLD seconds, so that no row jumps away under the eye;
contents and clocks of the rows in sight stay fresh meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from textual import events
from textual.message import Message

from agentconsole.domain.values import dataclass
from agentconsole.tui.rest import HOLD, REST, Rest
from agentconsole.tui.widgets.queue_keys import QueueKeys
from agentconsole.tui.widgets.queue_row import Layout
from agentconsole.tui.widgets.queue_sheet import QueueSheet
from agentconsole.tui.widgets.queue_window import KEPT, QueueWindow

if TYPE_CHECKING:
    from agentconsole.workspace.queue_views import Position, QueueRow

HEADED_FROM: Final = 12
"""Lines from which the full queue has a heading over its columns."""


class QueueView(QueueSheet, QueueKeys, can_focus=True):
    """The rows of one view of the queue. `offset` is the agent's local time, milliseconds east of UTC."""

    DEFAULT_CSS = """
    QueueView { height: 1fr; }
    """

    @dataclass
    class Selected(Message):
        """The cursor has come to rest on another conversation, an empty id when the queue is empty: a held key says
        nothing."""

        id: str

    @dataclass
    class Opened(Message):
        """The agent opens a conversation."""

        id: str

    @dataclass
    class WantsMore(Message):
        """The cursor nears the end of the loaded rows: exactly one of the two places is given."""

        after: Position | None = None
        before: Position | None = None

    @dataclass
    class WantsEdge(Message):
        """The agent jumps to the very first or very last row, which is not loaded."""

        at_top: bool

    def __init__(self, *, offset: int = 0, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(offset=offset, id=id, classes=classes)
        self._held_back: QueueWindow | None = None
        self._looked_for = ""
        self._quiet = Rest(self, HOLD, self._settle)
        self._resting = Rest(self, REST, lambda: self.post_message(self.Selected(self.selected_id)))
        self._is_opening = False
        self._is_awaited = False
        self._opens_what_comes = False
        self._asked: Position | None = None
        self._edge: bool | None = None

    # What others may ask and say

    @property
    def acted_on(self) -> tuple[str, ...]:
        """What the next action is done to instead of the row: all that are marked, unless a row was just opened and
        the next key of a fast hand is for that one."""
        return () if self._is_opening else self._marks.ids

    def tell_again(self) -> None:
        """Says after a rest where the cursor stands, though it has not moved."""
        self._resting.put_off()

    @property
    def is_awaited(self) -> bool:
        """Whether the rows of this view are still looked for."""
        return self._is_awaited

    @property
    def is_held(self) -> bool:
        """Whether a new order would wait."""
        return self._quiet.is_waiting

    def set_page(
        self,
        rows: tuple[QueueRow, ...],
        total: int,
        total_is_exact: bool = True,
        first_index: int = 0,
        now: int | None = None,
    ) -> None:
        """Shows these rows, `first_index` standing in front of them; held back while the agent moves or types.

        The answer to WantsEdge comes the same way, and is shown at once.
        """
        self._now = self._now if now is None else now
        self._asked = None
        if self._edge is not None and first_index != self._window.first_index:
            fresh = QueueWindow(rows[:KEPT], first_index, total, total_is_exact)
            at_top, self._edge, self._held_back = self._edge, None, None
            self._show(fresh.moved(0 if at_top else len(rows) - 1, self.page_size))
            return
        fresh = self._window.turned(rows, total, total_is_exact, first_index, self.page_size)
        if self.is_held and self._window.rows:
            self._held_back = fresh
            fresh = self._window.with_contents(rows)
        self._show(fresh)
        if self._opens_what_comes and not self._is_awaited:
            self._opens_what_comes = False
            self.open_selected()

    def add_after(self, rows: tuple[QueueRow, ...]) -> None:
        """More rows behind the loaded ones: the answer to WantsMore(after=...)."""
        self._asked = None
        self._show(self._window.extended_after(rows))

    def add_before(self, rows: tuple[QueueRow, ...]) -> None:
        """More rows in front of the loaded ones: the answer to WantsMore(before=...)."""
        self._asked = None
        self._show(self._window.extended_before(rows))

    def select(self, conversation_id: str) -> bool:
        """Puts the cursor on a conversation; whether it is among the loaded rows. Among those held back it is found
        when they come, unless the agent is in the queue by then."""
        self._opens_what_comes = False
        index = self._window.index(conversation_id)
        self._looked_for = conversation_id if index is None and self._held_back is not None else ""
        if index is not None:
            self._show(self._window.moved(index, self.page_size))
        return index is not None

    def set_layout(self, layout: Layout | str) -> None:
        """Rows of one line, of two, or the strip over a conversation."""
        self._layout_in_force = Layout(layout)
        self._show(self._window.shown(self.page_size))

    def set_title(self, title: str, empty: str = "", *, is_awaited: bool = False) -> None:
        """The words over the rows, what an empty queue says, and whether its rows are still looked for: a conversation
        opened before they came opens with them."""
        self._opens_what_comes = self._opens_what_comes and title == self._title
        self._title, self._empty, self._is_awaited = title, empty or self._empty, is_awaited
        self.repaint()

    def hold(self) -> None:
        """Holds new orders back for HOLD seconds more: called with every key the agent presses."""
        self._quiet.put_off()

    def let_go(self) -> None:
        """Holds nothing back any more: the agent has asked for other rows."""
        self._quiet.stop()
        self._held_back, self._looked_for = None, ""

    def _show(self, window: QueueWindow) -> None:
        before, self._window = self.selected_id, window
        self.repaint()
        if self.selected_id != before:
            self._resting.put_off()

    def _settle(self) -> None:
        held, self._held_back = self._held_back, None
        looked_for, self._looked_for = self._looked_for, ""
        if held is not None:
            self._show(
                self._window.turned(held.rows, held.total, held.total_is_exact, held.first_index, self.page_size)
            )
            if looked_for and not self.has_focus:
                self.select(looked_for)

    def on_resize(self, _event: events.Resize) -> None:
        """Keeps the cursor in sight."""
        self._height = self.size.height
        self._show(self._window.shown(self.page_size))

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor shows whether keys go here."""
        super().watch_has_focus(has_focus)
        self._is_opening = False
        self.repaint()

    # What the keys need

    def move(self, to: Callable[[QueueWindow], int]) -> None:
        """Puts the cursor on another row, and asks for more rows where they run short."""
        if not self._window.rows:
            return
        self.hold()
        self._is_opening = False
        self._show(self._window.moved(to(self._window), self.page_size))
        self._ask_for_more()

    def _ask_for_more(self) -> None:
        window = self._window
        if window.wants_after and self._asked != window.rows[-1].position:
            self._asked = window.rows[-1].position
            self.post_message(self.WantsMore(after=self._asked))
        elif window.wants_before and self._asked != window.rows[0].position:
            self._asked = window.rows[0].position
            self.post_message(self.WantsMore(before=self._asked))

    def ask_for_edge(self, *, at_top: bool) -> None:
        """Posts WantsEdge, and remembers to jump there when the answer comes."""
        self._edge = at_top
        self.post_message(self.WantsEdge(at_top))

    def mark_selected(self) -> None:
        """Marks the conversation under the cursor, or no longer, and goes on to the next row."""
        if self.selected_id:
            self.set_marks(self._marks.toggled(self.selected_id))
            self.action_queue_down()

    def mark_in_sight(self) -> None:
        """Marks every row in sight; where all of them are marked, none of them any more."""
        self.hold()
        self.set_marks(self._marks.all_toggled(row.id for row in self.in_sight))

    def open_selected(self) -> None:
        """Opens the conversation under the cursor."""
        if self.selected_id:
            self._is_opening = True
            self.post_message(self.Opened(self.selected_id))
        else:
            self._opens_what_comes = self._is_awaited
