"""What of a text is in sight while it is edited: its rows, from the one on top, with the cursor always among them."""

from __future__ import annotations

from agentconsole.tui.widgets.edit_rows import Row, Run, at, place, row_of, rows, runs
from agentconsole.tui.widgets.edit_text import EditText


class EditWindow:
    """On one edited text. Rows and columns are counted in cells of the window, from its upper left corner."""

    def __init__(self, edit: EditText) -> None:
        self._edit = edit
        self._rows: tuple[Row, ...] = (Row(0, 0),)
        self._top = self._height = 0

    def lay_out(self, width: int, height: int) -> None:
        """Breaks the text anew into rows of so many cells, and moves the window as little as the cursor asks for."""
        self._height = height
        self._rows = rows(self._edit.text, max(2, width))
        row, height = row_of(self._rows, self._edit.cursor), max(1, height)
        self._top = max(0, min(self._top, len(self._rows) - height), row - height + 1)
        self._top = min(self._top, row)

    @property
    def hidden(self) -> tuple[int, int]:
        """Rows of the text above those in sight, and below them; none where no row is."""
        below = len(self._rows) - self._top - self._height
        return (self._top, max(0, below)) if self._height else (0, 0)

    def shown(self, *, has_focus: bool) -> list[list[Run]]:
        """What each row in sight shows; without the focus neither cursor nor selection."""
        return [self._runs(row, has_focus) for row in self._rows[self._top : self._top + self._height]]

    def row(self, y: int, *, has_focus: bool) -> list[Run] | None:
        """What row `y` shows; None below the text."""
        number = self._top + y
        return self._runs(self._rows[number], has_focus) if number < len(self._rows) else None

    def _runs(self, row: Row, has_focus: bool) -> list[Run]:
        edit = self._edit
        if not has_focus:
            return [(edit.text[row.start : row.end], "")]
        under = (edit.cursor, edit.right()) if row is self._rows[self._cursor[0]] else None
        return runs(edit.text, row, edit.selection, under)

    @property
    def _cursor(self) -> tuple[int, int]:
        return place(self._edit.text, self._rows, self._edit.cursor)

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row where the next letter goes."""
        row, column = self._cursor
        return column, row - self._top

    def place_at(self, column: int, y: int) -> int:
        """The place in the text nearest to a column of a row."""
        return at(self._edit.text, self._rows, self._top + y, column)

    def place_beside(self, by: int) -> int:
        """The place so many rows below the cursor, or above."""
        row, column = self._cursor
        return at(self._edit.text, self._rows, row + by, column)
