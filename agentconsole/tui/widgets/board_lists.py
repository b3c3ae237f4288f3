"""The lists of the board as one: a cursor that walks from list to list, and the lines they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.geometry import Offset
from textual.message import Message

from agentconsole.tui.commands import Scope
from agentconsole.tui.keymap import bindings
from agentconsole.tui.widgets.board_list import BoardList
from agentconsole.tui.widgets.board_room import shared
from agentconsole.tui.widgets.ground import Rows

HEADED_FROM = 18
"""Lines from which the last list has a heading over its columns."""

Place = tuple[int, str]
"""A list by its number, and a row of it by its id."""


class BoardLists(Rows, can_focus=True):
    """Holds the lists from the top. Keys come here; rows are known by their list and id, however they move."""

    BINDINGS: ClassVar[list[Binding | tuple[str, str] | tuple[str, str, str]]] = bindings(Scope.BOARD)

    @dataclass
    class Selected(Message):
        """The cursor stands on another row."""

        def can_replace(self, message: Message) -> bool:
            """Only where it came to rest matters."""
            return isinstance(message, BoardLists.Selected)

    @dataclass
    class Opened(Message):
        """The agent opens the row under the cursor."""

    def __init__(self, *lists: BoardList) -> None:
        super().__init__(id="lists")
        self.lists = lists
        self._at: Place | None = None
        self._row = 0
        self._given: tuple[int, ...] = ()

    def compose(self) -> ComposeResult:
        """From the top."""
        yield from self.lists

    @property
    def selected(self) -> Place | None:
        """Where the cursor stands; None while all lists are empty."""
        return self._at

    @property
    def caret(self) -> Offset:
        """Where the terminal's cursor belongs: the selected row, in whichever list it is."""
        return self.lists[self._at[0]].caret if self._at else self.region.offset

    def _places(self) -> list[Place]:
        return [(number, id) for number, each in enumerate(self.lists) for id in each.ids]

    def arranged(self) -> None:
        """The lists hold other rows: the lines are shared anew, and the cursor stays on its row or near it."""
        self._share()
        places = self._places()
        if self._at not in places:
            near = min(self._row, len(places) - 1)
            self._go(places[near] if places else None)
        else:
            self._row = places.index(self._at)
            self._mark()

    def _share(self) -> None:
        room = self.size.height
        if not room:
            return
        self.lists[-1].set_headed(room >= HEADED_FROM)
        wanted = [each.wanted for each in self.lists]
        given = shared(room, wanted)
        if given != self._given:
            self._given = given
            for each, lines in zip(self.lists, given, strict=True):
                each.styles.height = lines

    def select(self, place: Place) -> None:
        """Puts the cursor on a row, where it is shown."""
        if place in self._places():
            self._go(place)

    def _go(self, place: Place | None) -> None:
        before, self._at = self._at, place
        places = self._places()
        self._row = places.index(place) if place in places else 0
        self._mark()
        if before != place:
            self.post_message(self.Selected())

    def _mark(self) -> None:
        for number, each in enumerate(self.lists):
            is_here = self._at is not None and self._at[0] == number
            at = each.ids.index(self._at[1]) if self._at is not None and is_here else None
            each.mark(at, has_focus=self.has_focus)

    def _move(self, by: int) -> None:
        places = self._places()
        if places:
            self._go(places[max(0, min(self._row + by, len(places) - 1))])

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
        place = next((each for each in self._places() if each[1] == event.id), None)
        if place == self._at:
            self.action_board_open()
        else:
            self._go(place)

    def action_board_down(self) -> None:
        """One row down, into the next list at the end of one."""
        self._move(1)

    def action_board_up(self) -> None:
        """One row up."""
        self._move(-1)

    def action_board_page_down(self) -> None:
        """One screen of this list down."""
        self._move(self._page)

    def action_board_page_up(self) -> None:
        """One screen of this list up."""
        self._move(-self._page)

    def action_board_top(self) -> None:
        """The most urgent row of all."""
        self._move(-self._row)

    def action_board_bottom(self) -> None:
        """The last row."""
        self._move(len(self._places()))

    def action_board_next(self) -> None:
        """The first row of the next list that has any."""
        here = self._at[0] if self._at else -1
        firsts = [(number, each.ids[0]) for number, each in enumerate(self.lists) if each.ids]
        if firsts:
            self._go(next((first for first in firsts if first[0] > here), firsts[0]))

    def action_board_open(self) -> None:
        """Opens the row."""
        if self._at is not None:
            self.post_message(self.Opened())
