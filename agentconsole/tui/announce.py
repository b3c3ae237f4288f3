"""How the console calls when nobody looks: the bell, and the number of late things in the window's title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from agentconsole.domain.promises.reminders import Bells, Stage, ring, stage
from agentconsole.domain.promises.service_levels import SECOND
from agentconsole.domain.terms import Channel
from agentconsole.tongue import N_, _
from agentconsole.tui import safe
from agentconsole.tui.times import exactly

if TYPE_CHECKING:
    from agentconsole.domain.promises.clocks import Clock
    from agentconsole.workspace.queue_views import QueueRow

NAMELESS: Final = {Channel.PHONE: N_("a call"), Channel.TICKET: N_("a ticket"), Channel.CHAT: N_("a chat")}
PUSH_TITLE, POP_TITLE = "\x1b[22;2t", "\x1b[23;2t"


def title(late: int) -> str:
    """The sequence that sets the window's title: our own words and a number, nothing foreign."""
    words = f"({late}!) agentconsole" if late else "agentconsole"
    return f"\x1b]2;{words}\x1b\\"


def call_words(rows: tuple[QueueRow, ...], now: int, *, says_names: bool) -> str:
    """What a call says of the rows: how many are due, and by how much the worst is late; a name only if asked for."""
    due = [row for row in rows if row.clock is not None and stage(row.clock, now) >= Stage.ALARM]
    worst = min(due, key=lambda row: row.clock.breach_at if row.clock else now, default=None)
    if worst is None or worst.clock is None:
        return _("something is due")
    left = worst.clock.breach_at - now
    when = (_("{span} left") if left > 0 else _("late by {span}")).format(span=exactly(abs(left) // SECOND))
    who = safe.name(worst.contact_name) if says_names else _(NAMELESS[worst.channel])
    if len(due) == 1:
        return f"{who}: {when}"
    return _("{who} and {count} more: {when}").format(who=who, count=len(due) - 1, when=when)


class Announcer:
    """Remembers what has rung. Times are milliseconds: `wall` by the console's clock, `steady` by a monotonic one."""

    def __init__(self) -> None:
        self._bells = Bells()
        self._late = 0

    def rings(self, rows: tuple[QueueRow, ...], wall: int, steady: int, *, is_looking: bool = False) -> bool:
        """Whether to ring now for the agent's own rows."""
        running: tuple[tuple[str, Clock], ...] = tuple((row.id, row.clock) for row in rows if row.clock is not None)
        rang, self._bells = ring(self._bells, running, wall, steady, is_looking=is_looking)
        return rang

    def is_new(self, late: int) -> bool:
        """Whether the number of late things differs from the last one told."""
        was, self._late = self._late, late
        return was != late
