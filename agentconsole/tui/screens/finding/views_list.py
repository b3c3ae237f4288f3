"""The list of the views that were kept: one key opens one, any other leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual import events
from textual.app import ComposeResult

from agentconsole.domain.saved_views import SavedView
from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.dialogs.fields import PICKS
from agentconsole.tui.dialogs.overlay import Overlay
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.keyed import Keyed
from agentconsole.tui.widgets.painted import Line, Painted
from agentconsole.tui.widgets.titled_rule import titled_rule

KEYS: Final = PICKS + PICKS[9:].upper()
"""The keys that open a view, in the order of the list."""
COLUMN: Final = 39
NAME: Final = 16


class ViewsView(Keyed, Painted, can_focus=True):
    """Draws the views in columns, each with its key."""

    def __init__(self, views: tuple[SavedView, ...]) -> None:
        super().__init__()
        self._views = dict(zip(KEYS, views, strict=False))

    def lay_out(self, width: int, height: int) -> Sequence[Line]:
        """A title, and as many views side by side as fit."""
        columns = max(1, min((width - 1) // COLUMN, len(self._views)))
        room = width // columns
        pairs = list(self._views.items())
        lines: list[Line] = [titled_rule(_("Views"), width, _("its key opens one; any other key leaves"))]
        for start in range(0, len(pairs), columns):
            lines.append(tuple(run for each in pairs[start : start + columns] for run in _cell(*each, room)))
        return lines[:height]

    def press(self, event: events.Key) -> bool:
        """Opens the key's view, or leaves."""
        if isinstance(self.screen, ViewsScreen):
            self.screen.dismiss(self._views.get(event.character or ""))
        return True


def _cell(key: str, view: SavedView, width: int) -> Line:
    about = safe.line(view.filter)
    if view.is_shared:
        about = _("{view} (team)").format(view=about)
    return (
        (f"  {key} ", Ink.CONTACT),
        (f"{safe.cells(safe.line(view.name), NAME)} ", Ink.TEXT),
        (safe.cells(about, width - NAME - 5), Ink.DIM),
    )


class ViewsScreen(Overlay[SavedView | None]):
    """The list over the console's foot; the view that was meant, or None."""

    def __init__(self, views: tuple[SavedView, ...]) -> None:
        super().__init__()
        self._views = views

    def compose(self) -> ComposeResult:
        """The view, and what is urgent."""
        view = ViewsView(self._views)
        yield self.sheet(view, len(view.lay_out(*self.app.size)))
        yield from super().compose()
