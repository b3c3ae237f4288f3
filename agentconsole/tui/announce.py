"""How the console calls when nobody looks: the bell, and the number of late things in the window's title."""

from __future__ import annotations

from agentconsole.domain.clocks import Clock
from agentconsole.domain.reminders import Bells, ring
from agentconsole.workspace.views import QueueRow

PUSH_TITLE, POP_TITLE = "\x1b[22;2t", "\x1b[23;2t"


def title(late: int) -> str:
    """The sequence that sets the window's title: our own words and a number, nothing foreign."""
    words = f"({late}!) agentconsole" if late else "agentconsole"
    return f"\x1b]2;{words}\x1b\\"


class Announcer:
    """Remembers what has rung. Times are milliseconds: `wall` by the console's clock, `steady` by a monotonic one."""

    def __init__(self) -> None:
        self._bells = Bells()
        self._late = 0

    def rings(self, rows: tuple[QueueRow, ...], wall: int, steady: int, *, is_typing: bool) -> bool:
        """Whether to ring now for the agent's own rows."""
        running: tuple[tuple[str, Clock], ...] = tuple((row.id, row.clock) for row in rows if row.clock is not None)
        rang, self._bells = ring(self._bells, running, wall, steady, is_typing=is_typing)
        return rang

    def is_new(self, late: int) -> bool:
        """Whether the number of late things differs from the last one told."""
        was, self._late = self._late, late
        return was != late
