"""The tutorial's two lines: what to do, and what helps with it; they stand at one place and never take the focus."""

from __future__ import annotations

from collections.abc import Callable

from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.lessons import COMMAND, Tutorial
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, Painted, Run, tail_fitted


class LessonLine(Painted):
    """Shows the lesson in hand, with the agent's own keys."""

    DEFAULT_CSS = """
    LessonLine { height: 2; display: none; background: $panel; }
    LessonLine.-shown { display: block; }
    """

    def __init__(self, shown: Callable[[str], str]) -> None:
        """`shown` says how the key of a command is written."""
        super().__init__()
        self._key = shown
        self._tutorial: Tutorial | None = None

    def show(self, tutorial: Tutorial | None) -> None:
        """Shows it as it stands, or nothing where it is left."""
        self._tutorial = tutorial
        self.set_class(tutorial is not None and tutorial.is_shown, "-shown")
        self.repaint()

    def lay_out(self, width: int, height: int) -> list[Line]:
        """The lesson; below it the hint, the key that skips, and a sign for each lesson. Alone in a low window."""
        if self._tutorial is None or not self._tutorial.is_shown:
            return []
        progress = self._tutorial.progress
        skips = "" if progress.is_over else _("{key} skips   ").format(key=self._key("tutorial.skip"))
        aside: Line = ((skips, Ink.DIM), (f"{progress.signs} ", Ink.GOOD))
        words = (("  ", Ink.TEXT), *self._keyed(_(progress.lesson.words), Ink.STRONG))
        hint = (("  ", Ink.TEXT), *self._keyed(_(progress.lesson.hint), Ink.DIM))
        return [tail_fitted(words, ((" ", Ink.TEXT),), width), tail_fitted(hint, aside, width)][:height]

    def _keyed(self, words: str, ink: Ink) -> tuple[Run, ...]:
        runs: list[Run] = []
        for n, part in enumerate(COMMAND.split(words)):
            runs.append((safe.line(self._key(part)), Ink.CONTACT) if n % 2 else (part, ink))
        return tuple(run for run in runs if run[0])
