"""The list of places: one letter goes there, F1 tells of them, any other key leaves."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult

from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.commands import Scope, keys_in_words, scoped
from agentconsole.tui.dialogs.overlay import Overlay
from agentconsole.tui.keymap import Keymap
from agentconsole.tui.own_keys import OwnKey
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.keyed import Keyed
from agentconsole.tui.widgets.painted import Line, Painted
from agentconsole.tui.widgets.titled_rule import titled_rule

COLUMN = 19


class GotoView(Keyed, Painted, can_focus=True):
    """Draws the places in columns."""

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap
        self._keys = keymap.by_key(Scope.GOTO)

    def lay_out(self, width: int, height: int) -> Sequence[Line]:
        """A title and as many places side by side as fit."""
        places = scoped(Scope.GOTO)
        columns = max(1, (width - 1) // COLUMN)
        lines: list[Line] = [titled_rule(_("Go to"), width)]
        for start in range(0, len(places), columns):
            runs: list[tuple[str, Ink]] = []
            for place in places[start : start + columns]:
                key = keys_in_words(self._keymap.of(place.id))
                runs += [(f"  {key} ", Ink.CONTACT), (safe.cells(_(place.title), COLUMN - len(key) - 3), Ink.TEXT)]
            lines.append(tuple(runs))
        return lines[:height]

    def press(self, event: events.Key) -> bool:
        """Goes to the letter's place, or leaves; the manual opens over it."""
        place = self._keys.get(event.key)
        if place is None and event.key in self._keymap.of("app.help").split(","):
            return False
        if isinstance(self.screen, GotoScreen):
            self.screen.dismiss(place.id if place else None)
        return True


class GotoScreen(Overlay[str | None]):
    """The list over the console's foot; the chosen place's id, or None."""

    help_page = "finding"

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap
        places = scoped(Scope.GOTO)
        self.own_keys = tuple(OwnKey(keys_in_words(keymap.of(it.id)), it.title, it.help) for it in places)

    def compose(self) -> ComposeResult:
        """The view, and what is urgent."""
        view = GotoView(self._keymap)
        yield self.sheet(view, len(view.lay_out(*self.app.size)))
        yield from super().compose()
