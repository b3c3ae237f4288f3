"""One article over the console, as it reads: put into the reply, changed in the agent's own editor, or reviewed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult

from agentconsole.tongue import N_
from agentconsole.tui import safe
from agentconsole.tui.dialogs.choices import category_words
from agentconsole.tui.dialogs.overlay import Page
from agentconsole.tui.knowledge_words import body_lines, standing_words
from agentconsole.tui.own_keys import LEAVE, OwnKey, foot
from agentconsole.tui.screens.page import STEPS, place_words
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.keyed import Keyed
from agentconsole.tui.widgets.painted import Line, Painted, tail_fitted
from agentconsole.workspace.knowledge_views import ArticleView

WIDEST = 100
"""Cells of a line: longer ones are read with effort."""
MOST = 20_000
"""Rows of one article: more than its longest takes."""
DEEDS = {"enter": "text", "l": "link", "e": "edit", "r": "review", "x": "remove"}
"""What a key does with the article; the console does it."""
KEYS = (
    OwnKey("Enter", N_("into the reply"), N_("Its text, where the cursor stands")),
    OwnKey("l", N_("link"), N_("Its address goes in instead")),
    OwnKey("e", N_("change"), N_("In your own editor; a draft again until reviewed")),
    OwnKey("r", N_("reviewed"), N_("You have read it and it is right; not your own")),
    OwnKey("x", N_("remove"), N_("It is found no more")),
    LEAVE,
)


class ArticlePage(Keyed, Painted, can_focus=True):
    """Draws the article from `top` on."""

    def __init__(self, it: ArticleView, offset: int) -> None:
        super().__init__()
        self._it, self._offset = it, offset
        self._top, self._rows, self._room = 0, 0, 1
        self._laid: tuple[int, list[Line]] = (0, [])

    def lay_out(self, width: int, height: int) -> Sequence[Line]:
        """The title, who vouches for it, the text in sight, and the keys."""
        it, keys = self._it, foot(KEYS, width)
        room = self._room = max(1, height - 3 - len(keys))
        body = self._body(min(WIDEST, width - 2))
        self._rows = len(body)
        self._top = max(0, min(self._top, self._rows - room))
        last = min(self._rows, self._top + room)
        where = place_words(self._top, last, self._rows) if self._rows > room else ""
        title = tail_fitted(((f" {safe.in_order(safe.line(it.title))}", Ink.STRONG),), ((where, Ink.DIM),), width)
        about = [safe.line(each) for each in (standing_words(it, self._offset), category_words(it.category), it.name)]
        told = safe.cells(" " + "   ".join(part for part in (*about, safe.line(it.address)) if part), width)
        shown: list[Line] = [((" ", Ink.TEXT), *line) for line in body[self._top : last]]
        shown += [()] * (room - len(shown))
        return [
            title,
            ((told, Ink.DIM),),
            (("─" * width, Ink.RULE),),
            *shown,
            *keys,
        ]

    def _body(self, width: int) -> list[Line]:
        if self._laid[0] != width:
            self._laid = width, body_lines(self._it.body, width, MOST)
        return self._laid[1]

    def press(self, event: events.Key) -> bool:
        """Moves, leaves, or leaves with what is to be done; whether the key was one of the page's."""
        room = self._room
        jumps = {"pagedown": room, "space": room, "pageup": -room, "home": -self._rows, "end": self._rows}
        if event.key in (STEPS | jumps):
            self._top = max(0, min(self._top + (STEPS | jumps)[event.key], self._rows - room))
            self.repaint()
        elif isinstance(self.screen, ArticleScreen) and (event.key in DEEDS or event.key in ("escape", "q")):
            self.screen.dismiss(DEEDS.get(event.key))
        else:
            return False
        return True


class ArticleScreen(Page[str | None]):
    """The page over the console; what the agent wants done with the article, or None."""

    help_page, own_keys = "knowledge#Articles", KEYS
    DEFAULT_CSS: ClassVar[str] = """
    ArticleScreen > ArticlePage { width: 100%; height: 1fr; background: $background; }
    """

    def __init__(self, it: ArticleView, offset: int) -> None:
        super().__init__()
        self._asked = (it, offset)

    def compose(self) -> ComposeResult:
        """The view, and what is urgent."""
        yield ArticlePage(*self._asked)
        yield from super().compose()
