"""The bottom line: the keys that do something here, the most useful first."""

from __future__ import annotations

from rich.cells import cell_len

from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, Painted, Run

Hint = tuple[str, str]
"""A key as a person reads it, and the word for what it does."""
GAP = "  "


class HintLine(Painted):
    """Shows hints; those that do not fit fall away from the end, the last one (the way to all others) stays."""

    _hints: tuple[Hint, ...] = ()

    _lent: Line = ()

    def lend(self, words: Line) -> None:
        """Shows the rest of an answer for as long as there is one; nothing gives the line back to the hints."""
        if words != self._lent:
            self._lent = words
            self.repaint()

    def show(self, hints: tuple[Hint, ...]) -> None:
        """Shows these hints; equal ones repaint nothing."""
        self._hints = hints
        self.repaint()

    def lay_out(self, width: int, _height: int) -> list[Line]:
        """As many hints as fit."""
        if self._lent:
            return [self._lent]
        kept = list(self._hints)
        while len(kept) > 1 and _size(kept) >= width:
            del kept[-2]
        runs: list[Run] = []
        for key, word in kept:
            runs += [((" " if not runs else GAP) + key, Ink.STRONG), (f" {word}", Ink.DIM)]
        return [tuple(runs)]


def _size(hints: list[Hint]) -> int:
    return 1 + sum(cell_len(key) + 1 + cell_len(word) for key, word in hints) + len(GAP) * (len(hints) - 1)
