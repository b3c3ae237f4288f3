"""A question with one letter for yes: Enter is pressed too easily to mean anything here."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult

from agentconsole.tui import safe
from agentconsole.tui.dialogs.overlay import Overlay
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.keyed import Keyed
from agentconsole.tui.widgets.painted import Line, Painted
from agentconsole.tui.widgets.titled_rule import titled_rule
from agentconsole.tui.wrap import wrap

YES = "y"
NO = ("escape", "n", "q")
LINES = 8
"""Enough for what follows from a yes in three lines."""


class ConfirmView(Keyed, Painted, can_focus=True):
    """Draws the question, what follows from a yes, and the keys."""

    def __init__(self, title: str, words: str, yes: str, no: str) -> None:
        super().__init__()
        self._title, self._words, self._hint = title, words, f"{YES} {yes}   Esc {no}"

    def retitle(self, title: str) -> None:
        """Asks the same with another title; an equal one paints nothing."""
        self._title = title
        self.repaint()

    def lay_out(self, width: int, height: int) -> Sequence[Line]:
        """Title, words, keys; the keys stay in sight."""
        title, *more = wrap(self._title, width - 8) or [""]
        over: list[Line] = [((safe.cells(f"   {row}", width), Ink.STRONG),) for row in more]
        words: list[Line] = [((safe.cells(f" {row}", width), Ink.TEXT),) for row in wrap(self._words, width - 2)]
        body = [titled_rule(title, width), *over, (), *words][: max(0, height - 2)]
        body += [()] * (height - 2 - len(body))
        return [*body, (), ((safe.cells(f" {self._hint}", width), Ink.SOON),)]

    def press(self, event: events.Key) -> bool:
        """Answers a key; every other one does nothing."""
        if event.key in (YES, *NO) and isinstance(self.screen, ConfirmScreen):
            self.screen.dismiss(event.key == YES)
        return True


class ConfirmScreen(Overlay[bool]):
    """The question over the console: whether the answer was yes."""

    def __init__(self, title: str, words: str, yes: str, no: str) -> None:
        """`yes` and `no` say what the keys do; all words are clean."""
        super().__init__()
        self._view = ConfirmView(title, words, yes, no)

    def retitle(self, title: str) -> None:
        """The title as it reads by now; clean words."""
        self._view.retitle(title)

    def compose(self) -> ComposeResult:
        """The view, and what is urgent."""
        yield self.sheet(self._view, LINES)
        yield from super().compose()
