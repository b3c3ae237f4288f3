"""The lists of the board as one: a cursor that walks from list to list, and the lines they share."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.geometry import Offset
from textual.message import Message

from agentconsole.domain.values import dataclass
from agentconsole.tui.commands import Scope
from agentconsole.tui.keymap import bindings
from agentconsole.tui.rest import HOLD, REST, Rest
from agentconsole.tui.widgets.board_list import BoardList
from agentconsole.tui.widgets.board_room import shared
from agentconsole.tui.widgets.ground import Rows

HEADED_FROM = 18
"""Lines from which the last list has a heading over its columns even where that hides a row."""

Place = tuple[int, str]
"""A list by its number, and a row of it by its id."""


class BoardLists(Rows, can_focus=True):
    """Holds the lists from the top. Keys come here; rows are known by their list and id, however they move."""

    BINDINGS: ClassVar[list[Binding | tuple[str, str] | tuple[str, str, str]]] = bindings(Scope.BOARD)

    @dataclass
    class Selected(Message):
        """The cursor has come to rest on another row: a held key says nothing."""

    @dataclass
    class LetGo(Message):
        """No key has come for HOLD seconds: new rows may be shown."""

    @dataclass
    class Opened(Message):
        """The agent opens the row under the cursor."""

    def __init__(self, *lists: BoardList) -> None:
        super().__init__(id="lists")
        self.lists = lists
        self._at: Place | None = None
        self._row = 0
        self._places: tuple[Place, ...] = ()
        self._given: tuple[int, ...] = ()
        self._quiet = Rest(self, HOLD, lambda: self.post_message(self.LetGo()))
        self._resting = Rest(self, REST, lambda: self.post_message(self.Selected()))

    def compose(self) -> ComposeResult:
        """From the top."""
        yield from self.lists

    @property
    def selected(self) -> Place | None:
        """Where the cursor stands; None while all lists are empty."""
        return self._at

    @property
    def is_held(self) -> bool:
        """Whether new rows would move away under the eye."""
        return self._quiet.is_waiting

    @property
    def caret(self) -> Offset:
        """Where the terminal's cursor belongs: the selected row, in whichever list it is."""
        return self.lists[self._at[0]].caret if self._at else self.region.offset

    def arranged(self) -> None:
        """The lists hold other rows: the lines are shared anew, and the cursor stays on its row or near it."""
        self._share()
        places = self._places = tuple((number, id) for number, each in enumerate(self.lists) for id in each.ids)
        if self._at not in places:
            self._go(self._row)
        else:
            self._row = places.index(self._at)
            self._mark()

    def _share(self) -> None:
        room = self.size.height
        if not room:
            return
        rows = sum(1 + len(each.ids) for each in self.lists)
        self.lists[-1].set_headed(room >= HEADED_FROM or rows < room)
        wanted = [each.wanted for each in self.lists]
        given = shared(room, wanted)
        if given != self._given:
            self._given = given
            for each, lines in zip(self.lists, given, strict=True):
                each.styles.height = lines

    def _go(self, row: int) -> None:
        """Puts the cursor on a row of all lists together, the nearest there is."""
        self._row = max(0, min(row, len(self._places) - 1))
        before, self._at = self._at, self._places[self._row] if self._places else None
        self._mark()
        if before != self._at:
            self._quiet.put_off()
            self._resting.put_off()

    def _mark(self) -> None:
        row = self._row
        for number, each in enumerate(self.lists):
            is_here = self._at is not None and self._at[0] == number
            each.mark(row if is_here else None, has_focus=self.has_focus)
            row -= each.length

    @property
    def _page(self) -> int:
        return self.lists[self._at[0]].page_size if self._at else 1

    def on_resize(self, _event: events.Resize) -> None:
        """Shares the lines anew."""
        self._share()

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor shows whether keys go here."""
        super().watch_has_focus(has_focus)
        self._mark()

    @on(BoardList.Picked)
    def picked(self, event: BoardList.Picked) -> None:
        """A click selects; on the selected row it opens."""
        event.stop()
        row = next((n for n, place in enumerate(self._places) if place[1] == event.id), self._row)
        if row == self._row:
            self.action_board_open()
        else:
            self._go(row)

    def action_board_down(self) -> None:
        """One row down, into the next list at the end of one."""
        self._go(self._row + 1)

    def action_board_up(self) -> None:
        """One row up."""
        self._go(self._row - 1)

    def action_board_page_down(self) -> None:
        """One screen of this list down."""
        self._go(self._row + self._page)

    def action_board_page_up(self) -> None:
        """One screen of this list up."""
        self._go(self._row - self._page)

    def action_board_top(self) -> None:
        """The most urgent row of all."""
        self._go(0)

    def action_board_bottom(self) -> None:
        """The last row."""
        self._go(len(self._places))

    def action_board_next(self) -> None:
        """The first row of the next list that has any."""
        here = self._at[0] if self._at else -1
        self._go(next((n for n, (number, _) in enumerate(self._places) if number > here), 0))

    def action_board_open(self) -> None:
        """Opens the row."""
        if self._at is not None:
            self.post_message(self.Opened())
