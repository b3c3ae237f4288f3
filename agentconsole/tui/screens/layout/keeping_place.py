"""Where the agent was stays where the keys go, however the window changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from agentconsole.tui.commands import Scope, scoped
from agentconsole.tui.screens.layout.walking_panes import WalkingPanes
from agentconsole.tui.widgets.composer import Composer

if TYPE_CHECKING:
    from textual.widget import Widget

    from agentconsole.tui.widgets.edit_text import EditText
    from agentconsole.tui.widgets.letter import Letter

BLIND = frozenset(command.action for command in scoped(Scope.EVERYWHERE))
"""What a key may do while the window is too small to show what it is done to."""


class KeepingPlace(WalkingPanes):
    """Textual takes the focus from a widget that a smaller window hides, and gives it to nobody. The letters of a
    half-written sentence would then act as commands; so they act as nothing, and the focus comes back."""

    _place = ""

    def on_descendant_focus(self) -> None:
        """Remembers the place."""
        self._place = "composer" if self.is_typing else "queue" if self.is_in_queue else "transcript"

    def on_descendant_blur(self) -> None:
        """A pane may have gone whose conversation now stands in the other one."""
        self.call_later(self.back_in_place)

    def on_resize(self, _event: events.Resize) -> None:
        """The place may be in sight again."""
        self.call_after_refresh(self.back_in_place)

    def place_in_pane(self) -> tuple[Widget | None, Letter | None, EditText]:
        """Where the keys go now, and what is being written there, before the conversations are placed anew."""
        composer = self.focused if isinstance(self.focused, Composer) else self.pane.composer
        return self.focused, composer.letter, composer.edited

    def follow_to_pane(self, place: tuple[Widget | None, Letter | None, EditText]) -> None:
        """The conversation that was read or written in may stand in the other pane now: the keys go on there, at the
        same letter of the same text."""
        was_at, letter, edited = place
        pane = self.pane
        if was_at is None or was_at in pane.children or was_at not in (*self.left.children, *self.right.children):
            return
        if isinstance(was_at, Composer) and letter is not None and letter.conversation_id == pane.conversation_id:
            pane.switch(letter.visibility)
            pane.composer.go_on(edited)
            self.set_focus(pane.composer, scroll_visible=False)
        elif not isinstance(was_at, Composer) and self.current == pane.conversation_id:
            self.set_focus(pane.transcript, scroll_visible=False)

    def back_in_place(self) -> None:
        """Gives the focus back to the place, if it has gone and the place can be seen."""
        if self.focused is not None or not self._place or self._is_blind:
            return
        pane = self.pane
        places = {"composer": pane.composer, "transcript": pane.transcript}
        place = places.get(self._place) if self.current else None
        self.set_focus(self.queue if place is None else place, scroll_visible=False)

    @property
    def _is_blind(self) -> bool:
        return self.has_class("-tiny") or self.has_class("-flat")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key acts on what cannot be seen."""
        if self._is_blind and action not in BLIND:
            return False
        return super().check_action(action, parameters)
