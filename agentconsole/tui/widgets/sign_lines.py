"""Signs that somebody senior might look, each explained, over the conversation they were seen in."""

from __future__ import annotations

from typing import ClassVar

from agentconsole.domain.leads.flags import Flag
from agentconsole.tongue import said
from agentconsole.tui import safe
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, Painted


class SignLines(Painted):
    """As many lines as there are signs; gone while there are none."""

    DEFAULT_CSS: ClassVar[str] = """
    SignLines { display: none; }
    SignLines.-shown { display: block; }
    """

    _flags: tuple[Flag, ...] = ()

    def show(self, flags: tuple[Flag, ...]) -> None:
        """Other signs."""
        if flags != self._flags:
            self._flags = flags
            self.styles.height = max(1, len(flags))
            self.set_class(bool(flags), "-shown")
            self.repaint()

    def lay_out(self, width: int, height: int) -> list[Line]:
        """One line each: which sign, and what it is about."""
        return [((safe.fit(f" ! {safe.line(said(each.words))}", width), Ink.SOON),) for each in self._flags[:height]]
