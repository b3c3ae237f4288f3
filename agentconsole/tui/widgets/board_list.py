"""One list of the lead board: a title that is a rule, and as many rows as there is room for around the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from textual import events
from textual.message import Message

from agentconsole.domain.promises.clocks import Clock
from agentconsole.domain.promises.reminders import Stage, stage
from agentconsole.domain.promises.service_levels import MINUTE, SECOND
from agentconsole.domain.terms import FAR
from agentconsole.domain.values import dataclass
from agentconsole.tongue import _, number
from agentconsole.tui import present, safe, times
from agentconsole.tui.widgets.board_columns import Column, Placed, fitted
from agentconsole.tui.widgets.glance import STAGE_INKS, Glance
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line
from agentconsole.tui.widgets.titled_rule import titled_rule

BEAT: Final = 5 * SECOND
"""How often clocks are looked at: their words are minutes, for a board of many rows that count seconds never rests."""


def due_words(clock: Clock, at: Stage, now: int) -> str:
    """`DUE +3m`, `LATE +9m`, `hold 4m`, `upd <1m`: what the queue says to the second, to the minute, in its words."""
    if at >= Stage.BREACH:
        gone = now - clock.breach_at
        if gone < MINUTE:
            return (_("LATE {gone}") if at is Stage.LEAD else _("DUE {gone}")).format(gone=times.minutes(gone))
        words = _("LATE +{gone}") if at is Stage.LEAD else _("DUE +{gone}")
        return words.format(gone=times.minutes(gone))
    gone = now - clock.since if clock.kind in present.COUNTS_UP else clock.breach_at - now
    return _(present.WORDS[clock.kind]).format(span=times.minutes(gone))


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `id` is what keys are about; `cells` are clean and stand in the list's columns; `idle` is what the due
    cell says when no clock runs; one that `rests` asks nothing of a lead, and stands back."""

    id: str
    cells: tuple[str, ...]
    clock: Clock | None = None
    idle: str = ""
    rests: bool = False


class BoardList(Glance):
    """Rows of one kind. The cursor is a row's id, so it stays with what it stood on."""

    @dataclass
    class Picked(Message):
        """The mouse chose a row."""

        id: str

    def __init__(self, columns: Sequence[Column], *, offset: int = 0, id: str | None = None) -> None:
        super().__init__(offset=offset, id=id)
        self._columns = tuple(columns)
        self._entries: tuple[Entry, ...] = ()
        self._longest: tuple[int, ...] = ()
        """The cells that the longest of each column needs."""
        self._title, self._tail = "", ""
        self._at: int | None = None
        self._has_focus_mark = False
        self._top = 0
        self._is_headed = False
        self._drawn: dict[tuple[int, int, Ink | None], Line] = {}
        """The rows as they read now, by number, width and the cursor's ink: a key draws anew the two it changes."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The rows from the top."""
        return tuple(entry.id for entry in self._entries)

    @property
    def length(self) -> int:
        """How many rows there are, in sight or not."""
        return len(self._entries)

    @property
    def wanted(self) -> int:
        """The lines it would fill."""
        return 1 + len(self._entries) + (1 if self._is_headed and self._entries else 0)

    @property
    def page_size(self) -> int:
        """The rows that fit, at least one."""
        return max(1, self.size.height - 1 - (1 if self._is_headed else 0))

    @property
    def changes_at(self) -> int:
        """The next beat while a clock in sight runs; FAR when none does."""
        runs = any(entry.clock is not None for entry in self._in_sight())
        return (self._now // BEAT + 1) * BEAT if runs else FAR

    def show(self, title: str, tail: str, entries: tuple[Entry, ...], now: int) -> None:
        """Other rows, under a title with a word at its right; equal ones paint nothing."""
        if entries != self._entries:
            self._longest = tuple(
                max(map(cell_len, column)) for column in zip(*(e.cells for e in entries), strict=True)
            )
        self._title, self._tail, self._entries = title, tail, entries
        self.tick(now)

    def tick(self, now: int) -> None:
        """Another `now`, or other rows: each is drawn anew."""
        self._drawn.clear()
        super().tick(now)

    def set_headed(self, is_headed: bool) -> None:
        """Whether there is room for a line over the columns."""
        if is_headed != self._is_headed:
            self._is_headed = is_headed
            self.repaint()

    def mark(self, at: int | None, *, has_focus: bool) -> None:
        """Puts the cursor on a row by its number, or nowhere."""
        if (at, has_focus) != (self._at, self._has_focus_mark):
            self._at, self._has_focus_mark = at, has_focus
            self.repaint()

    def lay_out(self, width: int, height: int) -> list[Line]:
        """The title, the heading where there is one, and the rows around the cursor."""
        placed = fitted(self._columns, width - present.LEFT_WIDTH, self._longest)
        lines = [self._rule(width)]
        if self._is_headed and self._entries:
            names = "".join(safe.cells(self._columns[n].title, cells) + " " for n, cells in placed)
            lines.append(((" " * present.LEFT_WIDTH + names, Ink.DIM),))
        for n, entry in enumerate(self._in_sight(), self._top):
            known = n, width, self._cursor_ink if n == self._at else None
            if known not in self._drawn:
                self._drawn[known] = self._row(entry, placed, width, known[2])
            lines.append(self._drawn[known])
        return lines[:height]

    @property
    def _cursor_ink(self) -> Ink:
        return Ink.CURSOR if self._has_focus_mark else Ink.RESTING

    def _in_sight(self) -> tuple[Entry, ...]:
        room = self.page_size
        top = min(self._top, max(0, len(self._entries) - room))
        if self._at is not None:
            top = max(min(top, self._at), self._at - room + 1)
        self._top = max(0, top)
        return self._entries[self._top : self._top + room]

    def _rule(self, width: int) -> Line:
        hidden = len(self._entries) - self.page_size
        tail = self._tail
        if hidden > 0 and self._entries and tail:
            tail = _("{count} more, {tail}").format(count=number(hidden), tail=tail)
        return titled_rule(self._title, width, tail)

    def _row(self, entry: Entry, placed: tuple[Placed, ...], width: int, ink: Ink | None) -> Line:
        clock = entry.clock
        at = stage(clock, self._now) if clock else Stage.CALM
        words = due_words(clock, at, self._now) if clock else entry.idle
        sign = ">" if ink else " "
        left = f"{sign}{present.URGENCY[at]} {words[: present.DUE_WIDTH]:<{present.DUE_WIDTH}} "
        inks = (Ink.DIM if entry.rests else self._columns[n].ink for n, _ in placed)
        cells = [(safe.cells(entry.cells[n], size) + " ", ink) for (n, size), ink in zip(placed, inks, strict=True)]
        if ink:
            return ((safe.cells(left + "".join(text for text, _ in cells), width), ink),)
        left_ink = STAGE_INKS[at] if clock else Ink.DIM
        return ((left, left_ink), *cells)

    def on_click(self, event: events.Click) -> None:
        """A click chooses a row."""
        row = self._top + event.y - 1 - (1 if self._is_headed else 0)
        if event.y and self._top <= row < len(self._entries):
            self.post_message(self.Picked(self._entries[row].id))
