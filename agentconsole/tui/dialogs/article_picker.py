"""Articles found while one types, with the chosen one as it reads beside them; it goes in as text or as a link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult

from agentconsole.tongue import N_, _
from agentconsole.tui import safe
from agentconsole.tui.dialogs.choices import category_words
from agentconsole.tui.dialogs.found import Find, Item, Show
from agentconsole.tui.dialogs.picker import PickerScreen, PickerView
from agentconsole.tui.dialogs.typing_view import complained
from agentconsole.tui.keymap import DEFAULT, Keymap
from agentconsole.tui.knowledge_words import preview, sign
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, tail_fitted
from agentconsole.workspace.knowledge_api import KnowledgeDoor
from agentconsole.workspace.knowledge_views import ArticleView

SIDE_BY_SIDE = 100
"""Cells from which on the article stands beside the list; below them under it."""
LEAST_LIST = 8


def articles(known: KnowledgeDoor) -> Find:
    """The articles that fit the typed words, best first."""

    def find(text: str, limit: int, show: Show) -> None:
        show([_item(each) for each in known.articles(text, limit)])

    return find


def _item(it: ArticleView) -> Item:
    aside = " · ".join(part for part in (safe.line(category_words(it.category)), sign(it)) if part)
    return Item(it.name, safe.in_order(safe.line(it.title)), aside)


class ArticlePicker(PickerView):
    """The list with a look at the chosen one. Tab changes between its text and its link."""

    KEYS: ClassVar[str] = N_("Enter picks   Tab text or link   up/down moves   Esc leaves")

    def __init__(self, title: str, known: KnowledgeDoor, offset: int, keymap: Keymap, *, inserts: bool) -> None:
        self._known, self._offset, self._inserts = known, offset, inserts
        self._is_link, self._linkless = False, ""
        self._seen: ArticleView | None = None
        self._plain_title = title
        super().__init__(title, articles(known), keymap)
        self._name_mode()

    def _name_mode(self) -> None:
        if self._inserts:
            words = _("{title}: the link goes in") if self._is_link else _("{title}: the text goes in")
            self._title = words.format(title=self._plain_title)

    def lay_out(self, width: int, height: int) -> Sequence[Line]:
        """The list, and beside or under it how the chosen article reads."""
        chosen = self._chosen()
        if width >= SIDE_BY_SIDE:
            room = width * 2 // 5
            left = super().lay_out(room, height)
            right = preview(chosen, width - room - 3, height, self._offset) if chosen else []
            return [_beside(line, right[y] if y < len(right) else (), room) for y, line in enumerate(left)]
        most = max(LEAST_LIST, height * 2 // 5)
        listed = list(super().lay_out(width, min(most, height)))
        left_over = height - len(listed) - 1
        if chosen is None or left_over < 1:
            return [*listed, *[()] * max(0, height - len(listed))]
        read = [((" ", Ink.TEXT), *line) for line in preview(chosen, width - 2, left_over, self._offset)]
        return [*listed, (("─" * width, Ink.RULE),), *read]

    def _chosen(self) -> ArticleView | None:
        name = self.chosen_value
        if self._seen is None or self._seen.name != name:
            self._seen = self._known.article(name) if name else None
        return self._seen

    def _do(self, command_id: str) -> None:
        if command_id == "dialog.next" and self._inserts:
            self._is_link = not self._is_link
            self._name_mode()
        else:
            super()._do(command_id)

    def _foot(self, width: int) -> list[Line]:
        """Why the link of the chosen one did not go in; else what every list tells."""
        if not self._linkless or self._linkless != self.chosen_value:
            return super()._foot(width)
        words = _("{name} has no address; Enter puts its text in.").format(name=safe.line(self._linkless))
        return [*complained(words, width), ()][:2]

    def _leave(self, value: str | None) -> None:
        if value and self._is_link and self._inserts and (it := self._chosen()) and not it.address:
            # Nothing goes in that was not asked for: the next Enter means what the title says now.
            self._is_link, self._linkless = False, it.name
            self._name_mode()
        else:
            super()._leave(value)

    @property
    def picks_link(self) -> bool:
        """Whether the link is meant, and not the text."""
        return self._is_link


def _beside(left: Line, right: Line, room: int) -> Line:
    return (*tail_fitted(left, (("", Ink.TEXT),), room), (" │ ", Ink.RULE), *right)


class ArticlePickerScreen(PickerScreen):
    """The list over the console; the picked one's name, and `link` before it where the link is meant."""

    LINES: ClassVar[int] = 30

    def __init__(self, title: str, known: KnowledgeDoor, offset: int, keymap: Keymap = DEFAULT, *, inserts: bool):
        super().__init__(title, articles(known), keymap, help_page="knowledge#Articles")
        self.view: ArticlePicker = ArticlePicker(title, known, offset, keymap, inserts=inserts)

    @property
    def picks_link(self) -> bool:
        """Whether the link is meant, and not the text."""
        return self.view.picks_link

    def compose(self) -> ComposeResult:
        """The view, and what is urgent."""
        yield self.sheet(self.view, self.LINES)
        yield self.notice_line
