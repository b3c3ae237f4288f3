"""A page whose lines can be picked: the cursor stops at those that stand for a conversation, more come near the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult

from agentconsole.domain.values import dataclass
from agentconsole.tongue import N_
from agentconsole.tui import safe
from agentconsole.tui.dialogs.overlay import Page
from agentconsole.tui.own_keys import LEAVE, MOVE, OwnKey, foot
from agentconsole.tui.screens.page import STEPS, place_words
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.keyed import Keyed
from agentconsole.tui.widgets.painted import Line, Painted, tail_fitted

NEAR = 10
"""Lines before the last at which more are asked for."""
OPEN = OwnKey("Enter", N_("opens"), N_("The conversation under the cursor"))
RULES = 3
"""Lines that are none of the page's: the title, the rule below it, and the keys."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line; with a `value` it can be picked."""

    line: Line
    value: str = ""


@dataclass(frozen=True, slots=True)
class Picked:
    """What was picked, and by which key."""

    value: str
    key: str = "enter"


More = Callable[[], Sequence[PageLine]]
"""The next lines behind all that were given so far; none at the end."""


def no_more() -> Sequence[PageLine]:
    """For a page that is all there is."""
    return ()


class ChoosingView(Keyed, Painted, can_focus=True):
    """Draws the lines around the cursor. `keys` are letters that pick as Enter does, with what they are called
    (marked, not yet asked for)."""

    def __init__(self, title: str, lines: Sequence[PageLine], keys: Mapping[str, str], more: More = no_more) -> None:
        super().__init__()
        self._title, self._page, self._keys, self._more = title, list(lines), dict(keys), more
        self._top = 0
        self._at = next((n for n, each in enumerate(self._page) if each.value), -1)

    @property
    def chosen(self) -> str:
        """What stands under the cursor; empty where nothing can be picked."""
        return self._page[self._at].value if self._at >= 0 else ""

    @property
    def own_keys(self) -> tuple[OwnKey, ...]:
        """What picks, while there is something to pick, and what every page has."""
        picks = (OPEN, *(OwnKey(key, words) for key, words in self._keys.items())) if self.chosen else ()
        return (*picks, MOVE, LEAVE)

    def lay_out(self, width: int, height: int) -> Sequence[Line]:
        """The title with the place in the page, the lines in sight, and the keys."""
        room = max(1, height - RULES)
        self._top = max(0, min(self._top, len(self._page) - room))
        last = min(len(self._page), self._top + room)
        where = place_words(self._top, last, len(self._page)) if len(self._page) > room else ""
        title = tail_fitted(((f" {self._title}", Ink.STRONG),), ((where, Ink.DIM),), width)
        shown = [self._line(n, width) for n in range(self._top, last)]
        return [
            title,
            (("─" * width, Ink.RULE),),
            *shown,
            *[()] * (room - len(shown)),
            foot((each for each in self.own_keys if each is not MOVE or self._moves(room)), width)[0],
        ]

    def _moves(self, room: int) -> bool:
        """Whether there is anywhere to move to."""
        return len(self._page) > room or sum(bool(each.value) for each in self._page) > 1

    def _line(self, n: int, width: int) -> Line:
        line = tail_fitted(self._page[n].line, (("", Ink.TEXT),), width)
        if n != self._at:
            return line
        words = "".join(run[0] for run in line)
        # Where a line leaves its first cell free, a sign stands there: which one is meant is not told by colour alone.
        return ((safe.cells(f">{words[1:]}" if words[:1] == " " else words, width), Ink.CURSOR),)

    def press(self, event: events.Key) -> bool:
        """Answers a key; whether it was one of the page's."""
        room = max(1, self.size.height - RULES)
        jumps = {"pagedown": room, "space": room, "pageup": -room, "home": -len(self._page), "end": len(self._page)}
        if event.key in STEPS:
            self._step(STEPS[event.key])
        elif event.key in jumps:
            self._jump(jumps[event.key])
        elif event.key == "enter" or event.key in self._keys:
            if self.chosen:
                self._leave(Picked(self.chosen, event.key))
        elif event.key in ("escape", "q"):
            self._leave(None)
        else:
            return False
        self.repaint()
        return True

    def _step(self, by: int) -> None:
        """To the next line that can be picked; where there is none, the page moves."""
        self._fetch(self._at)
        n = self._at + by
        while 0 <= n < len(self._page) and not self._page[n].value:
            n += by
        if 0 <= n < len(self._page) and self._at >= 0:
            self._at = n
            self._show(n)
        else:
            self._top += by

    def _jump(self, by: int) -> None:
        self._fetch(self._at + by)
        wanted = max(0, min(self._at + by, len(self._page) - 1))
        able = [n for n, each in enumerate(self._page) if each.value]
        self._top += by
        if able:
            self._at = min(able, key=lambda n: abs(n - wanted))
            self._show(self._at)

    def _fetch(self, at: int) -> None:
        if at + NEAR >= len(self._page):
            self._page += self._more()

    def _show(self, n: int) -> None:
        room = max(1, self.size.height - RULES)
        if n == next((m for m, each in enumerate(self._page) if each.value), -1):
            # What stands above the first one is read with it.
            self._top = 0 if n < room else self._top
        self._top = min(n, max(self._top, n - room + 1))

    def _leave(self, picked: Picked | None) -> None:
        if isinstance(self.screen, ChoosingScreen):
            self.screen.dismiss(picked)


class ChoosingScreen(Page[Picked | None]):
    """The page over the console; what was picked, or None when the agent left it."""

    help_page = "contact"
    DEFAULT_CSS: ClassVar[str] = """
    ChoosingScreen > ChoosingView { width: 100%; height: 1fr; background: $background; }
    """

    def __init__(self, view: ChoosingView) -> None:
        super().__init__()
        self._view = view
        self.own_keys = view.own_keys

    def compose(self) -> ComposeResult:
        """The view, and what is urgent."""
        yield self._view
        yield from super().compose()
