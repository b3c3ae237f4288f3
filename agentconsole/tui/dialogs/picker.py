"""A line to type in and what it finds: the palette, the search and every other pick from a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete

from agentconsole.tongue import N_, _
from agentconsole.tui.dialogs.found import Complete, End, Find, GiveBack, Item
from agentconsole.tui.dialogs.found_drawn import foot, rows
from agentconsole.tui.dialogs.overlay import Page
from agentconsole.tui.dialogs.typing_view import TypingView
from agentconsole.tui.keymap import DEFAULT, Keymap
from agentconsole.tui.widgets.edit_text import EditText
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.keyed import typed
from agentconsole.tui.widgets.painted import Line
from agentconsole.tui.widgets.text_keys import Edit
from agentconsole.tui.widgets.titled_rule import titled_rule

PAGE = 20
"""Finds asked for while the agent types; the end of the list asks for more."""
MORE = 100
AROUND = 5
"""Lines around the finds: the title, the line to type in, and what is told of the chosen one under a blank."""
LEAST = 3
"""Rows at least of a sheet that follows what is found."""
WIDEST = 120
"""Cells of a row at most: the eye finds its way from the words to the key at the right."""


class PickerView(TypingView):
    """Draws the typed words and what they find; Enter picks."""

    KEYS: ClassVar[str] = N_("Enter picks   up/down moves   Esc leaves")
    NOTHING_TO_PICK: ClassVar[str] = N_("Esc leaves")
    start_words = N_(" Type to search.")
    """Lines that are shown while nothing is typed and nothing stands to be picked; marked, not yet asked for."""

    def __init__(
        self,
        title: str,
        find: Find,
        keymap: Keymap = DEFAULT,
        text: str = "",
        complete: Complete = lambda _any: "",
        start: str = "",
    ) -> None:
        """Tab takes what `complete` says; the find of the value `start` is chosen first."""
        super().__init__(keymap)
        self._title, self._find, self._complete, self._start = title, find, complete, start
        self.end: End = lambda _any: None
        self.most = 0
        """Lines at most of a sheet that is as high as its finds need; 0 where it stays as it is."""
        self.is_meant = False
        """Whether words that pick nothing are meant as text: Enter ended them, or they ended themselves."""
        self._text = EditText(text)
        self._items: tuple[Item, ...] = ()
        self._at = 0
        self._wanted, self._has_more = PAGE, False
        self._shown_for: str | None = None
        self._then: list[str] = []
        self._ask()

    def lay_out(self, width: int, height: int) -> Sequence[Line]:
        """The title, the line to type in, and as many finds as fit around the chosen one."""
        found = sum(each.is_found for each in self._items)
        count = f"{found}{'+' if self._has_more else ''}" if found else ""
        title = titled_rule(self._title, width, count)
        width = min(width, WIDEST)
        room = max(1, height - AROUND)
        shown = rows(self._items, self._at, width, room) or self._no_rows()
        return [title, self._typed_line(), *shown, *[()] * (room - len(shown)), (), *self._foot(width)]

    def _typed_line(self) -> Line:
        text, cursor, more = self._text.text, self._text.cursor, self._missing
        at_cursor = (text[cursor:] or more)[:1] or " "
        typed: Line = ((" > ", Ink.DIM), (text[:cursor], Ink.TEXT), (at_cursor, Ink.CARET))
        return (*typed, (text[cursor + 1 :], Ink.TEXT), (more[1:], Ink.DIM))

    def _no_rows(self) -> list[Line]:
        if not self.typed:
            return [((row, Ink.DIM),) for row in _(self.start_words).split("\n")]
        return [((_(" Nothing found.") if self._shown_for == self.typed else _(" Looking ..."), Ink.DIM),)]

    @property
    def wanted(self) -> int:
        """The lines all finds of now would fill."""
        return len(self._items) + AROUND

    @property
    def chosen_value(self) -> str:
        """What the row under the cursor stands for; empty where nothing is found."""
        return self._items[self._at].value if self._items else ""

    def _foot(self, width: int) -> list[Line]:
        """The two lines below the finds."""
        chosen = self._items[self._at] if self._items else None
        return foot(chosen, width, _(self.KEYS if chosen else self.NOTHING_TO_PICK))

    def press(self, event: events.Key) -> bool:
        """Answers a key; whether it was one of the picker's."""
        command = self.keys.get(event.key)
        if command is not None:
            self._do(command.id)
        elif character := typed(event):
            self.edit(lambda text: text.insert(character))
            self._end()
        elif event.key in self.edits:
            self.edit(self.edits[event.key])
        else:
            return False
        self.repaint()
        return True

    def _end(self) -> None:
        """Leaves where the typed words are no search any more."""
        words = self.end(self.typed) if self._text.cursor == len(self.typed) else None
        if words is not None:
            self._text.replace(words)
            self.is_meant = True
            self._leave(None)

    @property
    def typed(self) -> str:
        """The words that are looked for."""
        return self._text.text

    @property
    def _missing(self) -> str:
        """What is missing to the word that was begun, where it is the one being typed."""
        text = self._text.text
        return self._complete(text) if self._text.cursor == len(text) else ""

    def _do(self, command_id: str) -> None:
        if command_id == "dialog.next" and self._missing:
            self._text.insert(self._missing)
            self._look()
            return
        if self._shown_for != self._text.text and command_id != "dialog.cancel":
            # Meant for what the typed words find, which is not on the screen yet.
            self._then.append(command_id)
            return
        match command_id:
            case "dialog.down" | "dialog.next":
                self._down()
            case "dialog.up" | "dialog.previous":
                self._at = max(0, self._at - 1)
            case "dialog.page_down":
                self._page_down()
            case "dialog.page_up":
                self._at = max(0, self._at - self._page)
            case "dialog.cancel":
                self._leave(None)
            case _:
                if self.chosen_value or self._may_go:
                    self.is_meant = True
                    self._leave(self.chosen_value or None)

    @property
    def _may_go(self) -> bool:
        """Whether Enter leaves without a find: where nothing was typed, or the words are given back."""
        return not self.typed.strip() or (isinstance(self.screen, PickerScreen) and self.screen.gives_back)

    def _down(self) -> None:
        last = max(0, len(self._items) - 1)
        if self._at == last and (self._has_more or self._wanted <= len(self._items)):
            self._wanted = len(self._items) + MORE
            self._ask()
        self._at = min(self._at + 1, max(0, len(self._items) - 1))

    @property
    def _page(self) -> int:
        """The rows that are seen at once, but one: the eye finds that again."""
        return max(1, self.size.height - AROUND - 1)

    def _page_down(self) -> None:
        for _row in range(self._page):
            before = self._at
            self._down()
            if self._at == before:
                return

    def _look(self) -> None:
        self._wanted, self._at = PAGE, 0
        self._ask()

    def _ask(self) -> None:
        text = self._text.text

        def show(items: Sequence[Item], *, has_more: bool = False) -> None:
            if text == self._text.text:
                self._has_more = has_more
                self._show(text, items)

        self._find(text, self._wanted, show)

    def _show(self, text: str, items: Sequence[Item]) -> None:
        self._items, self._shown_for = tuple(items), text
        self._at = min(self._at, max(0, len(self._items) - 1))
        if self._start:
            self._at = next((n for n, each in enumerate(self._items) if each.value == self._start), self._at)
            self._start = ""
        self.fit()
        waiting, self._then = self._then, []
        for command_id in waiting:
            self._do(command_id)
        self.repaint()

    def fit(self) -> None:
        """Gives the sheet the room its finds need, where it follows them."""
        if self.most:
            self.styles.height = min(self.most, max(self.wanted, LEAST + AROUND))

    def _leave(self, value: str | None) -> None:
        if isinstance(self.screen, PickerScreen):
            self.screen.dismiss(value)

    def edit(self, change: Edit) -> None:
        """Other words to look for."""
        change(self._text)
        self._look()


class PickerScreen(Page[str | None]):
    """A picker over the console; the picked value, or None when the agent left it."""

    LINES: ClassVar[int] = 23

    def __init__(
        self,
        title: str,
        find: Find,
        keymap: Keymap = DEFAULT,
        text: str = "",
        *,
        complete: Complete = lambda _any: "",
        start: str = "",
        help_page: str = "finding",
        is_all: bool = False,
        follows: bool = False,
    ) -> None:
        """With `is_all` no words find more than is found without any, and the sheet is no higher than that; one that
        `follows` what is found leaves in sight what the pick is for."""
        super().__init__()
        self.view = PickerView(title, find, keymap, text, complete, start)
        self._lines = min(self.LINES, self.view.wanted) if is_all else self.LINES
        self.view.most = self.LINES if follows else 0
        self._give_back: GiveBack | None = None
        self.help_page = help_page

    def compose(self) -> ComposeResult:
        """The view, and what is urgent."""
        yield self.sheet(self.view, self._lines)
        self.view.fit()
        yield from super().compose()

    @property
    def gives_back(self) -> bool:
        """Whether words that pick nothing go on somewhere."""
        return self._give_back is not None

    def giving_back(self, give_back: GiveBack, end: End = lambda _any: None) -> None:
        """Has typed words go to `give_back` when nothing is picked; `end` says which text leaves by itself."""
        self._give_back, self.view.end = give_back, end

    def dismiss(self, result: str | None = None) -> AwaitComplete:
        """Leaves; words that picked nothing are given back before the next key comes."""
        if result is None and self._give_back is not None and self.view.typed:
            self._give_back(self.view.typed, self.view.is_meant)
        return super().dismiss(result)
