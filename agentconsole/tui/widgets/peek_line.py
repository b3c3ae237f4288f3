"""The other chat in one line: its clock, whose it is, what was said last, and the key that opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.tongue import _
from agentconsole.tui import present, safe
from agentconsole.tui.widgets.glance import Glance
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line, tail_fitted

if TYPE_CHECKING:
    from agentconsole.workspace.queue_views import PeekView


class PeekLine(Glance):
    """Shows a conversation that is live but not in front."""

    _peek: PeekView | None = None
    _hint = ""

    def show(self, peek: PeekView | None, now: int, hint: str = "") -> None:
        """Shows the chat as it is at `now`, or nothing; `hint` is such as `F3 opens`."""
        self._peek, self._hint = peek, hint
        self.tick(now)

    @property
    def changes_at(self) -> int:
        """When the clock reads differently."""
        return self.clock_changes_at(self._peek.row.clock if self._peek else None)

    def lay_out(self, width: int, _height: int) -> list[Line]:
        """One line; what was said last is cut first."""
        peek = self._peek
        if peek is None:
            return []
        row = peek.row
        channel = present.channel_cell(row.channel, row.slot).rstrip()
        state = present.state_words(row.channel, row.status, row.waits_on, is_ending=row.is_ending)
        clock = self.clock_run(row.clock, state)
        who = f"{channel} #{safe.line(row.id)} {safe.fit(safe.name(row.contact_name), 20)}: "
        unread = ((f" {present.unread_words(row.unread)}", Ink.STRONG),) if row.unread else ()
        draft = ((_("  draft"), Ink.NOTE),) if peek.has_draft else ()
        right = (*unread, *draft, (f"  {self._hint} ", Ink.DIM))
        words = safe.in_order(safe.line(peek.words or row.last_line))
        return [tail_fitted((clock, (who, Ink.TEXT), (words, Ink.DIM)), right, width)]
