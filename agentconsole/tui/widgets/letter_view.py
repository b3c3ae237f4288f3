"""A letter on the screen while it is written: its rows, its cursor and what is selected.

A key paints the rows it changed, and no others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from agentconsole.domain.words.blanks import first_unfilled
from agentconsole.tui import safe
from agentconsole.tui.looks import looks_of
from agentconsole.tui.widgets.edit_rows import Run
from agentconsole.tui.widgets.edit_text import EditText
from agentconsole.tui.widgets.edit_window import EditWindow
from agentconsole.tui.widgets.text_keys import Edit, TextKeys

if TYPE_CHECKING:
    from agentconsole.tui.widgets.letter import Letter

MARGIN = 1
"""Empty cells at the left edge."""


class LetterView(TextKeys, Widget):
    """The text of a letter, with what can be done to it that nobody else has to hear of."""

    DEFAULT_CSS = """
    LetterView > .letter--cursor { text-style: reverse; }
    LetterView > .letter--selected {
        text-style: bold underline;
        color: $block-cursor-blurred-foreground;
        background: $block-cursor-blurred-background;
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"letter--cursor", "letter--selected"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.letter: Letter | None = None
        self._edit = EditText()
        self._window = EditWindow(self._edit)

    @property
    def text(self) -> str:
        """What has been typed."""
        return self._edit.text

    def open(self, letter: Letter | None, text: str) -> None:
        """Another letter with its saved text; the undo of the one before is forgotten."""
        self.letter = letter
        self.set_class(letter is not None and not letter.is_public, "-note")
        self._edit = EditText(safe.whole(text))
        self._window = EditWindow(self._edit)
        self._lay_out()
        self.refresh()

    def propose(self, text: str) -> None:
        """Puts a text before what has been typed, cursor at the end: a proposal, or one that could not be sent."""
        typed = self.text.strip()
        self.change(lambda edit: edit.replace(f"{text}\n{typed}" if typed else text))

    def put_in(self, text: str, *, in_place_of_all: bool = False) -> None:
        """Puts a text in at the cursor, which goes to its first placeholder, else behind it."""
        start = 0 if in_place_of_all else self.cursor
        self.change(lambda edit: edit.replace(text) if in_place_of_all else edit.insert(text))
        blank = first_unfilled(self.text[start : start + len(text)])
        if blank is not None:
            self._go(start + blank[0])

    def to_blank(self) -> None:
        """Goes to the first placeholder, where the next letter takes its place."""
        if first := first_unfilled(self.text):
            self._go(first[0])

    @property
    def edited(self) -> EditText:
        """The text with its cursor, what is selected, and what it was before."""
        return self._edit

    def go_on(self, edited: EditText) -> None:
        """The same text was written in another window: its cursor, selection and undo come along; another one's not."""
        if edited.text == self.text:
            self._edit = edited
            self._window = EditWindow(edited)
            self._lay_out()
            self.refresh()

    @property
    def cursor(self) -> int:
        """The place of the cursor in the text."""
        return self._edit.cursor

    @property
    def selected(self) -> str:
        """The part of the text that is selected."""
        return self._edit.selected

    @property
    def hidden(self) -> tuple[int, int]:
        """Rows of the text above the window, and below it."""
        return self._window.hidden

    @property
    def caret(self) -> Offset:
        """Column and row of the window where the next letter goes."""
        column, row = self._window.cursor
        return self.content_region.offset + Offset(MARGIN + column, row)

    def render_line(self, y: int) -> Strip:
        style = self.rich_style
        width = self.size.width
        row = self._window.row(y, has_focus=self.has_focus)
        if row is None:
            return Strip.blank(width, style)
        segments = [Segment(" " * MARGIN, style), *(Segment(text, self._style(look)) for text, look in row)]
        return Strip(segments).adjust_cell_length(width, style)

    def _style(self, look: str) -> Style:
        # A terminal's cursor over a reversed cell reverses it once more, and is not seen.
        is_left_out = look == "cursor" and looks_of(self.app).shows_cursor
        return self.get_component_rich_style(f"letter--{look}") if look and not is_left_out else self.rich_style

    def _lay_out(self) -> None:
        self._window.lay_out(self.size.width - MARGIN, self.size.height)

    def _shown(self) -> list[list[Run]]:
        return self._window.shown(has_focus=self.has_focus)

    def _repaint(self, before: list[list[Run]]) -> None:
        """Marks the rows that differ; one paint follows, of those alone."""
        self._lay_out()
        after = self._shown()
        for y in range(max(len(before), len(after))):
            if before[y : y + 1] != after[y : y + 1]:
                self.refresh(Region(0, y, self.size.width, 1))

    def change(self, edit: Edit) -> None:
        """Makes an edit and repaints the rows it changed."""
        before = self._shown()
        edit(self._edit)
        self._repaint(before)

    def _go(self, to: int) -> None:
        self.change(lambda edit: edit.move(to))

    def on_click(self, event: events.Click) -> None:
        """Puts the cursor where the click was."""
        self._go(self._window.place_at(event.x - MARGIN, event.y))

    def on_focus(self) -> None:
        """Shows the cursor."""
        self._lay_out()

    def on_resize(self) -> None:
        """Breaks the rows anew."""
        self._lay_out()
        self.refresh()

    def action_composer_up(self) -> None:
        """One row up."""
        self._go(self._window.place_beside(-1))

    def action_composer_down(self) -> None:
        """One row down."""
        self._go(self._window.place_beside(1))

    def action_composer_select_up(self) -> None:
        """Selects one row more up."""
        self.change(lambda edit: edit.select(self._window.place_beside(-1)))

    def action_composer_select_down(self) -> None:
        """Selects one row more down."""
        self.change(lambda edit: edit.select(self._window.place_beside(1)))
