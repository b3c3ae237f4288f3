"""The lines over the composer that say who reads along, what was whispered, and what must be read first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import events

from agentconsole.domain.terms import FAR
from agentconsole.tui import safe
from agentconsole.tui.widgets.glance import Glance
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.wrap import wrap

if TYPE_CHECKING:
    from agentconsole.tui.oversight_words import Around
    from agentconsole.tui.widgets.painted import Line

MOST = 9
"""Lines at most: the transcript keeps its place."""


class OversightStrip(Glance):
    """As high as what there is to tell; gone while there is nothing."""

    DEFAULT_CSS: ClassVar[str] = """
    OversightStrip { display: none; }
    OversightStrip.-shown { display: block; }
    """

    def __init__(self, key: Callable[[str], str], *, offset: int = 0) -> None:
        """`key` gives the words for a command's key."""
        super().__init__(offset=offset)
        self._key = key
        self._around: Around | None = None
        self._rows: tuple[Line, ...] = ()

    def show(self, around: Around | None, now: int) -> None:
        """Shows what is around a conversation, or nothing."""
        self._around = around
        self.tick(now)

    @property
    def changes_at(self) -> int:
        """When a word changes by itself."""
        if self._around is None:
            return FAR
        from agentconsole.tui.oversight_words import changes_at

        return changes_at(self._around, self._now)

    def tick(self, now: int) -> None:
        """Another now; the strip grows or shrinks where there is more or less to tell."""
        self._now = now
        self._lay()
        super().tick(now)

    def _lay(self) -> None:
        # Before its first layout it has no width of its own.
        width = self.size.width or self.container_size.width or self.app.size.width
        rows = self._told(width)[-MOST:]
        if len(rows) != len(self._rows):
            self.styles.height = max(1, len(rows))
            self.set_class(bool(rows), "-shown")
        self._rows = tuple(rows)

    def _told(self, width: int) -> list[Line]:
        if self._around is None:
            return []
        # Loaded with the first conversation that is opened.
        from agentconsole.tui.oversight_words import SIGN, told

        rows: list[Line] = []
        found = told(self._around, self._key, self._now, self._offset)
        front = max((SIGN, *(cell_len(each.sign) + 2 for each in found)))
        for each in found:
            wrapped = wrap(each.words, max(10, width - front - 1))
            if len(wrapped) > each.rows:
                wrapped = [*wrapped[: each.rows - 1], safe.fit(" ".join(wrapped[each.rows - 1 :]), width - front - 1)]
            for number, row in enumerate(wrapped):
                sign = safe.cells(f" {each.sign}" if number == 0 else "", front)
                note: Line = ((safe.cells(sign + row, width), Ink.NOTE),)
                rows.append(note if each.ink is Ink.NOTE else ((sign, Ink.STRONG), (row, each.ink)))
        return rows

    def say_anew(self) -> None:
        """The same in other words: the keys are reached otherwise now."""
        if self._around is not None:
            self._lay()
            self.repaint()

    def lay_out(self, _width: int, height: int) -> list[Line]:
        """The lines, the last ones where there are too many."""
        return list(self._rows[-height:])

    def on_resize(self, _event: events.Resize) -> None:
        """Wraps anew."""
        self._lay()
        self.repaint()
