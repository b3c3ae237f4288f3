"""The manual in the console: a page to read, its neighbours, the way to all others, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult

from agentconsole.domain.values import dataclass
from agentconsole.help import layout, pages
from agentconsole.help.markdown import Look, Spans
from agentconsole.help.searching import found
from agentconsole.tongue import N_, _
from agentconsole.tui import safe
from agentconsole.tui.dialogs.found import Item, Show
from agentconsole.tui.dialogs.overlay import Page
from agentconsole.tui.keymap import Keymap
from agentconsole.tui.own_keys import MOVE, OwnKey
from agentconsole.tui.screens.guiding.help import all_keys, live_keys, own_keys
from agentconsole.tui.screens.page import PageView
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line

INKS: Final = {
    Look.PLAIN: Ink.TEXT,
    Look.STRONG: Ink.STRONG,
    Look.EMPHASIS: Ink.STRONG,
    Look.CODE: Ink.OWN,
    Look.KEY: Ink.CONTACT,
    Look.LINK: Ink.LINK,
}
KEYS_HERE, ALL_KEYS = -1, -2
"""What stands for their lines among the numbers of the blocks."""
SHOWN: Final = 60
"""Finds shown at once."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Where the manual is opened: the page, the place whose keys stand on it, the commands most useful there or the
    keys that are the place's own, and the English heading they stand above; above the whole page without one."""

    page: str
    place: str
    live: tuple[str, ...] = ()
    own: tuple[OwnKey, ...] = ()
    heading: str = ""


class ManualView(PageView):
    """Draws a page at the width there is. The keys of the place the reader came from stand on the page that opens."""

    OWN_KEYS: ClassVar[tuple[OwnKey, ...]] = (
        MOVE,
        OwnKey("/", N_("search")),
        OwnKey("Tab", N_("next page")),
        OwnKey("Esc", N_("back")),
        OwnKey("q", N_("leaves")),
    )

    def __init__(self, opened: Opened, keymap: Keymap) -> None:
        super().__init__("", ())
        self._opened, self._keymap = opened, keymap
        self._shown, self._starts_at = opened.page, KEYS_HERE
        self._trail: list[tuple[str, int]] = []
        self._laid_for = ("", 0)
        self._headings: dict[int, int] = {}
        """Where each block begins in the lines."""

    def lay_out(self, width: int, height: int) -> Sequence[Line]:
        """The page broken for the width, then as any page."""
        if self._laid_for != (self._shown, width):
            self._laid_for = (self._shown, width)
            self._lay(width)
        if self._starts_at:
            self._top, self._starts_at = self.in_sight(self._headings.get(self._starts_at, 0)), 0
        return super().lay_out(width, height)

    def rows(self, _width: int) -> tuple[Line, ...]:
        """The page is broken for the width already."""
        return self._page

    def _lay(self, width: int) -> None:
        page = pages.read(self._shown)
        laid = layout.laid_out(page.blocks[1:], self._keymap.shown, width)
        self._title = _("HELP  {title}").format(title=page.title)
        # The title is no block of those that are laid out.
        lines: list[tuple[Line, int]] = [((), 0), *((_inked(line), at + 1) for line, at in laid)]
        if self._shown == self._opened.page:
            self._tell_keys(lines, width)
        self._page = tuple(line for line, _at in lines)
        # Of a block's lines the first one counts.
        self._headings = {at: n for n, (_line, at) in reversed(list(enumerate(lines)))}

    def _tell_keys(self, lines: list[tuple[Line, int]], width: int) -> None:
        it = self._opened
        under = pages.place_of(it.page, it.heading) if it.heading else 0
        above = next(n for n, (_line, at) in enumerate(lines) if at == under)
        here = own_keys(it.own, width) if it.own else live_keys(it.live, self._keymap, width)
        lines[above:above] = [((), KEYS_HERE), *((line, KEYS_HERE) for line in here)]
        lines += [((), ALL_KEYS), *((line, ALL_KEYS) for line in all_keys(it.place, self._keymap, width))]

    def press(self, event: events.Key) -> bool:
        """Moves, turns pages, looks up, goes back; whether the key was one of the manual's."""
        match event.key:
            case "slash" | "f1":
                self._look_up()
            case "tab" | "right" | "l":
                self._turn(1)
            case "shift+tab" | "left" | "h":
                self._turn(-1)
            case "escape" if self._trail:
                self._shown, self._top = self._trail.pop()
                self.repaint()
            case _:
                return super().press(event)
        return True

    def go(self, name: str, at: int = 0) -> None:
        """Opens a page, at the block numbered `at`; the one before is where Esc goes."""
        self._trail.append((self._shown, self._top))
        self._shown, self._top, self._starts_at = name, 0, at
        self.repaint()

    def _turn(self, by: int) -> None:
        at = pages.PAGES.index(self._shown) + by
        if 0 <= at < len(pages.PAGES):
            self._shown, self._top = pages.PAGES[at], 0
            self.repaint()

    def _look_up(self) -> None:
        from agentconsole.tui.dialogs.picker import PickerScreen

        def picked(place: str | None) -> None:
            if place:
                name, at = place.split(" ")
                self.go(name, int(at))

        self.app.push_screen(
            PickerScreen(_("HELP, all pages"), partial(find, self._keymap.shown), self._keymap), picked
        )


class ManualScreen(Page[None]):
    """The manual over the console, the board or a question."""

    DEFAULT_CSS: ClassVar[str] = """
    ManualScreen > ManualView { width: 100%; height: 1fr; background: $background; }
    """

    def __init__(self, opened: Opened, keymap: Keymap) -> None:
        super().__init__()
        self._asked = (opened, keymap)

    def compose(self) -> ComposeResult:
        """The view, and what is urgent."""
        yield ManualView(*self._asked)
        yield from super().compose()


def find(shown: layout.Shown, text: str, _limit: int, show: Show) -> None:
    """The lines of a key, and the sections that hold the words; without words the contents."""
    show([_item(each) for each in found(text, shown)[:SHOWN]])


def _item(section: pages.Section) -> Item:
    words = section.title if section.at == 0 else f"{section.page.title}: {section.title}"
    told = section.words.removeprefix(section.title).strip()
    return Item(f"{section.page.name} {section.at}", words, "", told)


def _inked(line: Spans) -> Line:
    return tuple((safe.line(span.text), INKS[span.look]) for span in line)
